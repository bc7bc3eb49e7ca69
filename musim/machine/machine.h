/* The whole machine, as the files of this folder see it (users see neutrino/musim.h). */
#ifndef MUSIM_MACHINE_MACHINE_H
#define MUSIM_MACHINE_MACHINE_H

#include "musim/machine/cluster.h"
#include "support/diag.h"

#include <stdatomic.h>

/* Addresses at which warps stop, sorted. */
struct breakpoints {
    uint32_t *items;
    size_t count;
};

struct musim {
    struct musim_config asked;  /* zeros: the program's choice */
    struct musim_config config; /* of the loaded program: no zeros in the shape */
    struct diag_engine diag;    /* reports about the program */
    char *error;

    uint8_t *global;    /* host address of global address 0 */
    struct code *codes; /* decoded code, one for each thread */
    unsigned code_count;
    struct console console;
    struct observers observers;
    struct musim_check *check; /* of races and memory; NULL: nobody asked for it */
    const char *bad_check;     /* what MUSIM_CHECK says that is no check; NULL: nothing */
    const char *bad_seed;      /* MUSIM_PERTURB, if it is no seed; else NULL */
    struct breakpoints breakpoints;
    struct looker looks_for_breakpoints, checks;

    struct program *program; /* NULL: none is loaded */
    struct simt_interpreter interpreter;
    struct cluster *clusters;
    struct core *cores; /* all clusters' */
    struct warp *warps; /* all cores' */

    uint64_t random;      /* of --perturb: the order of clusters */
    unsigned first, turn; /* clusters of this round: which was first, how many are through */
    bool begun, ran;      /* this round has begun; something has happened in it */
    bool over;            /* the launch has ended, with status */
    enum musim_status status;
    struct musim_warp_id where; /* the last breakpoint */

    /* Made by other threads and signal handlers, seen between clusters' rounds. */
    _Atomic unsigned requests;
};

enum { REQUEST_INTERRUPT = 1, REQUEST_WATCHER = 2 };

/* ---- error.c ---- */

/* Leaves a message for musim_error and returns false. */
bool machine_error(struct musim *machine, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static inline unsigned machine_core_count(const struct musim *machine) {
    return machine->config.clusters * machine->config.cores;
}
static inline unsigned machine_warp_count(const struct musim *machine) {
    return machine_core_count(machine) * machine->config.warps;
}

/* Clusters are shared out to the threads, each of which has a code, in rows of neighbours, so that
 * what a thread's clusters have lies together. This is the one that a cluster belongs to. */
static inline unsigned machine_share(const struct musim *machine, unsigned cluster) {
    return cluster * machine->code_count / machine->config.clusters;
}

/* ---- create.c ---- */

/* Builds clusters in the shape that was asked for or that the program's note wants, unless they
 * have it. */
bool machine_build(struct musim *machine, const struct muon_note_shape *note);

/* ---- items.c ---- */

/* Checks a launch of a kernel for work-items, and says what it is. False, and an error, if
 * something does not fit. */
bool items_prepare(struct musim *machine, const struct neutrino_kernel *signature,
                   const struct musim_kernel *kernel, struct launch *launch,
                   struct neutrino_launch *items);

/* ---- access.c ---- */

/* The warp of an id, NULL (with an error) if there is none. */
struct warp *machine_warp(struct musim *machine, struct musim_warp_id id);

/* ---- ending.c ---- */

/* The cluster whose report comes first, by round and number; NULL if none has made one. */
const struct cluster *machine_first_report(const struct musim *machine);
/* Each returns how the launch has ended. */
enum musim_status machine_end_with_report(struct musim *machine, const struct cluster *reporter);
enum musim_status machine_end_interrupted(struct musim *machine);
/* In a whole round nothing has happened: the end, a deadlock, or MUSIM_IDLE if that is no end. */
enum musim_status machine_end_idle(struct musim *machine, bool idle_is_no_end);

/* ---- requests.c ---- */

/* Whether the launch is to end: until it is taken, it is. */
static inline bool machine_is_interrupted(const struct musim *machine) {
    return atomic_load_explicit(&machine->requests, memory_order_relaxed) & REQUEST_INTERRUPT;
}
bool machine_take_interrupt(struct musim *machine);
/* Calls the watcher. */
void machine_call_watcher(struct musim *machine);
/* Calls the watcher if somebody asked for it; whether the launch is to end. */
static inline bool machine_attend(struct musim *machine) {
    unsigned requests = atomic_load_explicit(&machine->requests, memory_order_relaxed);
    if (requests & REQUEST_WATCHER)
        machine_call_watcher(machine);
    return requests & REQUEST_INTERRUPT;
}
/* Tells the watcher that the launch ends. */
void machine_tell_end(const struct musim *machine);

/* ---- breakpoint.c ---- */

struct looker breakpoints_looker(const struct breakpoints *breakpoints);

/* ---- threads.c ---- */

/* Runs all clusters, each of config.threads those that are its own, until all have ended, which it
 * returns, or one has made a report, or the launch is interrupted; output up to then is written. */
bool machine_run_threads(struct musim *machine);

#endif
