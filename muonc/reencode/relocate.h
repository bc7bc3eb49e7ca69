/* Applies the new layout: sets the immediates of the code, encodes it, and moves every address that
 * a relocation marks in data and debugging information.
 *
 * lld has already applied each relocation for the old layout, so a field's new value is its old one
 * plus how far what it refers to has moved — the same for absolute addresses, for the sums and
 * differences that several relocations at one place make up, and for fields of every width. */
#ifndef MUONC_REENCODE_RELOCATE_H
#define MUONC_REENCODE_RELOCATE_H

#include "muonc/program/image.h"

/* Code sections have their Muon words as bytes afterwards. Relocations of unknown type and values
 * that no longer fit their field are reported; in debugging information the latter is a warning
 * and drops all debugging sections. */
bool relocate(struct image *image, struct diag_engine *diag);

/* Drops the sections .debug_*. */
void relocate_drop_debug(struct image *image);

#endif
