/* From RV32 words to instructions (code.h). */
#ifndef MUONC_PROGRAM_DECODE_H
#define MUONC_PROGRAM_DECODE_H

#include "muonc/program/image.h"

/* Decodes every section of instructions and attaches its code. An RV32 word or relocation that has
 * no Muon counterpart is reported with its address and symbol, and false returned. */
bool decode(struct image *image, struct diag_engine *diag);

#endif
