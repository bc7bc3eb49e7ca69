/* Names and what they stand for. */
#ifndef NBC_OVERLAY_LOOKUP_H
#define NBC_OVERLAY_LOOKUP_H

#include "support/span.h"

struct nearest;

struct named {
    const char *name; /* kept by the caller */
    int kind;         /* the caller's */
    struct span span; /* where it is declared */
    void *what;
};

/* A hash table of them; zero at first. */
struct lookup {
    struct named *slots;
    size_t capacity, count;
};

/* What has the name, or NULL. */
struct named *lookup_find(const struct lookup *lookup, const char *name);
/* There must be none of this name. */
void lookup_add(struct lookup *lookup, struct named named);
void lookup_free(struct lookup *lookup);

/* Offers all names of a kind, -1: of any, in no order that depends on anything but the names. */
void lookup_offer(const struct lookup *lookup, int kind, struct nearest *search);

#endif
