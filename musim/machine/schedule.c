/* Who has its turn when. A round gives one to each warp that can run, to the Neutrino and to the
 * devices. Where a round stands is data (struct turn), so that it can be left anywhere and gone on
 * with: stopping does not change the schedule. What --perturb draws, chance.h draws. */
#include "musim/machine/chance.h"

/* Instructions that a warp executes before the next one has its turn: few, as hardware issues from
 * another warp in each cycle, and programs that are right there by a margin of some instructions
 * must be right here. One that is alone may go on until it is not: in its cluster for as long as
 * others need for all their warps, and for longer if there is no other. */
enum { SLICE = 16, SLICE_ALONE = 256, SLICE_ONLY_CLUSTER = 4096 };
/* The Neutrino's, for which others wait no longer than for four warps. */
enum { NEUTRINO_SLICE = 64 };
/* Under --perturb anybody may be far ahead of all others. */
enum { SLICE_PERTURBED = 256, NEUTRINO_SLICE_PERTURBED = 1024 };

static uint64_t chance(struct cluster *cluster, uint64_t n) {
    return chance_draw(cluster->config, &cluster->random, n);
}

/* ---- slices ---- */

/* How much somebody may execute now who has spent so much: all of a slice or, under --perturb, any
 * part of it; 0 after reaching the limit, which ends the run. */
static uint64_t begin_slice(struct cluster *cluster, uint64_t slice, uint64_t spent) {
    uint64_t limit = cluster->config->max_instructions;
    uint64_t left = slice - chance(cluster, slice);
    uint64_t rest = limit > spent ? limit - spent : 0;
    if (!limit || rest > left)
        return left;
    if (!rest) {
        report_begin(&cluster->report, MUSIM_EXHAUSTED);
        cluster_halt(cluster);
    }
    return rest;
}

/* The next warp of those that wait for their turn: the lowest or, under --perturb, any. */
static unsigned choose_warp(struct cluster *cluster, uint32_t waiting) {
    if (cluster->config->perturb)
        for (uint64_t skip = chance(cluster, (unsigned)__builtin_popcount(waiting)); skip; skip--)
            waiting &= waiting - 1;
    return (unsigned)__builtin_ctz(waiting);
}

/* Whether nobody in the cluster can run but one warp of this core. */
static bool is_alone(const struct cluster *cluster, const struct core *core) {
    if (core->runnable & (core->runnable - 1) ||
        (cluster->neutrino_released && !cluster->neutrino_idle) || devices_busy(&cluster->devices))
        return false;
    for (unsigned c = 0; c < cluster->config->cores; c++)
        if (&cluster->cores[c] != core && cluster->cores[c].runnable)
            return false;
    return true;
}

static uint64_t warp_slice(const struct cluster *cluster) {
    if (cluster->config->perturb)
        return SLICE_PERTURBED;
    if (!cluster->turn.alone)
        return SLICE;
    return cluster->config->clusters == 1 ? SLICE_ONLY_CLUSTER : SLICE_ALONE;
}

static void begin_warp(struct cluster *cluster, struct core *core) {
    struct turn *turn = &cluster->turn;
    turn->warp = choose_warp(cluster, turn->waiting);
    turn->waiting &= ~(UINT32_C(1) << turn->warp);
    turn->alone = !cluster->config->perturb && is_alone(cluster, core);
    turn->left = begin_slice(cluster, warp_slice(cluster), core->instructions);
}

static void run_warp(struct cluster *cluster, struct core *core, uint64_t *budget) {
    struct turn *turn = &cluster->turn;
    struct warp *warp = &core->warps[turn->warp];
    if (warp->state != WARP_READY) { /* after a step out of turn */
        turn->left = 0;
        return;
    }
    uint64_t most = turn->left < *budget ? turn->left : *budget;
    bool alone = turn->alone;
    unsigned executed =
        cluster->run_slice(&cluster->simt, warp, (unsigned)most, &core->lane_instructions);
    core->instructions += executed;
    *budget -= executed;
    turn->left -= executed;
    /* It could go on, and did not. */
    warp->looked = executed < most && warp->state == WARP_READY && !cluster->leave;
    if (warp->looked)
        cluster->breakpoint = warp;
    if (alone != turn->alone || warp->state != WARP_READY)
        turn->left = 0;
    cluster->leave = cluster->halt;
}

static void leave_out_late_warps(struct cluster *cluster, const struct core *core) {
    unsigned first = core->index * cluster->config->warps;
    if (cluster->config->perturb)
        for (uint32_t rest = cluster->turn.waiting; rest; rest &= rest - 1) {
            unsigned warp = (unsigned)__builtin_ctz(rest);
            if (chance_is_late(cluster, CHANCE_WARPS + first + warp))
                cluster->turn.waiting &= ~(UINT32_C(1) << warp);
        }
}

/* Each returns whether the phase is over. */

static bool run_core(struct cluster *cluster, struct core *core, uint64_t *budget) {
    struct turn *turn = &cluster->turn;
    if (!turn->core_begun) { /* warps that wake meanwhile come next time */
        turn->core_begun = true;
        turn->waiting = core->runnable;
        turn->ran |= turn->waiting != 0;
        leave_out_late_warps(cluster, core);
    }
    while (turn->left || (turn->waiting &= core->runnable)) {
        if (!turn->left)
            begin_warp(cluster, core);
        if (!cluster->halt && *budget)
            run_warp(cluster, core, budget);
        if (cluster->halt || cluster->breakpoint || (turn->left && !*budget))
            return false;
    }
    return true;
}

static bool run_cores(struct cluster *cluster, uint64_t *budget) {
    struct turn *turn = &cluster->turn;
    unsigned cores = cluster->config->cores;
    for (; turn->cores_done < cores; turn->cores_done++, turn->core_begun = false)
        if (!run_core(cluster, &cluster->cores[(turn->first_core + turn->cores_done) % cores],
                      budget))
            return false;
    return true;
}

static bool run_neutrino(struct cluster *cluster) {
    struct turn *turn = &cluster->turn;
    if (!turn->left) {
        if (!cluster->neutrino_released || cluster->neutrino_idle)
            return true;
        turn->ran = true;
        if (chance_is_late(cluster, CHANCE_NEUTRINO))
            return true;
        uint64_t slice = cluster->config->perturb ? NEUTRINO_SLICE_PERTURBED : NEUTRINO_SLICE;
        turn->left = begin_slice(cluster, slice, rv64_spent(cluster->neutrino));
    }
    if (cluster->halt)
        return false;
    uint64_t executed = cluster_run_neutrino(cluster, turn->left);
    turn->left = cluster->halt ? turn->left - executed : 0;
    return !cluster->halt;
}

static bool is_late(void *context, enum device_id device) {
    return chance_is_late(context, CHANCE_DEVICES + device);
}

static void run_devices(struct cluster *cluster) {
    bool reverse = chance(cluster, 2);
    cluster->turn.ran |= devices_busy(&cluster->devices);
    devices_step(&cluster->devices, reverse, is_late, cluster);
}

/* ---- the round ---- */

static void begin(struct cluster *cluster) {
    cluster->turn = (struct turn){
        .first_core = (unsigned)chance(cluster, cluster->config->cores),
        .neutrino_first = chance(cluster, 2) != 0,
    };
}

static void complete(struct cluster *cluster) {
    cluster->turn.ran |= !cluster->turn.ran && cluster_next_block(cluster);
    cluster->ended = !cluster->turn.ran;
    cluster->round++;
}

bool cluster_round(struct cluster *cluster, uint64_t *budget) {
    struct turn *turn = &cluster->turn;
    switch (turn->phase) {
    case TURN_BEGIN:
        begin(cluster);
        turn->phase = TURN_NEUTRINO_FIRST;
        __attribute__((fallthrough));
    case TURN_NEUTRINO_FIRST:
        if (turn->neutrino_first && !run_neutrino(cluster))
            return false;
        turn->phase = TURN_CORES;
        __attribute__((fallthrough));
    case TURN_CORES:
        if (!run_cores(cluster, budget))
            return false;
        turn->phase = TURN_NEUTRINO;
        __attribute__((fallthrough));
    case TURN_NEUTRINO:
        if (!turn->neutrino_first && !run_neutrino(cluster))
            return false;
        run_devices(cluster);
    }
    complete(cluster);
    turn->phase = TURN_BEGIN;
    return true;
}
