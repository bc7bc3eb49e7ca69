/* Which of many accesses are in conflict with another one: share a byte that one of them writes. */
#ifndef LIBTASK_HOST_DEDUCE_CONFLICTS_H
#define LIBTASK_HOST_DEDUCE_CONFLICTS_H

#include "libtask/host/deduce/graph.h"

struct conflicts;

/* Of all accesses of commands, r stretches of bytes, in O(r log r); NULL: there is no memory. */
struct conflicts *conflicts_new(const struct ordered *commands, uint32_t count);
void conflicts_free(struct conflicts *conflicts); /* NULL: nothing */

/* Tells the number of a command for each of its stretches that is in conflict with the access, k of
 * them in O(k log r). false: as tell has returned, which ends it. */
bool conflicts_find(const struct conflicts *conflicts, const struct access *access,
                    bool (*tell)(void *context, uint32_t command), void *context);
/* Of two accesses. */
bool conflicts_between(const struct access *a, const struct access *b);

#endif
