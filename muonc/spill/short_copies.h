/* Copies that LLVM makes since an instruction of RV32 would change its operand, or where assembly
 * is thought to: a split does not change what it tests. Where all that reads the copy comes
 * straight after it, it can read what was copied. */
#ifndef MUONC_SPILL_SHORT_COPIES_H
#define MUONC_SPILL_SHORT_COPIES_H

#include "muonc/spill/copies.h"

/* Returns how many are gone, which are no more of the copies that are counted there. */
unsigned short_copies_remove(struct copies *copies);

#endif
