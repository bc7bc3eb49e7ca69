/* The task graph of a run, to be drawn: its instances if they are known and few enough for a
 * picture, else its tasks. */
#ifndef NBC_OVERLAY_GRAPH_H
#define NBC_OVERLAY_GRAPH_H

#include "nbc/overlay/model.h"

struct graph_node {
    char *label; /* "Row(0, 2)" */
    const struct task *task;
    unsigned level; /* later than all that it waits for, and than the one before in its queue */
};

struct graph_edge {
    size_t parent, child;
    char *label; /* of tasks: "i - 1 if i > 0"; of instances NULL */
};

struct graph {
    const struct run *run;
    bool of_instances;
    struct graph_node *nodes;
    size_t node_count;
    struct graph_edge *edges;
    size_t edge_count;
    unsigned levels;
};

enum { GRAPH_NODES = 400 }; /* of instances, in a picture */

struct graph graph_of(const struct run *run);
void graph_free(struct graph *graph);

#endif
