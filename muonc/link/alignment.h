/* Alignment directives in code (.p2align) leave R_RISCV_ALIGN in an object: lld is to delete what
 * it does not need of the nops there. lld 19 does so, but keeps the relocations after that place at
 * their old offsets, where they would be applied to the wrong instructions. Re-encoding lays the
 * code out again anyway, so the objects are linked without these relocations. */
#ifndef MUONC_LINK_ALIGNMENT_H
#define MUONC_LINK_ALIGNMENT_H

#include "support/diag.h"

#include <stddef.h>

/* What to link instead of an input, after object_check: the path itself or, if it is an object or
 * archive with such relocations or a thin archive, of a copy in directory that lacks them. number
 * tells copies apart. The caller frees it. NULL after a diagnostic. */
char *alignment_neutral(const char *path, const char *directory, size_t number,
                        struct diag_engine *diag);

#endif
