/* Atomic operations, of which Muon has none. */
#ifndef MUONC_IR_ATOMICS_H
#define MUONC_IR_ATOMICS_H

#include "muonc/ir/unit.h"

/* Makes atomic loads and stores of up to a word, which the machine does whole, volatile ones with
 * fences. Reports [nu-atomic] for wider ones, and for all that read and write in one step. */
bool atomics_lower(struct ir_unit *unit);

#endif
