/* Reads of CSRs and of struct neutrino_items, as values. */
#ifndef MUONC_IR_PASSES_CSR_READS_H
#define MUONC_IR_PASSES_CSR_READS_H

#include "muonc/ir/unit/unit.h"

/* The instruction that reads a constant CSR. */
LLVMValueRef csr_reads_build(struct ir_unit *unit, LLVMBuilderRef builder, LLVMTypeRef word,
                             const char *name);

/* The one that reads a word of struct neutrino_items, by its offset. */
LLVMValueRef csr_reads_build_item(struct ir_unit *unit, LLVMBuilderRef builder, LLVMTypeRef word,
                                  uint32_t offset);

/* Whether a value is what csr_reads_build_item makes, and of which offset. */
bool csr_reads_is_item(LLVMValueRef value, uint32_t *offset);

#endif
