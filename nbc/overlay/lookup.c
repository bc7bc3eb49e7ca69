#include "nbc/overlay/lookup.h"

#include "support/alloc.h"
#include "support/nearest.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* FNV-1a. */
static uint64_t hash(const char *name) {
    uint64_t value = 14695981039346656037u;
    for (; *name; name++)
        value = (value ^ (unsigned char)*name) * 1099511628211u;
    return value;
}

/* The slot with the name, or the empty one where it belongs. */
static struct named *slot_of(const struct lookup *lookup, const char *name) {
    size_t mask = lookup->capacity - 1, at = hash(name) & mask;
    while (lookup->slots[at].name && strcmp(lookup->slots[at].name, name))
        at = (at + 1) & mask;
    return &lookup->slots[at];
}

struct named *lookup_find(const struct lookup *lookup, const char *name) {
    struct named *slot = lookup->capacity ? slot_of(lookup, name) : NULL;
    return slot && slot->name ? slot : NULL;
}

static void grow(struct lookup *lookup) {
    struct lookup larger = {.capacity = lookup->capacity ? 2 * lookup->capacity : 64};
    larger.slots = xcalloc(larger.capacity, sizeof *larger.slots);
    for (size_t i = 0; i < lookup->capacity; i++)
        if (lookup->slots[i].name)
            *slot_of(&larger, lookup->slots[i].name) = lookup->slots[i];
    larger.count = lookup->count;
    lookup_free(lookup);
    *lookup = larger;
}

void lookup_add(struct lookup *lookup, struct named named) {
    if (2 * lookup->count >= lookup->capacity)
        grow(lookup);
    *slot_of(lookup, named.name) = named;
    lookup->count++;
}

void lookup_free(struct lookup *lookup) {
    free(lookup->slots);
    *lookup = (struct lookup){0};
}

void lookup_offer(const struct lookup *lookup, int kind, struct nearest *search) {
    for (size_t i = 0; i < lookup->capacity; i++)
        if (lookup->slots[i].name && (kind < 0 || lookup->slots[i].kind == kind))
            nearest_offer(search, lookup->slots[i].name);
}
