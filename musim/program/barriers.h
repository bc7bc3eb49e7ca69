/* Which vx_bar of a program belong to work-groups: section .neutrino.barriers (object/promises.h),
 * read and checked. */
#ifndef MUSIM_PROGRAM_BARRIERS_H
#define MUSIM_PROGRAM_BARRIERS_H

#include "object/promises.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct group_barrier {
    uint32_t address;
    enum barrier_kind kind;
    uint32_t file; /* offset in the file names of program.assertions */
    uint32_t line, column;
};

struct group_barriers {
    struct group_barrier *items; /* by address */
    size_t count;
};

/* If the section is damaged returns false with the offset of the bad record and nothing allocated.
 */
bool group_barriers_read(struct group_barriers *barriers, const uint8_t *records, size_t size,
                         const char *files, size_t files_size, size_t *bad);
void group_barriers_free(struct group_barriers *barriers);

/* The one at an address, NULL if none is there. */
const struct group_barrier *group_barrier_at(const struct group_barriers *barriers,
                                             uint32_t address);

#endif
