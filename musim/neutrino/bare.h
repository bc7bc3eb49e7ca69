/* Programs for the Neutrino alone: musim --neutrino prog.elf. The machine is the core and 4 GiB of
 * memory, nothing else; misaligned accesses are allowed. The program talks to the outside by 64-bit
 * words stored to the symbol tohost (as the RISC-V test programs and Spike do):
 *
 *   1                       it has passed
 *   2n + 1                  case n has failed
 *   1 << 56 | 1 << 48 | c   character c to standard output
 *   address (even)          eight words {64, file, address, bytes, …}: write to standard output or
 *                           standard error; the first word becomes the result
 *
 * The last two are answered by a word in fromhost, if there is such a symbol. */
#ifndef MUSIM_NEUTRINO_BARE_H
#define MUSIM_NEUTRINO_BARE_H

#include "support/diag.h"

#include <stddef.h>
#include <stdint.h>

enum rv64_status {
    RV64_PASSED = 0,
    RV64_FAILED = 1,         /* case n has failed, or it is no program: after a message */
    RV64_TRAPPED = 2,        /* a trap and no handler, or a request it cannot make */
    RV64_SLEEPS = 3,         /* in wfi, and nothing can wake it */
    RV64_OUT_OF_BUDGET = 124 /* ran max_instructions */
};

/* Runs an ELF64 executable from its entry, for at most max_instructions (0: without limit). All but
 * passing is reported to diag. */
int rv64_run_elf(const char *path, uint64_t max_instructions, struct diag_engine *diag);
/* The same, of a file's contents; name is for messages. */
int rv64_run_image(const char *name, char *image, size_t size, uint64_t max_instructions,
                   struct diag_engine *diag);

#endif
