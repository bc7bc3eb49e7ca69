/* A graph cut up between the host and a device that runs graphs itself (struct device_class).
 *
 * What the device takes is put together in pieces, as few as there can be: a command is in the
 * first piece that is behind all that the host does before it. Units, which are the commands that
 * the host does and the pieces, have a graph of their own. */
#ifndef LIBTASK_HOST_RECORD_PIECES_H
#define LIBTASK_HOST_RECORD_PIECES_H

#include "libtask/host/device/device.h"

struct pieces {
    struct graph graph;  /* of units */
    uint32_t host_units; /* before all others: of one command each */
    uint32_t *first;     /* unit u has nodes[first[u]] to nodes[first[u + 1]], of the graph that */
    uint32_t *nodes;     /* was cut up, each after those that it depends on */
    uint32_t *unit_of;   /* of each node; and */
    uint32_t *place_of;  /* which it is in its unit */
};

/* takers: of each command. Joins are the device's. What either takes is the host's at the begin and
 * at the end of a piece, and does not cut it. false: there is no memory, and nothing in *pieces. */
bool pieces_cut(struct pieces *pieces, const struct graph *graph, const enum taker *takers);
void pieces_free(struct pieces *pieces);

#endif
