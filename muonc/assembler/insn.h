/* .insn directives, by which foreign sources write Muon's own instructions. */
#ifndef MUONC_ASSEMBLER_INSN_H
#define MUONC_ASSEMBLER_INSN_H

#include "support/span.h"

#include <stdbool.h>

/* Whether the statement is tohost: .insn i SYSTEM, 0, rd, rs1, immediate, or immediate(rs1). Muon
 * looks at no immediate, but without an rs1 stock assemblers' words are told apart by it (rv32.h).
 * *immediate is its text, which may be empty. */
bool insn_is_tohost(const char *text, struct span statement, struct span *immediate);

#endif
