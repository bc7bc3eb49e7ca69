/* Regions of transfers, as boxes of bytes of two sides. */
#ifndef LIBTASK_HOST_RECORD_REGIONS_H
#define LIBTASK_HOST_RECORD_REGIONS_H

#include "libtask/host/record/command.h"

/* One side of a transfer. */
struct side {
    const char *name;
    uint32_t space;
    uint64_t address, bytes; /* of host memory: all that there is behind it */
    bool is_host;
};

/* Adds the accesses of all regions, on both sides or on `to` alone, whose bounds they must keep.
 * No byte may be written twice, or read and written. */
enum tk_status regions_add(struct command *command, const struct side *from, const struct side *to,
                           size_t count, const struct tk_region *regions);

#endif
