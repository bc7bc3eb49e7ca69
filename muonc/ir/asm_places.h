/* The places of errors that LLVM's code generator finds in inline assembly. LLVM knows them only by
 * a number that clang gave the statement, which nobody but clang can resolve, and by the line in
 * the assembly. So after a failure each statement is given a number and a line marker with it, and
 * code is generated once more, for the messages. */
#ifndef MUONC_IR_ASM_PLACES_H
#define MUONC_IR_ASM_PLACES_H

#include "muonc/ir/unit/unit.h"

/* Numbers the unit's inline assembly. */
void asm_places_mark(struct ir_unit *unit);

/* Reports an error in LLVM's words, at the statement it concerns if there is one: after
 * asm_places_mark with the place. */
void asm_places_report(struct ir_unit *unit, const char *message);

/* Takes LLVM's notes: the one after an error in the text of a macro says where it was used. */
void asm_places_note(struct ir_unit *unit, const char *note);

/* Reports the error that still waits for its note, if any. */
void asm_places_end(struct ir_unit *unit);

#endif
