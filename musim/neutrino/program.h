/* Loading a bare executable. */
#ifndef MUSIM_NEUTRINO_PROGRAM_H
#define MUSIM_NEUTRINO_PROGRAM_H

#include "support/diag.h"

#include <stddef.h>
#include <stdint.h>

#define PROGRAM_MEMORY_BYTES (1ull << 32)

struct rv64_program {
    uint64_t entry;
    uint64_t tohost, fromhost; /* 0: no such symbol */
};

/* Copies the segments of the ELF file in image to memory, which is zero and PROGRAM_MEMORY_BYTES
 * long. Returns false after a diagnostic. */
bool rv64_program_load(const char *name, char *image, size_t size, uint8_t *memory,
                       struct rv64_program *program, struct diag_engine *diag);

#endif
