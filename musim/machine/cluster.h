/* A cluster: its memories, its barriers, and the wiring of SIMT cores, scoreboard, devices and
 * Neutrino core. Clusters share global memory and nothing else, so that each can run on a thread of
 * its own. */
#ifndef MUSIM_MACHINE_CLUSTER_H
#define MUSIM_MACHINE_CLUSTER_H

#include "musim/device/device.h"
#include "musim/device/task_queue.h"
#include "musim/machine/observe.h"
#include "musim/machine/report.h"
#include "musim/machine/transcript.h"
#include "musim/neutrino/rv64.h"
#include "musim/simt/simt.h"
#include "neutrino/musim.h"

struct barrier {
    unsigned arrived;         /* warps */
    unsigned count;           /* that the latest arrival waits for */
    const struct warp *first; /* to arrive, and where */
    uint32_t first_pc;
    const struct warp
        *ended; /* a warp of the work-group whose barrier it is, if it has ended: else NULL
                 */
};

/* Where the cluster stands in its round: who has had a turn. */
struct turn {
    enum turn_phase { TURN_BEGIN, TURN_NEUTRINO_FIRST, TURN_CORES, TURN_NEUTRINO } phase;
    bool neutrino_first; /* drawn, under --perturb */
    unsigned first_core, cores_done;
    bool core_begun;
    uint32_t waiting; /* warps of the core that are still to run */
    unsigned warp;    /* the one whose slice it is */
    bool alone;       /* it began when nobody else could run: until somebody can, it is long */
    uint64_t left;    /* of its slice; 0: another one is next */
    bool ran;         /* something happened in this round */
};

/* No two share a line of the host's caches: each may be on a thread of its own. */
struct cluster {
    _Alignas(128) unsigned number;
    const struct musim_config *config; /* no zeros in the shape */
    const struct program *program;
    struct observers *observers;
    struct simt_tap tap; /* of the observed interpreter */
    struct core *cores;
    struct simt_context simt;
    simt_run_fn *run_slice;
    uint8_t *private_memory;
    struct barrier barriers[BARRIERS];
    struct scoreboard *scoreboard;
    struct devices devices;
    struct rv64 *neutrino;
    bool neutrino_released; /* from reset */
    bool neutrino_idle;     /* asleep, and nothing wakes it */

    const struct warp *acting; /* whose instruction the scoreboard executes, NULL: nobody's */
    struct warp *breakpoint;   /* the warp that has stopped before one, NULL: none */
    bool halt;                 /* a report is made, or an observer pauses */
    bool leave;            /* the interpreter, after this instruction: to halt, or so that others
                              have their turn */
    struct report report;  /* if made, the cluster has stopped */
    struct report warning; /* the first one, which is printed when the run has ended */
    uint64_t warning_round;
    bool ended; /* nothing happened in a round: nothing will */

    uint64_t round; /* how many are complete */
    struct turn turn;
    uint64_t random; /* of --perturb */
    uint32_t blocks; /* of struct launch */
    bool nothing;    /* likewise */
    uint32_t result; /* of tohost, 0 if none */
    uint64_t result_round;
    struct musim_stats stats; /* what is not counted elsewhere */
    const struct console *console;
    struct transcript transcript;
};

/* What of a machine all its clusters see. */
struct cluster_parts {
    const struct musim_config *config;
    struct observers *observers;
    const struct console *console;
    uint8_t *global; /* host address of global address 0 */
    struct code *code;
    struct core *cores; /* the cluster's own, and its warps */
    struct warp *warps;
};

/* A kernel's launch. */
struct launch {
    uint32_t blocks; /* of the grid, that clusters take in turn; 0: each executes its own number */
    bool nothing;    /* is to be executed at all */
    uint32_t grid[3], block[3];
};

/* false: not enough memory. */
bool cluster_create(struct cluster *cluster, unsigned number, const struct cluster_parts *parts);
void cluster_free(struct cluster *cluster);

/* Everything as after reset, but memory: warp 0 of each core is at the program's entry, unless
 * there is no block for the cluster. */
void cluster_start(struct cluster *cluster, const struct program *program,
                   const struct launch *launch);
/* They point into the program. */
void cluster_clear_reports(struct cluster *cluster);
/* When all warps have ended: begins the next block, if there is one. */
bool cluster_next_block(struct cluster *cluster);
/* Makes shared and private memory zero. */
void cluster_clear_memory(struct cluster *cluster);

/* The host address of a plain byte of global memory as this cluster sees it, NULL if there is none;
 * *available is how many follow it. */
uint8_t *cluster_memory(struct cluster *cluster, uint32_t address, uint64_t *available);

/* Whether some warp is active. */
bool cluster_is_running(const struct cluster *cluster);
/* Runs the Neutrino for at most budget instructions, returns how many it executed. */
uint64_t cluster_run_neutrino(struct cluster *cluster, uint64_t budget);
/* What the Neutrino executes. */
struct report_neutrino cluster_neutrino(const struct cluster *cluster);
/* The most instructions that the Neutrino or one of the cores has executed. */
uint64_t cluster_cycles(const struct cluster *cluster);
/* Adds what has happened since the start. */
void cluster_statistics(const struct cluster *cluster, struct musim_stats *stats);

/* ---- schedule.c ---- */

/* Goes on with the round in which everything has a turn. *budget, of warp-instructions, is used
 * up. Returns whether the round is complete: not if the cluster has halted, a warp has come to a
 * breakpoint, or the budget is empty. */
bool cluster_round(struct cluster *cluster, uint64_t *budget);

/* ---- standing.c ---- */

/* Adds to a report what is being executed, by warps and Neutrinos. */
void report_running(struct report *report, const struct cluster *clusters, unsigned count);

/* ---- deadlock.c ---- */

/* Adds to a report who waits for what and, where nothing can run, the cycles in that. */
void report_waits(struct report *report, const struct cluster *clusters, unsigned count);

/* Leaves the interpreters for a report or a pause. */
static inline void cluster_halt(struct cluster *cluster) {
    cluster->halt = cluster->leave = true;
}

/* Somebody else can run now. */
static inline void cluster_wake(struct cluster *cluster) {
    if (cluster->turn.alone)
        cluster->leave = true;
    cluster->turn.alone = false;
}

static inline struct warp *cluster_warp(const struct cluster *cluster, unsigned core,
                                        unsigned warp) {
    return &cluster->cores[core].warps[warp];
}

#endif
