/* The objects of the program that --dump, --input and --output name: "symbol", or "symbol@2" for
 * that of cluster 2 if it is in shared memory, of which each cluster has its own. */
#ifndef MUSIM_OBJECT_H
#define MUSIM_OBJECT_H

#include "neutrino/musim.h"
#include "support/diag.h"

struct object {
    char *name; /* the symbol's */
    uint32_t address, size;
    bool shared;
    unsigned cluster;
};

/* text up to a colon names it. Each reports and returns false if there is no such object, or its
 * bytes cannot be reached. On success the caller frees the name. */
bool object_find(struct musim *machine, const char *text, struct object *object,
                 struct diag_engine *diag);
bool object_read(struct musim *machine, const struct object *object, void *bytes,
                 struct diag_engine *diag);
/* The first size bytes. */
bool object_write(struct musim *machine, const struct object *object, const void *bytes,
                  size_t size, struct diag_engine *diag);

#endif
