/* libmusim: the simulator as a library.
 *
 *   create → load → run, or go on bit by bit → look, change → launch or load again → … → free
 *
 * A machine is created for a configuration, loaded with an ELF, run to its end or in parts, and
 * looked at in between. It may be loaded and launched again any number of times: its memory is
 * reserved once. One machine is used by one thread at a time, but for what says otherwise; several
 * machines are independent.
 * Functions that can fail return false (or NULL) and leave the reason, text for a person, in
 * musim_error(). */
#ifndef NEUTRINO_MUSIM_H
#define NEUTRINO_MUSIM_H

#include "neutrino/signature.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What is checked while a program runs (docs/checking.md). */
enum {
    MUSIM_CHECK_UNIFORM =
        1,                  /* fault where lanes disagree on a branch, indirect jump or __uniform */
    MUSIM_CHECK_RACES = 2,  /* accesses that nothing orders: reported when the launch has ended */
    MUSIM_CHECK_MEMORY = 4, /* likewise loads of what is not written, bounds, freed memory */
    MUSIM_CHECK_ALL = 7,
};
/* Their names, ended by NULL. */
const char *const *musim_checks(void);
/* From a list like "races,memory". Of a word that is none returns false, with where it is. */
bool musim_parse_checks(const char *list, unsigned *checks, const char **bad);

struct musim_config {
    unsigned clusters, cores, warps, lanes; /* 0: what the ELF says, else the platform's default */
    unsigned scoreboard;                    /* entries, 0: the platform's default */
    uint64_t max_instructions;              /* per core and launch, 0: no limit */
    /* Seed for a random legal schedule; 0: that of MUSIM_PERTURB of the environment, and without it
     * the fixed schedule (round robin). */
    uint64_t perturb;
    unsigned check;    /* MUSIM_CHECK_…, and those that MUSIM_CHECK of the environment lists */
    unsigned threads;  /* of the host, that run clusters; 0 is 1. See musim_run */
    FILE *console;     /* where console bytes go, NULL: standard output */
    FILE *report;      /* faults, deadlocks, misuse, findings of checks; NULL: standard error */
    bool json_reports; /* an object of JSON on each line, as compilers' --diagnostics-format=json */
};

enum musim_status {
    /* The launch has ended. */
    MUSIM_DONE,        /* musim_result() is the program's result */
    MUSIM_FAULT,       /* a report was printed */
    MUSIM_DEADLOCK,    /* a report was printed */
    MUSIM_EXHAUSTED,   /* max_instructions; a report was printed */
    MUSIM_MISUSE,      /* a program error in its use of runs; a report was printed */
    MUSIM_INTERRUPTED, /* by musim_interrupt(); a report was printed */
    /* It has not, and goes on where it was. */
    MUSIM_BUDGET,     /* musim_until.instructions are executed */
    MUSIM_BREAKPOINT, /* musim_where() is about to execute an instruction with a breakpoint */
    MUSIM_PAUSED,     /* an observer called musim_pause() */
    MUSIM_IDLE,       /* musim_until.idle: warps wait, and nothing can run */
};

struct musim;

struct musim *musim_create(const struct musim_config *config);
void musim_free(struct musim *machine);
const char *musim_error(const struct musim *machine);

/* ---- loading and launching ---- */

/* From a file or from memory (copied); replaces the program that was there. Refuses what is no Muon
 * program, with the reason; the old one is gone then. Its sections are put in global memory, which
 * otherwise keeps what it held, shared memory becomes zero, and the launch of main is prepared. */
bool musim_load_file(struct musim *machine, const char *path);
bool musim_load(struct musim *machine, const void *elf, size_t size, const char *name);

/* Makes all memory zero, puts the program there again, and prepares the launch of main. */
bool musim_reset(struct musim *machine);

/* A function of the loaded program to launch, with its arguments at muon_argument_base(). It is the
 * program's start code that calls it (docs/platform.md): that of muonc does, one that a program
 * brings itself may not.
 *
 * A kernel for work-items (__kernel) is executed once for each of a grid of work-items, in groups
 * of the local size, of which the last may be smaller. All is checked against the kernel's
 * signature. With a global size of 0 in some dimension the launch ends at once.
 *
 * Any other function is executed by every lane of a cluster's warps once for each block of the grid
 * (cluster c takes blocks c, c + clusters, …), in which a size of 0 counts as 1. */
struct musim_kernel {
    const char *name;      /* NULL: main, once on each cluster whatever the grid */
    const void *arguments; /* laid out as a struct for the kernel: ILP32, little-endian */
    size_t argument_bytes; /* 65,512 at most */

    /* Of a kernel for work-items. */
    unsigned dimensions; /* 1 to 3: how many of each that follows count */
    uint32_t global[3];  /* work-items */
    uint32_t local[3];   /* of them in a work-group */
    uint32_t offset[3];  /* of global ids */

    /* Of another function. */
    uint32_t grid[3], block[3]; /* in blocks; in threads */
};

/* Prepares a launch: cores, barriers, scoreboard (run counters too), queues, engines and the
 * Neutrino are as after reset, statistics zero; global memory stays as it is. */
bool musim_launch(struct musim *machine, const struct musim_kernel *kernel);

/* The kernels for work-items that the loaded program has, as its file describes them, and the one
 * of a name, NULL if there is none. They live until another program is loaded. */
size_t musim_kernels(const struct musim *machine, const struct neutrino_kernel **kernels);
const struct neutrino_kernel *musim_find_kernel(struct musim *machine, const char *name);

/* ---- running ---- */

/* Goes on with the launch until its end. With several threads, each runs the clusters that are its
 * own. Results, statistics and the console's bytes are the same as with one, if the program comes
 * to its end and its clusters do not race on global memory; a run that is stopped by a report or a
 * limit may have executed more. With breakpoints, observers, check or perturb one thread does it.
 */
enum musim_status musim_run(struct musim *machine);

/* The same until something comes before the end. The schedule is not changed by stopping: a launch
 * that is run in parts does what it does in one. One thread does it. */
struct musim_until {
    uint64_t instructions; /* of warps, in all; 0: no limit. Neutrino and engines do not count */
    bool idle;             /* instead of a deadlock's report */
};
enum musim_status musim_run_until(struct musim *machine, const struct musim_until *until);

/* From anywhere, another thread and a signal handler too: the launch that is running ends with
 * MUSIM_INTERRUPTED within some thousand instructions, whatever warps and Neutrinos do, after a
 * report that says where they are and what waits for what. If none is running, or it comes to an
 * end of its own just then, the next musim_run or musim_run_until ends so at once. */
void musim_interrupt(struct musim *machine);

/* Executes one instruction of one warp that is ready, out of turn. */
struct musim_warp_id {
    unsigned cluster, core, warp;
};
enum musim_status musim_step(struct musim *machine, struct musim_warp_id id);

/* The result so far: 0, or the first value but 0 that a warp left in tohost. */
uint32_t musim_result(const struct musim *machine);

/* Every warp that is about to execute the instruction at address, a multiple of 8, stops before it
 * with MUSIM_BREAKPOINT. Setting one that is set, and clearing one that is not, does nothing.
 * Loading a program clears them all. */
bool musim_set_breakpoint(struct musim *machine, uint32_t address);
void musim_clear_breakpoint(struct musim *machine, uint32_t address);
/* The warp that stopped there. */
struct musim_warp_id musim_where(const struct musim *machine);

/* A Neutrino core alone, without a machine around it, runs an RV64 ELF that ends by the convention
 * of the symbol tohost (musim(1), --neutrino); its console is standard output. Returns 0 if it says
 * that it has passed, and else, after a message as musim_config says: 1 if a case has
 * failed or it is no program, 2 after a trap that nobody handles, 3 when it sleeps for good, 124
 * after max_instructions (0: no limit). */
int musim_run_neutrino(const char *path, uint64_t max_instructions, FILE *report,
                       bool json_reports);

/* ---- looking ---- */

/* Global memory, of cluster 0 where each cluster has its own; and shared memory of a cluster.
 * false: unmapped. Code that is changed so is executed as changed. */
bool musim_read(struct musim *machine, uint32_t address, void *bytes, size_t size);
bool musim_write(struct musim *machine, uint32_t address, const void *bytes, size_t size);
bool musim_read_shared(struct musim *machine, unsigned cluster, uint32_t address, void *bytes,
                       size_t size);
bool musim_write_shared(struct musim *machine, unsigned cluster, uint32_t address,
                        const void *bytes, size_t size);
/* An object or function of the loaded program. */
bool musim_symbol(struct musim *machine, const char *name, uint32_t *address, uint32_t *size);
/* Whether it is an object in shared memory, for which its address is: one within its size, in a
 * section without contents. */
bool musim_symbol_is_shared(struct musim *machine, const char *name);
/* The name of the loaded program's task or sync point of an id (1 to 255); NULL: it has none. */
const char *musim_task_name(const struct musim *machine, unsigned id);
/* The oldest run that is live in a scoreboard, of the lowest cluster that has one; 0: there is
 * none. A launch may have ended and left some, of which the next one knows nothing. */
uint32_t musim_live_run(const struct musim *machine);

/* The shape that the machine has; zeros before the first program. */
struct musim_shape {
    unsigned clusters, cores, warps,
        lanes; /* cores of a cluster, warps of a core, lanes of a warp */
};
struct musim_shape musim_shape(const struct musim *machine);

enum musim_warp_state {
    MUSIM_WARP_INACTIVE,
    MUSIM_WARP_READY,
    MUSIM_WARP_WAITS_FOR_RUN,  /* SYNC: run */
    MUSIM_WARP_WAITS_FOR_ROOM, /* in the scoreboard */
    MUSIM_WARP_WAITS_AT_BARRIER,
};
struct musim_warp {
    enum musim_warp_state state;
    uint32_t pc;    /* the next instruction's address */
    uint32_t tmask; /* active lanes */
    uint32_t run;   /* that it waits for */
    unsigned barrier;
};
bool musim_get_warp(struct musim *machine, struct musim_warp_id warp, struct musim_warp *state);
/* Register number (0 to 127) of one lane. */
bool musim_get_register(struct musim *machine, struct musim_warp_id warp, unsigned lane,
                        unsigned number, uint32_t *value);
bool musim_set_register(struct musim *machine, struct musim_warp_id warp, unsigned lane,
                        unsigned number, uint32_t value);

/* ---- statistics ---- */

/* MUSIM_STATISTIC(field, text) for each, in the order in which they are printed. */
#define MUSIM_STATISTICS_OF_CORES                                                                  \
    MUSIM_STATISTIC(warp_instructions, "warp instructions")                                        \
    MUSIM_STATISTIC(lane_instructions, "lane instructions")                                        \
    MUSIM_STATISTIC(stack_loads, "loads from the stack") /* of warps, relative to sp */            \
    MUSIM_STATISTIC(stack_stores, "stores to the stack")                                           \
    MUSIM_STATISTIC(neutrino_instructions, "Neutrino instructions")                                \
    MUSIM_STATISTIC(invokes, "invokes")                                                            \
    MUSIM_STATISTIC(payloads, "payload instructions")                                              \
    MUSIM_STATISTIC(completes, "completes")                                                        \
    MUSIM_STATISTIC(barriers, "hardware barriers passed")                                          \
    MUSIM_STATISTIC(runs_created, "runs created")                                                  \
    MUSIM_STATISTIC(runs_issued, "runs issued")                                                    \
    MUSIM_STATISTIC(runs_retired, "runs retired")                                                  \
    MUSIM_STATISTIC(scoreboard_peak, "most runs live at once")                                     \
    MUSIM_STATISTIC(full_stalls, "stalls on a full scoreboard")

/* Of the launch so far; those of devices are in devices.def. */
struct musim_stats {
#define MUSIM_STATISTIC(field, text) uint64_t field;
    MUSIM_STATISTICS_OF_CORES
#undef MUSIM_STATISTIC
#define DEVICE_STATISTIC(field, text) uint64_t field;
#include "devices.def"
};
void musim_get_stats(const struct musim *machine, struct musim_stats *stats);
/* The most instructions that a core or a Neutrino has executed: what max_instructions limits. */
uint64_t musim_cycles(const struct musim *machine);

/* ---- observing ---- */

struct musim_instruction_event {
    struct musim_warp_id warp;
    uint32_t pc;
    uint32_t tmask; /* lanes that executed it */
};

/* A warp loads or stores; of a store it is told before memory changes. */
struct musim_access_event {
    struct musim_warp_id warp;
    uint32_t pc;
    uint32_t tmask;            /* lanes that access memory */
    const uint32_t *addresses; /* one for each lane; valid during the call */
    const uint32_t *values;    /* what each lane stores; NULL: it loads */
    unsigned size;             /* bytes: 1, 2 or 4 */
    bool store, shared;
};

/* The Neutrino or an accelerator loads or stores; of a store it is told before memory changes. */
#define MUSIM_HOST "host"
struct musim_transfer_event {
    unsigned cluster;
    const char *device; /* as in devices.def; NULL: the Neutrino; MUSIM_HOST: musim_write… */
    uint64_t pc;        /* the Neutrino's */
    uint64_t address;   /* in the Neutrino's space */
    uint64_t size;
    bool store;
    const void *bytes; /* what is stored; NULL: it loads, or it is not known yet */
};

/* A device's register is loaded, told afterwards, or stored, told before. */
struct musim_register_event {
    unsigned cluster;
    const struct musim_warp_id *warp; /* NULL: the Neutrino */
    uint64_t pc;
    const char *device;
    uint64_t offset; /* of the register; NEUTRINO_<DEVICE>_<REGISTER> of platform.h */
    bool store;
    uint64_t value;
};

/* Something happened to a run; and all that the scoreboard knows of it then. */
struct musim_run_event {
    enum musim_run_event_kind {
        MUSIM_RUN_CREATED,
        MUSIM_RUN_ARRIVED, /* warp has arrived, and may have created, issued and retired it */
        MUSIM_RUN_ISSUED,
        MUSIM_RUN_COMPLETED, /* warp has executed nu.complete */
        MUSIM_RUN_SIGNALLED, /* by the Neutrino or an engine */
        MUSIM_RUN_RETIRED,
    } kind;
    unsigned cluster;
    uint32_t run;              /* task << 24 | counter */
    struct musim_warp_id warp; /* of ARRIVED and COMPLETED */
    uint32_t pc;               /* of its instruction */
    bool live;                 /* has an entry: the rest is known. Not of a run that is over */
    unsigned retire, part, n;  /* IMMEDIATE, SIGNAL, MANUAL; THREADS, WARPS, CORES; participants */
    bool sync, issued;
    uint32_t dependencies[3];
    uint32_t created_pc;                           /* of the first arrival */
    unsigned arrived, completed, complete_n;       /* counted in participants */
    uint16_t arrived_warps[8], completed_warps[8]; /* a mask of warps for each core */
    const uint32_t *payload;                       /* valid during the call */
    unsigned payload_words;
    unsigned live_runs; /* of the cluster */
};

struct musim_barrier_event {
    struct musim_warp_id warp; /* that arrives */
    unsigned barrier, arrived, count;
    bool passed; /* it was the last: all go on */
};

struct musim_command_event {
    unsigned cluster;
    const char *device;
    uint32_t run;  /* that it signals, 0: none */
    bool ended;    /* else it starts */
    uint64_t work; /* when it has ended: bytes, multiply-adds */
};

struct musim_warp_event {
    struct musim_warp_id warp;
    struct musim_warp state;
};

/* A warp starts, or learns which warps of its core are active. */
struct musim_order_event {
    enum musim_order_event_kind {
        MUSIM_WARP_STARTED, /* before its state is told */
        MUSIM_WARPS_SEEN,   /* by the CSR amask */
    } kind;
    struct musim_warp_id warp;
    const struct musim_warp_id *spawner; /* of STARTED; NULL: it starts a block */
};

/* Functions that are NULL are not called, and cost nothing. They may look at the machine and call
 * musim_pause, but neither run nor change it. */
struct musim_observer {
    void (*instruction)(void *context, const struct musim_instruction_event *event);
    void (*access)(void *context,
                   const struct musim_access_event *event); /* before its instruction */
    void (*run)(void *context, const struct musim_run_event *event);
    void (*barrier)(void *context, const struct musim_barrier_event *event);
    void (*command)(void *context, const struct musim_command_event *event);
    void (*warp)(void *context, const struct musim_warp_event *event); /* stall, wake, start, end */
    void (*transfer)(void *context, const struct musim_transfer_event *event);
    void (*device_register)(void *context, const struct musim_register_event *event);
    void (*order)(void *context, const struct musim_order_event *event);
    /* A launch is being prepared: nothing of it has been told yet. */
    void (*launch)(void *context);
    /* A launch has ended. Returns how musim_run is to say that it has, which may be that. */
    enum musim_status (*end)(void *context, enum musim_status status);
    void *context;
};
/* The observer is not copied: it must stay until it is removed or the machine freed. */
void musim_observe(struct musim *machine, const struct musim_observer *observer);
void musim_stop_observing(struct musim *machine, const struct musim_observer *observer);
/* From inside an observer: running ends with MUSIM_PAUSED after the present instruction. */
void musim_pause(struct musim *machine);

/* Somebody who shows how far a launch is. Other than an observer it changes nothing of how the
 * machine runs, threads included. Both are called by the thread that called musim_run; either may
 * be NULL. */
struct musim_watcher {
    /* Soon after musim_ask(), while a launch runs: time to look at statistics. */
    void (*asked)(void *context);
    /* Before bytes are written on the console; and (NULL, 0) before a launch ends and reports. */
    void (*writes)(void *context, const char *bytes, size_t size);
    void *context;
};
/* In the place of the one before, NULL: of nobody. It is not copied. */
void musim_watch(struct musim *machine, const struct musim_watcher *watcher);
/* From anywhere, as musim_interrupt. */
void musim_ask(struct musim *machine);

/* An observer that checks races or memory, from the launch that has been prepared on: what
 * musim_config.check makes. A launch in which it finds something ends with MUSIM_FAULT. */
struct musim_check;
struct musim_check *musim_check_create(struct musim *machine, unsigned checks);
void musim_check_free(struct musim_check *check); /* before the machine */

/* An observer that counts the executions of each instruction, from now on. */
struct musim_profile;
struct musim_profile *musim_profile_create(struct musim *machine);
void musim_profile_free(struct musim_profile *profile); /* before the machine */

/* What was executed of one source line in one function. Names live as long as the program. */
struct musim_profile_row {
    const char *function; /* NULL: code without a symbol */
    uint32_t function_address;
    const char *function_file; /* where the function starts, NULL: unknown */
    unsigned function_line;
    const char *file; /* of the line, which may be inlined from elsewhere; NULL: unknown */
    unsigned line;
    uint64_t warp_instructions, lane_instructions;
};
/* Ordered by function, file and line; the caller frees *rows. */
size_t musim_profile_rows(const struct musim_profile *profile, struct musim_profile_row **rows);

#ifdef __cplusplus
}
#endif
#endif
