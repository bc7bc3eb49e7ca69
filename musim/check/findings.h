/* What is wrong, as reports: once for each pair of source lines, or line. */
#ifndef MUSIM_CHECK_FINDINGS_H
#define MUSIM_CHECK_FINDINGS_H

#include "musim/check/record.h"
#include "musim/machine/report.h"

struct musim_check;
struct party;

enum { FINDINGS_MOST = 20 }; /* reported; then the run stops */

/* Keys of what has been told. */
struct told {
    uint64_t *keys; /* 0: free */
    size_t room, count;
};

struct findings {
    struct report report;
    unsigned count;
    struct told places, codes; /* by source line; by instruction, which is found out faster */
};

/* An access of somebody, to memory as the report names it. */
struct place {
    const struct party *party;
    int lane; /* -1: unknown, or the party has none */
    uint32_t pc, run;
    uint32_t size; /* bytes; 0: unknown */
    bool store;
};
struct target {
    bool shared;
    uint32_t address; /* in global or shared memory */
    uint64_t bytes;
};

void findings_clear(struct findings *findings);

/* Nothing orders `now` behind `earlier`. */
void find_race(struct musim_check *check, const struct place *now, const struct place *earlier,
               const struct target *target);
/* Two lanes of one store, at one place, with different values. */
void find_lanes(struct musim_check *check, const struct place *place, unsigned other_lane,
                const struct target *target);
/* block: that it is in since it was allocated; NULL: none. */
void find_unwritten(struct musim_check *check, const struct place *place,
                    const struct target *target, const struct target *block);
void find_out_of_bounds(struct musim_check *check, const struct place *place,
                        const struct target *target, bool gap);
/* The block that was freed, from its first byte on, and who freed it. */
void find_freed(struct musim_check *check, const struct place *place, const struct target *target,
                const struct target *block, const struct place *freed);

#endif
