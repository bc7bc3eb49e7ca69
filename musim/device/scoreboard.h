/* The scoreboard: a cluster's hardware table of live runs. Pure bookkeeping: it knows nothing of
 * warps' registers, memory or time, and is driven by calls; what follows from a call comes back
 * through the callbacks, before the call returns. The rules are those of docs/tasks.md. */
#ifndef MUSIM_SCOREBOARD_H
#define MUSIM_SCOREBOARD_H

#include "isa/isa.h"
#include "neutrino/platform.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

typedef uint32_t run_id; /* task << 24 | counter, 0 = none */

static inline unsigned run_task(run_id run) {
    return run >> NEUTRINO_RUN_COUNTER_BITS;
}

/* The static fields of an invoke, and what the arriving warp brings. */
struct sb_invoke {
    uint8_t task;
    uint8_t retire; /* enum muon_retire */
    uint8_t part;   /* enum muon_part */
    uint8_t n;      /* participants, 1 to 64 */
    bool sync;
    run_id deps[3];
};

struct sb_warp {
    uint8_t core, warp;
    uint8_t lanes; /* active */
    uint32_t pc;
};

/* Something the program may not do. */
struct sb_misuse {
    enum sb_misuse_kind {
        SB_DEPENDENCIES_DIFFER, /* pc, and other_pc = the first arrival's */
        SB_COMPLETE_NOT_LIVE,
        SB_COMPLETE_NOT_MANUAL,
        SB_COMPLETE_DIFFERS, /* another participation than an earlier complete of this run */
        SB_SIGNAL_NOT_LIVE,  /* the Neutrino or an engine signals a run that cannot take it */
    } kind;
    run_id run;
    bool from_neutrino; /* core, warp, pc are meaningless then */
    struct sb_warp warp;
    uint32_t other_pc;
};

/* A task run that has been issued: goes to the end of the Neutrino's task queue. */
struct sb_task_run {
    run_id run;
    const uint32_t *payload; /* valid during the call */
    unsigned payload_words;
};

enum sb_event {
    SB_CREATED,
    SB_ISSUED,
    SB_RETIRED,
    SB_JOINED,    /* by a warp that arrives */
    SB_COMPLETED, /* by a warp, or the Neutrino: one of perhaps several */
    SB_SIGNALLED,
};

/* They may look at the scoreboard, but not change it. */
struct sb_callbacks {
    /* A SYNC stall of this warp is over. */
    void (*wake)(void *context, unsigned core, unsigned warp);
    void (*dispatch)(void *context, const struct sb_task_run *task_run);
    /* A run has retired: warps stalled on a full scoreboard may try again. There is an entry free,
     * or what they ask for may have become so that it needs none. */
    void (*room)(void *context);
    void (*misuse)(void *context, const struct sb_misuse *misuse);
    /* For statistics and traces; may be NULL. The run is live, also when it retires. */
    void (*event)(void *context, run_id run, enum sb_event event);
    void *context;
};

struct scoreboard;

struct scoreboard *scoreboard_create(unsigned entries, const struct sb_callbacks *callbacks);
void scoreboard_free(struct scoreboard *sb);
/* As if just created. */
void scoreboard_reset(struct scoreboard *sb);

enum sb_arrival {
    SB_ARRIVED, /* *run is set; go on */
    SB_STALL,   /* *run is set; SYNC: wait for wake() (which may already have been called) */
    SB_FULL,    /* nothing happened: try again after room() */
};

/* An invoke by a warp. payload is captured (copied) if the task has a handler (1 to 127). */
enum sb_arrival scoreboard_invoke(struct scoreboard *sb, const struct sb_invoke *invoke,
                                  const struct sb_warp *warp, const uint32_t *payload,
                                  unsigned payload_words, run_id *run);
/* nu.complete by a warp. */
void scoreboard_complete(struct scoreboard *sb, run_id run, enum muon_part part, unsigned n,
                         const struct sb_warp *warp);
/* From the Neutrino's side: manual complete, and the signal of a task or an engine. */
void scoreboard_complete_all(struct scoreboard *sb, run_id run);
void scoreboard_signal(struct scoreboard *sb, run_id run);

/* What is live, oldest first, for reports. */
struct sb_entry_view {
    run_id run;
    struct sb_invoke invoke;
    uint32_t pc;                        /* of the first arrival */
    unsigned arrived;                   /* counted in the unit of part */
    unsigned completed;                 /* in the unit of complete_part, of a MANUAL run */
    unsigned complete_n, complete_part; /* of the first complete; n is 0 before it */
    bool issued;
    uint16_t arrived_warps[NEUTRINO_MAX_CORES], completed_warps[NEUTRINO_MAX_CORES]; /* masks */
    const uint32_t *payload; /* valid until the scoreboard is next called */
    unsigned payload_words;
};
/* Entries in use: a run that passes through is seen live by event(), but takes none. */
unsigned scoreboard_live(const struct scoreboard *sb);
bool scoreboard_view(const struct scoreboard *sb, unsigned index, struct sb_entry_view *view);
/* That of one live run; false if it is not live. */
bool scoreboard_find(const struct scoreboard *sb, run_id run, struct sb_entry_view *view);
bool scoreboard_dependency_satisfied(const struct scoreboard *sb, run_id run);
/* The number of the last run of a task, 0 before the first. */
uint32_t scoreboard_counter(const struct scoreboard *sb, uint8_t task);

#endif
