/* New addresses. Code grows, so every loaded section that would overlap the one before it moves up,
 * aligned as before; sections with room before them stay. Addresses within a section of data move
 * with it, those within code follow their instruction. */
#ifndef MUONC_PROGRAM_LAYOUT_H
#define MUONC_PROGRAM_LAYOUT_H

#include "muonc/program/image.h"

/* Sets new_address and new_size of every section. Reports and returns false when the program does
 * not fit the address space. */
bool layout_assign(struct image *image, struct diag_engine *diag);

/* Where a place is now. The end of a section is its new end; a place within an instruction is
 * where the instruction is; what was fused into another instruction is where that is, what was
 * removed where the next one is. */
uint32_t layout_address(const struct image *image, struct image_place place);

/* "0x10000040 <main+0x10>", in a buffer of the caller; by the new addresses once they are known. */
enum { LAYOUT_ADDRESS_TEXT = 160 };
const char *layout_describe(const struct image *image, struct image_place place,
                            char text[LAYOUT_ADDRESS_TEXT]);

#endif
