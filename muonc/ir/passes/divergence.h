/* What divergent decisions mean for the user. */
#ifndef MUONC_IR_PASSES_DIVERGENCE_H
#define MUONC_IR_PASSES_DIVERGENCE_H

#include "muonc/ir/analysis/uniformity.h"
#include "muonc/ir/unit/unit.h"

/* Remarks [nu-divergent] on each branch and switch on a divergent value, with notes that lead to
 * where the divergence comes from, and reports 'asm goto' as an error. Returns whether there was
 * none. */
bool divergence_check(struct ir_unit *unit, const struct uniformity *uniformity);

/* Whether nothing was told about this place so far: unrolling, inlining and templates copy code. */
bool divergence_is_new(struct string_list *places, struct diag_location where);

/* Such a remark on what is decided at an instruction, once for each place in the source. */
void divergence_tell(struct ir_unit *unit, const struct uniformity *uniformity,
                     struct string_list *places, LLVMValueRef at, LLVMValueRef decision,
                     const char *what);

/* Notes that lead from a divergent value to where the divergence comes from. */
void divergence_explain(struct ir_unit *unit, const struct uniformity *uniformity,
                        LLVMValueRef value);

#endif
