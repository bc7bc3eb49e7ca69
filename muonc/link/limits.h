/* What a program may have of the machine's fixed resources, checked on lld's output. */
#ifndef MUONC_LINK_LIMITS_H
#define MUONC_LINK_LIMITS_H

#include "muonc/program/image.h"

/* Sync points (ids 128 to 255, section .neutrino_sync) and shared memory (section .shared). An
 * error for shared memory lists the largest variables. Also reports a linker script that gives
 * these sections no place. */
bool limits_check(const struct image *image, struct diag_engine *diag);

/* Whether the image, as it is laid out, can be loaded: all that is loaded lies in global memory or,
 * if it has no contents, in shared memory, and the entry is an instruction. */
bool limits_check_addresses(const struct image *image, struct diag_engine *diag);

#endif
