/* Who accessed which bytes of one space of addresses last: the writer of each byte, and who has
 * read it since. */
#ifndef LIBTASK_HOST_DEDUCE_RANGES_H
#define LIBTASK_HOST_DEDUCE_RANGES_H

#include "libtask/host/box.h"
#include "libtask/host/deduce/edges.h"

struct piece;

struct ranges {
    struct piece *root; /* NULL: nobody has accessed anything */
    uint64_t random;
};

/* Makes a command depend on those whose accesses are to come before its own. All its accesses are
 * asked for before the first is noted. */
void ranges_ask(struct ranges *ranges, struct edges *edges, struct stretch bytes, bool write,
                uint32_t command);
/* Notes them, the reads of a command before its writes. */
void ranges_note(struct ranges *ranges, struct edges *edges, struct stretch bytes, bool write,
                 const struct set *command);

#endif
