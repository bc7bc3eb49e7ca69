#include "muonc/ir/unit/value_map.h"

#include "support/alloc.h"

#include <stdint.h>
#include <stdlib.h>

/* The slot of the key, or the empty one where it belongs. Linear probing, at most half full. */
static struct value_map_slot *find(const struct value_map *map, const void *key) {
    size_t index = (size_t)((uintptr_t)key * UINT64_C(0x9e3779b97f4a7c15) >> 20);
    for (;; index++) {
        struct value_map_slot *slot = &map->slots[index & (map->capacity - 1)];
        if (slot->key == key || !slot->key)
            return slot;
    }
}

static void grow(struct value_map *map) {
    struct value_map larger = {.capacity = map->capacity ? map->capacity * 2 : 64};
    larger.slots = xcalloc(larger.capacity, sizeof *larger.slots);
    larger.count = map->count;
    for (size_t i = 0; i < map->capacity; i++)
        if (map->slots[i].key)
            *find(&larger, map->slots[i].key) = map->slots[i];
    free(map->slots);
    *map = larger;
}

ptrdiff_t value_map_get(const struct value_map *map, const void *key) {
    if (!map->capacity)
        return VALUE_MAP_NONE;
    const struct value_map_slot *slot = find(map, key);
    return slot->key ? (ptrdiff_t)slot->number : VALUE_MAP_NONE;
}

void value_map_set(struct value_map *map, const void *key, size_t number) {
    if (map->count * 2 >= map->capacity)
        grow(map);
    struct value_map_slot *slot = find(map, key);
    map->count += !slot->key;
    *slot = (struct value_map_slot){key, number};
}

void value_map_free(struct value_map *map) {
    free(map->slots);
    *map = (struct value_map){0};
}
