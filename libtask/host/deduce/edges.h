/* A graph under construction, and sets of commands on which others depend. */
#ifndef LIBTASK_HOST_DEDUCE_EDGES_H
#define LIBTASK_HOST_DEDUCE_EDGES_H

#include "libtask/host/memory.h"

#include <stdint.h>

enum { NOBODY = UINT32_MAX };

struct edge {
    uint32_t from, to;
};

struct edges {
    struct edge *list;
    size_t count, capacity;
    struct node {
        uint32_t told; /* the last one that depends on it */
        bool awaited;  /* some node does */
    } *nodes;
    size_t node_count, node_capacity;
    struct arena arena;
    bool failed; /* for want of memory: what is there is of no use */
};

bool edges_begin(struct edges *edges, size_t commands);
void edges_free(struct edges *edges);
void edges_add(struct edges *edges, uint32_t from, uint32_t to);

/* A set of commands, which never changes; NULL is the empty one. Joined once, it costs each later
 * one that depends on it one edge. */
struct set {
    const struct set *a, *b; /* NULL: one command */
    uint32_t node;           /* the command, or the join, NOBODY until there is one */
    uint64_t size;
};

const struct set *set_of(struct edges *edges, uint32_t command);
const struct set *set_union(struct edges *edges, const struct set *a, const struct set *b);
/* Makes a node depend on all of a set. */
void edges_add_set(struct edges *edges, const struct set *set, uint32_t to);

#endif
