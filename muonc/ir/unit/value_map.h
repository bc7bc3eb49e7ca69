/* From LLVM's pointers to numbers. */
#ifndef MUONC_IR_UNIT_VALUE_MAP_H
#define MUONC_IR_UNIT_VALUE_MAP_H

#include <stddef.h>

struct value_map {
    struct value_map_slot {
        const void *key;
        size_t number;
    } *slots;
    size_t capacity; /* a power of two, or 0 */
    size_t count;
};

enum { VALUE_MAP_NONE = -1 };

/* The key's number, VALUE_MAP_NONE if it has none. */
ptrdiff_t value_map_get(const struct value_map *map, const void *key);
void value_map_set(struct value_map *map, const void *key, size_t number);
void value_map_free(struct value_map *map);

#endif
