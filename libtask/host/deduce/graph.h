/* Which command has to wait for which, deduced from the bytes that they access.
 *
 * Commands are in an order, and the effect is to be as if they were executed in it. So one depends
 * on an earlier one if both access some byte and one of them writes it, and else only on what it
 * is told to wait for. Between the commands of a graph there is a way exactly if there is a chain
 * of such dependencies.
 *
 * n commands that access r stretches of bytes take O((n + r) log (n + r)), whatever overlaps
 * whatever: a set of commands on which many depend gets nodes of its own, *joins*, which depend on
 * its members. */
#ifndef LIBTASK_HOST_DEDUCE_GRAPH_H
#define LIBTASK_HOST_DEDUCE_GRAPH_H

#include "libtask/host/box.h"

struct access {
    uint32_t space; /* addresses of different spaces are different bytes */
    bool write;
    struct box box;
};

struct ordered {
    const struct access *accesses;
    uint32_t access_count;
    uint32_t wait_count;
    const uint32_t *waits; /* numbers of earlier commands */
    bool everything;       /* accesses whatever there is: ordered with all others */
};

/* Nodes are the commands by their numbers, then the joins. */
struct graph {
    uint32_t commands, nodes;
    uint32_t *first;        /* of node n, successors[first[n]] to [first[n + 1]] */
    uint32_t *successors;   /* one that has two reasons to wait may be there twice */
    uint32_t *predecessors; /* how many times each node is a successor */
};

/* false: there is no memory, and nothing in *graph. */
bool graph_deduce(struct graph *graph, const struct ordered *commands, uint32_t count);
/* The same with more edges, from lower numbers to higher ones, in time of all nodes and edges. */
struct edge;
bool graph_with(struct graph *graph, const struct graph *base, const struct edge *more,
                size_t more_count);
void graph_free(struct graph *graph);

#endif
