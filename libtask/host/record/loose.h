/* Launches that get other buffers now and then. What waits for what is deduced once of all else,
 * their buffers aside; then for each of these launches the commands with which it is in conflict
 * are found, and what is so is added. So other buffers take no time of all commands' accesses. */
#ifndef LIBTASK_HOST_RECORD_LOOSE_H
#define LIBTASK_HOST_RECORD_LOOSE_H

#include "libtask/host/record/command.h"

enum { LOOSE_MOST = 64 }; /* of them are looked at one by one; with more there are none */

struct loose {
    uint32_t count;
    bool too_many;
    uint32_t numbers[LOOSE_MOST];
    struct rest *rest; /* what is known of all else, NULL: it is still to be deduced */
};

/* One more, if it is none yet. */
void loose_add(struct loose *loose, uint32_t number);
void loose_copy(struct loose *to, const struct loose *from); /* to: zeros */
void loose_free(struct loose *loose);

/* The graph of all commands: between the same of them there is a way as in one that is deduced
 * anew. NULL: there is no memory. */
bool loose_deduce(struct loose *loose, struct command *const *commands, uint32_t count,
                  struct graph *graph);

#endif
