/* Arrays that grow by one element at a time. */
#ifndef SUPPORT_ARRAY_H
#define SUPPORT_ARRAY_H

#include "support/alloc.h"

#include <stdbool.h>
#include <stddef.h>

/* Makes room behind an array's elements, and one more for the count; the value is a pointer to the
 * new element, which is not initialised:
 *
 *   *ARRAY_ADD(list->items, list->count) = item;
 *
 * The array starts as NULL with a count of 0 and may lose elements, but grows only by this: its
 * capacity, which is kept nowhere, is the next power of two. The caller free()s it. */
#define ARRAY_ADD(array, count)                                                                    \
    ((array) = array_with_room((array), (count), sizeof *(array)), &(array)[(count)++])

static inline void *array_with_room(void *array, size_t count, size_t element_bytes) {
    enum { FIRST = 8 };
    bool full = !count || (count >= FIRST && !(count & (count - 1)));
    return full ? xrealloc(array, (count ? 2 * count : FIRST) * element_bytes) : array;
}

#endif
