/* The checker of races and of memory, an observer. What follows what is in order.c, who accessed
 * what in access.c (by way of shadow memory), what is wrong in findings.c. */
#ifndef MUSIM_CHECK_CHECK_H
#define MUSIM_CHECK_CHECK_H

#include "musim/check/blocks.h"
#include "musim/check/fences.h"
#include "musim/check/findings.h"
#include "musim/check/flags.h"
#include "musim/check/objects.h"
#include "musim/check/runs.h"
#include "musim/check/shadow.h"
#include "musim/machine/machine.h"

/* ---- parties ---- */

enum party_kind { PARTY_WARP, PARTY_NEUTRINO, PARTY_DMA, PARTY_MATRIX };
enum { OTHER_PARTIES = 3 /* of a cluster, beside its warps */, RECENT_BITS = 8 };

/* Who accesses memory one thing after the other. */
struct party {
    unsigned number; /* in the machine */
    enum party_kind kind;
    unsigned cluster, core, warp;
    struct clock known;                /* what is ordered before it; of itself: now */
    uint32_t now;                      /* grows with each release */
    bool in_allocator;                 /* what it accesses is the allocator's */
    uint32_t block_bytes, block_owner; /* of the block of shared memory that it tells of next */
    uint32_t run; /* that the Neutrino executes, or that started an accelerator's command */
    /* Its last records, by instruction. */
    struct recent {
        uint32_t pc, clock, record;
        bool store, sync;
        access_ref set; /* of readers that has the record, which it met last; 0: none */
    } recent[1 << RECENT_BITS];
};

/* ---- clusters ---- */

/* A command that an accelerator has been given. */
struct command {
    struct clock known; /* of the Neutrino, then */
    uint32_t run;
};

struct accelerator {
    struct party *party;
    struct command queue[NEUTRINO_ENGINE_QUEUE + 1];
    unsigned first, count;
    struct clock done; /* what commands that have finished had done */
};

/* A run in the task queue. */
struct queued {
    struct clock issue;
    uint32_t run;
    struct queued *next;
};

struct check_cluster {
    unsigned number;
    struct cluster *machine; /* its own memories */
    struct shadow_space shared, private;
    struct blocks blocks; /* of shared memory */

    struct party *warps, *neutrino;
    struct accelerator dma, matrix;
    struct runs *runs;
    struct queued *queue, **queue_end;
    struct party *signaller; /* of the run that is about to be signalled or completed */
    struct clock control;    /* what the Neutrino's status tells */
    struct meeting {
        struct clock clock;
        uint16_t warps[NEUTRINO_MAX_CORES]; /* that wait, a mask for each core */
    } barriers[BARRIERS];
    struct clock ended[NEUTRINO_MAX_CORES]; /* what warps of each core that have ended had done */
};

/* ---- the checker ---- */

struct musim_check {
    struct musim *machine;
    unsigned kinds; /* MUSIM_CHECK_… */
    struct musim_observer observer;

    /* Of the program that is being launched. */
    struct musim_shape shape;
    unsigned cluster_count, party_count; /* that there is memory for */
    unsigned warps_of_cluster, parties_of_cluster;
    struct check_cluster *clusters;
    struct party *parties;
    struct records records;
    struct shadow_space global;
    struct flags flags;
    struct fences fences;
    struct objects objects;
    struct findings findings;
};

static inline struct party *check_warp(struct musim_check *check, struct musim_warp_id id) {
    return &check->clusters[id.cluster].warps[id.core * check->shape.warps + id.warp];
}

/* ---- order.c ---- */

/* The party learns what is in a clock (NULL: nothing); and tells what it knows and has done, so
 * that what it does from now on is not part of that. */
void party_acquire(struct party *party, const struct clock *clock);
void party_release(struct party *party, struct clock *clock);

void check_on_run(void *context, const struct musim_run_event *event);
void check_on_barrier(void *context, const struct musim_barrier_event *event);
void check_on_command(void *context, const struct musim_command_event *event);
void check_on_warp(void *context, const struct musim_warp_event *event);
void check_on_register(void *context, const struct musim_register_event *event);
void check_on_order(void *context, const struct musim_order_event *event);

/* ---- access.c ---- */

/* What an allocator tells. */
void check_blocks(struct musim_check *check, struct party *party,
                  const struct musim_register_event *event);
void check_on_access(void *context, const struct musim_access_event *event);
void check_on_transfer(void *context, const struct musim_transfer_event *event);

#endif
