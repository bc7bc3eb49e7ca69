#include "musim/check/clock.h"

#include "support/alloc.h"

#include <stdlib.h>
#include <string.h>

/* Makes the span hold parties first to end - 1 too. */
static void widen(struct clock *clock, unsigned first, unsigned end) {
    unsigned old_end = clock->first + clock->count;
    if (clock->count && first >= clock->first && end <= old_end)
        return;
    if (clock->count && clock->first < first)
        first = clock->first;
    if (clock->count && old_end > end)
        end = old_end;
    if (end - first > clock->room) {
        clock->room = end - first;
        clock->at = xrealloc(clock->at, clock->room * sizeof *clock->at);
    }
    unsigned before = clock->count ? clock->first - first : end - first;
    memmove(clock->at + before, clock->at, clock->count * sizeof *clock->at);
    memset(clock->at, 0, before * sizeof *clock->at);
    unsigned filled = before + clock->count;
    memset(clock->at + filled, 0, (end - first - filled) * sizeof *clock->at);
    clock->first = first;
    clock->count = end - first;
}

void clock_set(struct clock *clock, unsigned party, uint32_t value) {
    widen(clock, party, party + 1);
    clock->at[party - clock->first] = value;
}

void clock_join(struct clock *to, const struct clock *from) {
    if (!from->count)
        return;
    widen(to, from->first, from->first + from->count);
    uint32_t *at = to->at + (from->first - to->first);
    for (unsigned i = 0; i < from->count; i++)
        at[i] = at[i] > from->at[i] ? at[i] : from->at[i];
}

void clock_copy(struct clock *to, const struct clock *from) {
    clock_clear(to);
    clock_join(to, from);
}

void clock_free(struct clock *clock) {
    free(clock->at);
    *clock = (struct clock){0};
}
