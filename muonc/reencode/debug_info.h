/* Lengths in debugging information that have no relocation.
 *
 * Between two labels of a function without relaxable instructions the assembler knows the distance
 * and writes a plain number: the length of a function or block (DW_AT_high_pc), the bounds of
 * location and range lists, the lengths of .debug_aranges. relocate.h cannot see these; they are
 * found by reading DWARF 2 to 4 for what it means. (Line tables are complete without: the assembler
 * relocates each of their advances.) */
#ifndef MUONC_REENCODE_DEBUG_INFO_H
#define MUONC_REENCODE_DEBUG_INFO_H

#include "muonc/spill/spill.h"

/* After layout_assign. bytes and size: lld's executable, from which the image was read. functions
 * and spills, if not NULL: what is no longer where LLVM has put it; locations of variables that
 * name it are changed, too. */
void debug_info_adjust(struct image *image, const void *bytes, size_t size,
                       const struct function_list *functions, const struct spills *spills);

#endif
