/* Who listens to a machine, and what they are told. Statistics always listen (statistics.c), to all
 * but instructions and accesses. */
#ifndef MUSIM_MACHINE_OBSERVE_H
#define MUSIM_MACHINE_OBSERVE_H

#include "musim/device/scoreboard.h"
#include "musim/simt/simt.h"
#include "neutrino/musim.h"

struct cluster;

struct observers {
    const struct musim_observer **items;
    size_t count;
    bool instructions, accesses, transfers; /* somebody listens to them */
};

void observers_add(struct observers *observers, const struct musim_observer *observer);
void observers_remove(struct observers *observers, const struct musim_observer *observer);
void observers_free(struct observers *observers);

/* For the observed interpreter of a cluster. */
struct simt_tap observe_tap(struct cluster *cluster);

/* run: its id. warp NULL: nobody's instruction. */
void observe_run(struct cluster *cluster, enum musim_run_event_kind kind, run_id run,
                 const struct warp *warp);
void observe_barrier(struct cluster *cluster, const struct warp *warp, unsigned number,
                     bool passed);
void observe_command(struct cluster *cluster, const char *device, run_id run, bool ended,
                     uint64_t work);
void observe_warp(struct cluster *cluster, const struct warp *warp);
void observe_transfer(struct cluster *cluster, const struct musim_transfer_event *event);
/* warp NULL: the Neutrino. */
void observe_register(struct cluster *cluster, const struct warp *warp, uint64_t address,
                      bool store, uint64_t value);
void observe_order(struct cluster *cluster, enum musim_order_event_kind kind,
                   const struct warp *warp, const struct warp *spawner);

void observers_launch(const struct observers *observers);
enum musim_status observers_end(const struct observers *observers, enum musim_status status);

struct musim_warp observe_warp_state(const struct warp *warp);

/* ---- statistics.c ---- */

void statistics_run(struct cluster *cluster, enum musim_run_event_kind kind);
void statistics_barrier(struct cluster *cluster, bool passed);
void statistics_warp(struct cluster *cluster, const struct warp *warp);

#endif
