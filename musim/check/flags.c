#include "musim/check/flags.h"

#include "support/alloc.h"

#include <stdlib.h>

enum { FIRST_ROOM = 64 };

void flags_forget(struct flags *flags) {
    for (size_t i = 0; i < flags->room; i++)
        clock_free(&flags->items[i].clock);
    free(flags->items);
    *flags = (struct flags){0};
}

static uint64_t key_of(unsigned space, uint32_t address) {
    return (uint64_t)(space + 1) << 32 | (address & ~UINT32_C(3));
}

/* The one of this key, or the free one that it would get; room is a power of two. */
static struct flag *slot(const struct flags *flags, uint64_t key) {
    size_t i = (size_t)(key * UINT64_C(0x9e3779b97f4a7c15) >> 32) & (flags->room - 1);
    while (flags->items[i].key && flags->items[i].key != key)
        i = (i + 1) & (flags->room - 1);
    return &flags->items[i];
}

static void grow(struct flags *flags) {
    struct flags larger = {.room = flags->room ? 2 * flags->room : FIRST_ROOM,
                           .count = flags->count};
    larger.items = xcalloc(larger.room, sizeof *larger.items);
    for (size_t i = 0; i < flags->room; i++)
        if (flags->items[i].key)
            *slot(&larger, flags->items[i].key) = flags->items[i];
    free(flags->items);
    *flags = larger;
}

void flags_release(struct flags *flags, unsigned space, uint32_t address,
                   const struct clock *known) {
    if (2 * flags->count >= flags->room)
        grow(flags);
    struct flag *flag = slot(flags, key_of(space, address));
    flags->count += !flag->key;
    flag->key = key_of(space, address);
    clock_copy(&flag->clock, known);
}

const struct clock *flags_find(const struct flags *flags, unsigned space, uint32_t address) {
    if (!flags->count)
        return NULL;
    const struct flag *flag = slot(flags, key_of(space, address));
    return flag->key ? &flag->clock : NULL;
}
