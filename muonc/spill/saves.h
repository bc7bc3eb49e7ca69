/* Callee-saved registers whose save slot has become a register: the function can use that register
 * instead, and has nothing to save and restore. */
#ifndef MUONC_SPILL_SAVES_H
#define MUONC_SPILL_SAVES_H

#include "muonc/spill/copies.h"

/* Before copies_eliminate. named: for each node of the call graph the registers that its code
 * names; what hand-written callees name, they may expect to find. */
void saves_eliminate(struct copies *copies, const register_set *named);

#endif
