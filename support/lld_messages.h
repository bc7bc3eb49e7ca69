/* What lld says, as diagnostics of ours: at the user's line where lld knows one, and with the
 * user's names for temporary files. */
#ifndef SUPPORT_LLD_MESSAGES_H
#define SUPPORT_LLD_MESSAGES_H

#include "support/alloc.h"
#include "support/diag.h"

/* Where a symbol is used; file is owned. */
struct lld_place {
    char *file;
    unsigned line, column;
};

struct lld_messages {
    /* Files that lld was given, and as many names by which the user knows them. */
    const struct string_list *paths, *names;
    const char *script; /* the linker script if it is the user's, else NULL */
    /* Finds out where code refers to an undefined symbol (its name in the object): up to count
     * places, better ones than lld's. Returns how many; NULL: nobody knows better. */
    size_t (*find_references)(void *context, const char *symbol, struct lld_place *places,
                              size_t count);
    void *context;
};

enum { LLD_PLACES = 3 };

/* Reports what lld has printed, with --color-diagnostics=never and --no-demangle. */
void lld_messages_forward(const struct lld_messages *messages, const char *text,
                          struct diag_engine *diag);

/* To be called with each place once it is not needed any more. */
void lld_place_free(struct lld_place *place);

#endif
