/* What a SIMT core reaches outside of its registers, global RAM and shared memory, and whom it
 * tells what happens. The core knows nothing else of the machine around it. */
#ifndef MUSIM_SIMT_BUS_H
#define MUSIM_SIMT_BUS_H

#include "musim/device/scoreboard.h"

#include <stdbool.h>
#include <stdint.h>

struct warp;
struct diag_location;

struct simt_bus {
    /* nu.invoke with the warp's payload, which stays the warp's. A wake may come before it returns.
     */
    enum sb_arrival (*invoke)(void *context, struct warp *warp, const struct sb_invoke *invoke,
                              run_id *run);
    void (*complete)(void *context, const struct warp *warp, run_id run, enum muon_part part,
                     unsigned n);
    /* Arrives at a hardware barrier; returns whether the warp goes on. */
    bool (*barrier)(void *context, struct warp *warp, unsigned number, unsigned count);

    /* Plain memory at a global address that is not RAM throughout, NULL if there is none. */
    uint8_t *(*memory)(void *context, uint32_t address);
    /* Devices. false: an access fault. */
    bool (*load)(void *context, const struct warp *warp, uint32_t address, unsigned size,
                 uint32_t *value);
    bool (*store)(void *context, const struct warp *warp, uint32_t address, unsigned size,
                  uint32_t value);

    void (*tohost)(void *context, uint32_t value);
    /* vx_wspawn of a warp meets another one that is active, and leaves it alone. */
    void (*met_active)(void *context, const struct warp *warp, const struct warp *other);
    /* The warp starts, spawned by another one or (NULL) with a block; its new state is told next.
     */
    void (*started)(void *context, const struct warp *warp, const struct warp *spawner);
    /* The warp has read which warps of its core are active. */
    void (*saw_warps)(void *context, const struct warp *warp);
    /* The warp has another state now, or has ended. */
    void (*changed)(void *context, const struct warp *warp);
    /* The run stops: text, of a lane or of the whole warp (-1), at the warp's pc or, if where is
     * not NULL, at a place of the source. */
    void (*fault)(void *context, const struct warp *warp, int lane,
                  const struct diag_location *where, const char *text);
    void *context;
};

/* An access of a warp's lanes in tmask. */
struct simt_access {
    uint32_t pc, tmask;
    const uint32_t *addresses; /* one for each lane */
    const uint32_t *values;    /* what each lane stores; NULL: it loads */
    unsigned size;             /* bytes */
    bool store, shared;
};

/* What the observed interpreter (simt.h) tells; either may be NULL. */
struct simt_tap {
    /* After each instruction. Returns whether the slice may go on. */
    bool (*instruction)(void *context, const struct warp *warp, uint32_t pc, uint32_t tmask);
    /* Of a store before memory changes. */
    void (*access)(void *context, const struct warp *warp, const struct simt_access *access);
    void *context;
};

#endif
