/* Vector clocks: of each party, how much of what it has done is known. Parties are numbered over
 * the whole machine, and a clock holds the span of those that it knows anything of, for most never
 * hear of other clusters. */
#ifndef MUSIM_CHECK_CLOCK_H
#define MUSIM_CHECK_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* Zeroes: nothing is known. */
struct clock {
    uint32_t *at;
    unsigned first, count; /* parties first to first + count - 1 */
    unsigned room;
};

static inline uint32_t clock_of(const struct clock *clock, unsigned party) {
    return party - clock->first < clock->count ? clock->at[party - clock->first] : 0;
}

void clock_set(struct clock *clock, unsigned party, uint32_t value);
/* to learns what from knows. */
void clock_join(struct clock *to, const struct clock *from);
void clock_copy(struct clock *to, const struct clock *from);
/* Forgets all, and keeps the memory. */
static inline void clock_clear(struct clock *clock) {
    clock->count = 0;
}
void clock_free(struct clock *clock);

#endif
