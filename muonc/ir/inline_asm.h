/* Muon mnemonics in inline and module-level assembly. */
#ifndef MUONC_IR_INLINE_ASM_H
#define MUONC_IR_INLINE_ASM_H

#include "muonc/assembler/assembler.h"
#include "muonc/ir/unit.h"

/* Calls of assembly that joins or splits lanes, or talks to the Neutrino, must not be duplicated
 * onto the sides of a branch: they become convergent. */
void inline_asm_mark_convergent(struct ir_unit *unit);

/* Marks a call of assembly that muonc itself made, which the linker proves; of the user's that
 * changes the mask, or jumps, the objects say that it vouches for itself. */
void inline_asm_mark_own(struct ir_unit *unit, LLVMValueRef call);

/* Whether assembly is the assertion of __uniform: its result is its first operand, in a register
 * which is the same in all active lanes. */
bool inline_asm_is_assertion(LLVMValueRef assembly);

/* What the assembly of a call does, with its constant operands in place. */
void inline_asm_summarize(LLVMValueRef call, LLVMValueRef assembly,
                          struct assembler_summary *summary);

/* Rewrites every template for the code generator: to placeholders, or, for printed assembly, to
 * directives that assembler_unquote turns back. Returns false after diagnostics [nu-asm]. */
bool inline_asm_rewrite(struct ir_unit *unit, bool printed);

#endif
