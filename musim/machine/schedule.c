/* Who has its turn when. A round gives one to each warp that can run, to the Neutrino and to the
 * devices. Where a round stands is data (struct turn), so that it can be left anywhere and gone on
 * with: stopping does not change the schedule. */
#include "musim/machine/cluster.h"

/* Instructions that a warp or the Neutrino executes before the next one has its turn. */
enum { SLICE = 256, NEUTRINO_SLICE = 1024 };

/* ---- chance ---- */

/* splitmix64: any seed will do. */
static uint64_t draw(uint64_t *random) {
    uint64_t z = *random += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

uint64_t schedule_draw(const struct musim_config *config, uint64_t *random, uint64_t n) {
    return config->perturb ? draw(random) % n : 0;
}

static uint64_t chance(struct cluster *cluster, uint64_t n) {
    return schedule_draw(cluster->config, &cluster->random, n);
}

/* ---- slices ---- */

/* How much somebody may execute now who has spent so much: all of a slice or, under --perturb, any
 * part of it; 0 after reaching the limit, which ends the run. */
static uint64_t begin_slice(struct cluster *cluster, uint64_t slice, uint64_t spent) {
    uint64_t limit = cluster->config->max_instructions;
    uint64_t left = slice - chance(cluster, slice);
    if (!limit || limit - spent > left)
        return left;
    if (limit == spent) {
        report_begin(&cluster->report, MUSIM_EXHAUSTED);
        cluster->halt = true;
    }
    return limit - spent;
}

/* The next warp of those that wait for their turn: the lowest or, under --perturb, any. */
static unsigned choose_warp(struct cluster *cluster, uint32_t waiting) {
    for (uint64_t skip = chance(cluster, (unsigned)__builtin_popcount(waiting)); skip; skip--)
        waiting &= waiting - 1;
    return (unsigned)__builtin_ctz(waiting);
}

static void run_warp(struct cluster *cluster, struct core *core, uint64_t *budget) {
    struct turn *turn = &cluster->turn;
    struct warp *warp = &core->warps[turn->warp];
    if (warp->state != WARP_READY) { /* after a step out of turn */
        turn->left = 0;
        return;
    }
    uint64_t most = turn->left < *budget ? turn->left : *budget;
    unsigned executed =
        cluster->run_slice(&cluster->simt, warp, (unsigned)most, &core->lane_instructions);
    core->instructions += executed;
    *budget -= executed;
    turn->left -= executed;
    if (warp->state != WARP_READY)
        turn->left = 0;
    /* It could go on, and did not. */
    warp->looked = executed < most && warp->state == WARP_READY && !cluster->halt;
    if (warp->looked)
        cluster->breakpoint = warp;
}

/* Each returns whether the phase is over. */

static bool run_core(struct cluster *cluster, struct core *core, uint64_t *budget) {
    struct turn *turn = &cluster->turn;
    if (!turn->core_begun) { /* warps that wake meanwhile come next time */
        turn->core_begun = true;
        turn->waiting = core->runnable;
        turn->ran |= turn->waiting != 0;
    }
    while (turn->left || (turn->waiting &= core->runnable)) {
        if (!turn->left) {
            turn->warp = choose_warp(cluster, turn->waiting);
            turn->left = begin_slice(cluster, SLICE, core->instructions);
            turn->waiting &= ~(UINT32_C(1) << turn->warp);
        }
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
        turn->left =
            begin_slice(cluster, NEUTRINO_SLICE, rv64_instructions(cluster->neutrino));
        turn->ran = true;
    }
    if (cluster->halt)
        return false;
    uint64_t executed = cluster_run_neutrino(cluster, turn->left);
    turn->left = cluster->halt ? turn->left - executed : 0;
    return !cluster->halt;
}

/* Under --perturb a device may take its time; it must not when nothing else happens. */
static bool takes_its_time(void *context) {
    struct cluster *cluster = context;
    return cluster->turn.ran && chance(cluster, 4) != 0;
}

static void run_devices(struct cluster *cluster) {
    bool reverse = chance(cluster, 2);
    cluster->turn.ran |=
        devices_step(&cluster->devices, reverse, takes_its_time, cluster);
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
