/* What calls of inline assembly do, and who wrote it. */
#ifndef MUONC_IR_UNIT_ASSEMBLY_H
#define MUONC_IR_UNIT_ASSEMBLY_H

#include "muonc/ir/unit/unit.h"

/* What the assembly of a call does, with its constant operands in place. */
struct assembler_summary assembly_summarize(struct ir_unit *unit, LLVMValueRef call,
                                            LLVMValueRef assembly);
void assembly_forget(struct ir_unit *unit); /* all of it, before the context goes */

/* A call's argument for an operand, as the text numbers them; NULL for a result. *constraint and
 * *length: what the operand's constraint is, as part of all of them. */
LLVMValueRef assembly_operand(LLVMValueRef call, LLVMValueRef assembly, unsigned number,
                              const char **constraint, size_t *length);

/* Assembly with another type, text and constraints; and what a call has in its place. */
LLVMValueRef assembly_like(LLVMValueRef assembly, LLVMTypeRef type, const char *text,
                           const char *constraints);
void assembly_replace(LLVMValueRef call, const char *text, const char *constraints);

/* Whether assembly is the assertion of __uniform: its result is its first operand, in a register
 * which is the same in all active lanes. */
bool assembly_is_assertion(LLVMValueRef assembly);
/* Of a word. */
LLVMValueRef assembly_build_assertion(struct ir_unit *unit, LLVMBuilderRef builder,
                                      LLVMValueRef value);

/* Marks a call of assembly that muonc itself made, which the linker proves; of the user's that
 * changes the mask, or jumps, the objects say that it vouches for itself. */
void assembly_mark_own(struct ir_unit *unit, LLVMValueRef call);
bool assembly_is_own(LLVMValueRef call);

#endif
