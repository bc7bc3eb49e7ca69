/* The listener that is always there: counts what happens in a cluster. What the interpreters and
 * devices count themselves is added when statistics are asked for. */
#include "musim/machine/cluster.h"

void statistics_run(struct cluster *cluster, enum musim_run_event_kind kind) {
    struct musim_stats *stats = &cluster->stats;
    switch (kind) {
    case MUSIM_RUN_CREATED: stats->runs_created++; break;
    case MUSIM_RUN_ISSUED: stats->runs_issued++; break;
    case MUSIM_RUN_RETIRED: stats->runs_retired++; return;
    case MUSIM_RUN_ARRIVED: stats->invokes++; return;
    case MUSIM_RUN_COMPLETED: stats->completes += cluster->acting != NULL; return;
    case MUSIM_RUN_SIGNALLED: return;
    }
    unsigned live = scoreboard_live(cluster->scoreboard);
    if (live > stats->scoreboard_peak)
        stats->scoreboard_peak = live;
}

void statistics_barrier(struct cluster *cluster, bool passed) {
    cluster->stats.barriers += passed;
}

void statistics_warp(struct cluster *cluster, const struct warp *warp) {
    cluster->stats.full_stalls += warp->state == WARP_WAIT_ROOM;
}

static void add_core(const struct core *core, unsigned warps, struct musim_stats *stats) {
    stats->warp_instructions += core->instructions;
    stats->lane_instructions += core->lane_instructions;
    for (unsigned w = 0; w < warps; w++) {
        stats->stack_loads += core->warps[w].stack_loads;
        stats->stack_stores += core->warps[w].stack_stores;
        stats->payloads += core->warps[w].payloads;
    }
}

static uint64_t larger(uint64_t a, uint64_t b) {
    return a > b ? a : b;
}

void cluster_statistics(const struct cluster *cluster, struct musim_stats *stats) {
    const struct musim_stats *counted = &cluster->stats;
    stats->invokes += counted->invokes;
    stats->completes += counted->completes;
    stats->barriers += counted->barriers;
    stats->runs_created += counted->runs_created;
    stats->runs_issued += counted->runs_issued;
    stats->runs_retired += counted->runs_retired;
    stats->scoreboard_peak = larger(stats->scoreboard_peak, counted->scoreboard_peak);
    stats->full_stalls += counted->full_stalls;
    stats->neutrino_instructions += rv64_instructions(cluster->neutrino);
    for (unsigned c = 0; c < cluster->config->cores; c++)
        add_core(&cluster->cores[c], cluster->config->warps, stats);
    devices_statistics(&cluster->devices, stats);
}
