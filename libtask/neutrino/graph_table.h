/* A graph of commands in global memory, as the host hands it to a cluster. The Neutrino walks it
 * (libtask/neutrino/graph_tasks.c), the SIMT cores execute its launches
 * (libtask/muon/runtime/graph.c), and the host reads from it what has become of each node.
 * Addresses are of global memory. */
#ifndef LIBTASK_NEUTRINO_GRAPH_TABLE_H
#define LIBTASK_NEUTRINO_GRAPH_TABLE_H

#include "neutrino/platform.h"

#define GRAPH_NOBODY UINT32_MAX

enum graph_kind {
    GRAPH_NOTHING, /* done as soon as it is ready */
    GRAPH_COPY,    /* copies by the DMA engine */
    GRAPH_LAUNCH,
};

/* As struct neutrino_dma of neutrino/task.h. */
struct graph_copy {
    uint64_t source, destination, bytes, rows, planes;
    int64_t source_row_stride, source_plane_stride;
    int64_t destination_row_stride, destination_plane_stride;
};

struct graph_node {
    uint32_t kind;
    uint32_t before;            /* predecessors that are not done */
    uint32_t successors, count; /* address of their numbers */
    uint32_t data;   /* address of copies; or of a launch's bytes, from NEUTRINO_LAUNCH_BASE on */
    uint32_t amount; /* how many copies; how many bytes */
    uint32_t next;   /* of the list that it is in */
    uint32_t done;
    uint64_t started, ended; /* on the clock of the graph, which counts instructions */
    uint64_t cycles;         /* of a launch: of the busiest core */
};

struct graph_table {
    uint32_t count, done; /* nodes */
    uint32_t running;     /* the launch that the SIMT cores execute, or GRAPH_NOBODY */
    uint32_t nodes;       /* address of the first */
    uint64_t core_cycles[NEUTRINO_MAX_CORES]; /* of that launch, when it has ended */
};

#endif
