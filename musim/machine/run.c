/* Running a launch: to its end, in parts, or by single instructions. */
#include "musim/machine/chance.h"
#include "musim/machine/machine.h"

#include <fenv.h>

/* ---- one thread ---- */

static bool take_turns(struct musim *machine, uint64_t *budget) {
    unsigned clusters = machine->config.clusters;
    if (!machine->begun) {
        machine->begun = true;
        machine->ran = false;
        machine->turn = 0;
        machine->first = (unsigned)chance_draw(&machine->config, &machine->random, clusters);
    }
    while (machine->turn < clusters) {
        struct cluster *cluster = &machine->clusters[(machine->first + machine->turn) % clusters];
        if (machine_attend(machine))
            return false;
        if (!cluster->ended) {
            if (!cluster_round(cluster, budget))
                return false;
            machine->ran |= !cluster->ended;
        }
        machine->turn++;
        if (cluster->halt)
            return false;
    }
    return true;
}

/* Round after round, until one does not come to its end or nothing happens in it. */
static bool run_rounds(struct musim *machine, uint64_t *budget) {
    for (;;) {
        if (!take_turns(machine, budget))
            return false;
        machine->begun = false;
        if (!machine->ran)
            return true;
    }
}

/* The warp that has stopped before a breakpoint, NULL if none has. */
static const struct warp *take_breakpoint(struct musim *machine) {
    for (unsigned i = 0; i < machine->config.clusters; i++) {
        const struct warp *warp = machine->clusters[i].breakpoint;
        machine->clusters[i].breakpoint = NULL;
        if (warp)
            return warp;
    }
    return NULL;
}

static bool take_pause(struct musim *machine) {
    bool paused = false;
    for (unsigned i = 0; i < machine->config.clusters; i++) {
        paused |= machine->clusters[i].halt;
        machine->clusters[i].halt = machine->clusters[i].leave = false;
    }
    return paused;
}

/* Why a round did not come to its end. */
static enum musim_status explain(struct musim *machine) {
    const struct cluster *reporter = machine_first_report(machine);
    if (reporter)
        return machine_end_with_report(machine, reporter);
    const struct warp *warp = take_breakpoint(machine);
    if (warp) {
        const struct core *core = warp->core;
        machine->where = (struct musim_warp_id){core->simt->cluster, core->index, warp->index};
        return MUSIM_BREAKPOINT;
    }
    if (take_pause(machine))
        return MUSIM_PAUSED;
    return machine_take_interrupt(machine) ? machine_end_interrupted(machine) : MUSIM_BUDGET;
}

/* ---- running ---- */

static void choose_interpreter(struct musim *machine) {
    const struct observers *observers = &machine->observers;
    bool observed = observers->instructions || observers->accesses;
    for (unsigned i = 0; i < machine->config.clusters; i++) {
        struct cluster *cluster = &machine->clusters[i];
        cluster->tap = observe_tap(cluster);
        cluster->simt.tap = observed ? &cluster->tap : NULL;
        rv64_observe(cluster->neutrino, observers->transfers);
        cluster->run_slice = observed ? machine->interpreter.observed : machine->interpreter.plain;
    }
}

static bool wants_one_thread(const struct musim *machine) {
    return machine->code_count == 1 || machine->config.clusters == 1 || machine->observers.count ||
           machine->breakpoints.count || machine->config.check || machine->config.perturb;
}

static enum musim_status run(struct musim *machine, const struct musim_until *until) {
    uint64_t budget = until && until->instructions ? until->instructions : UINT64_MAX;
    bool ran_out = until || wants_one_thread(machine) ? run_rounds(machine, &budget)
                                                      : machine_run_threads(machine);
    return ran_out ? machine_end_idle(machine, until && until->idle) : explain(machine);
}

/* Rounding and flags of the host's unit are the program's while it runs. Returns the caller's, for
 * fesetenv. */
static fenv_t enter_program(struct musim *machine) {
    fenv_t environment;
    choose_interpreter(machine);
    fegetenv(&environment);
    fesetenv(FE_DFL_ENV);
    return environment;
}

static enum musim_status enter_and_run(struct musim *machine, const struct musim_until *until) {
    if (!machine->program || machine->over)
        return machine->status;
    fenv_t environment = enter_program(machine);
    enum musim_status status = run(machine, until);
    fesetenv(&environment);
    return status;
}

enum musim_status musim_run(struct musim *machine) {
    return enter_and_run(machine, NULL);
}

enum musim_status musim_run_until(struct musim *machine, const struct musim_until *until) {
    return enter_and_run(machine, until);
}

enum musim_status musim_step(struct musim *machine, struct musim_warp_id id) {
    struct warp *warp = machine_warp(machine, id);
    if (!warp || machine->over)
        return machine->status;
    if (warp->state != WARP_READY)
        return MUSIM_IDLE;
    struct cluster *cluster = &machine->clusters[id.cluster];
    fenv_t environment = enter_program(machine);
    warp->looked = true; /* at a breakpoint it has stopped for, too */
    warp->core->instructions +=
        cluster->run_slice(&cluster->simt, warp, 1, &warp->core->lane_instructions);
    warp->looked = false;
    fesetenv(&environment);
    cluster->ended = false;
    return cluster->halt ? explain(machine) : MUSIM_BUDGET;
}

void musim_pause(struct musim *machine) {
    for (unsigned i = 0; i < machine->config.clusters; i++)
        cluster_halt(&machine->clusters[i]);
}

uint32_t musim_result(const struct musim *machine) {
    const struct cluster *first = NULL;
    for (unsigned i = 0; machine->program && i < machine->config.clusters; i++) {
        const struct cluster *cluster = &machine->clusters[i];
        if (cluster->result && (!first || cluster->result_round < first->result_round))
            first = cluster;
    }
    return first ? first->result : 0;
}
