/* Where debugging information says that variables are, after spill.h has moved what it moved. */
#ifndef MUONC_SPILL_LOCATIONS_H
#define MUONC_SPILL_LOCATIONS_H

#include "muonc/spill/spill.h"

/* Changes a DWARF location expression of a function in place, to one of the same length: a slot
 * that is a register now becomes that register (DW_OP_regx with the number that Muon gives it).
 * What is not known any more is left without a location, in a composite that part of it.
 * frame_base: the register that DW_OP_fbreg counts from. */
void locations_adjust(const struct spill_frame *frame, unsigned frame_base, uint8_t *expression,
                      size_t size);

#endif
