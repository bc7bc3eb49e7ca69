/* Scheduling alone: tasks go through the slots of an overlay without anything being executed, by
 * the runtime's task graph and by the loops over slots of a plain scheduler. For the host, where
 * time is measured, and, but for the runtime's, for the Neutrino, where instructions are counted
 * (overlay.sh). */
#ifndef BENCH_OVERLAY_GRAPH_H
#define BENCH_OVERLAY_GRAPH_H

enum graph_mode {
    GRAPH_FILL,    /* the records are filled in, no more */
    GRAPH_LOOKUP,  /* and the application finds parents */
    GRAPH_RUNTIME, /* and there is the scheduler */
    GRAPH_PLAIN,   /* they are filled in, and the rest is loops over slots */
};

/* Task i is on queue i mod queues, and its parents are tasks i - queues, i - queues - 1, …. Returns
 * how many tasks have ended. */
unsigned graph_bench(enum graph_mode mode, unsigned tasks, unsigned queues, unsigned parents);

#endif
