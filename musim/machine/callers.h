/* The calls that led a warp to a place, without unwind tables, which programs do not have: by what
 * the code at the begin of a function does with its return address. An address found so is believed
 * if a call of that function stands before it. */
#ifndef MUSIM_MACHINE_CALLERS_H
#define MUSIM_MACHINE_CALLERS_H

#include "musim/program/program.h"
#include "musim/simt/simt.h"

/* The addresses of the calling instructions, the innermost first; at most count of them, and none
 * after one that cannot be found. lane: whose registers and stack. */
size_t callers_find(const struct program *program, const struct warp *warp, unsigned lane,
                    uint32_t pc, uint32_t *calls, size_t count);

#endif
