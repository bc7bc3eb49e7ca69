/* How a launch ends: what the program wrote comes out, and then the report. */
#include "musim/machine/machine.h"

/* All that the program wrote, also lines that have no end yet: warps', then the Neutrinos'. */
static void flush_console(struct musim *machine) {
    unsigned warps = machine->config.cores * machine->config.warps;
    for (unsigned i = 0; i < machine->config.clusters; i++)
        for (unsigned w = 0; w < warps; w++)
            devices_ended(&machine->clusters[i].devices, DEVICE_WARP(w));
    for (unsigned i = 0; i < machine->config.clusters; i++)
        devices_ended(&machine->clusters[i].devices, DEVICE_NEUTRINO);
    fflush(machine->console.stream);
}

const struct cluster *machine_first_report(const struct musim *machine) {
    const struct cluster *first = NULL;
    for (unsigned i = 0; i < machine->config.clusters; i++) {
        const struct cluster *cluster = &machine->clusters[i];
        if (cluster->report.made && (!first || cluster->round < first->round))
            first = cluster;
    }
    return first;
}

/* The first warning, by round and number of the cluster. On several threads clusters go on for some
 * rounds when another one has stopped the run: what they met then does not count. */
static const struct cluster *first_warning(const struct musim *machine) {
    const struct cluster *first = NULL, *end = machine_first_report(machine);
    for (unsigned i = 0; i < machine->config.clusters; i++) {
        const struct cluster *cluster = &machine->clusters[i];
        if (cluster->warning.made && (!first || cluster->warning_round < first->warning_round))
            first = cluster;
    }
    bool after_end = first && end &&
                     (first->warning_round > end->round ||
                      (first->warning_round == end->round && first->number > end->number));
    return after_end ? NULL : first;
}

static unsigned count_waiting(const struct musim *machine) {
    unsigned waiting = 0;
    for (unsigned i = 0; i < machine_warp_count(machine); i++)
        waiting += machine->warps[i].state != WARP_INACTIVE;
    return waiting;
}

/* Nothing can run, and some warps wait. */
static void report_deadlock(struct musim *machine, unsigned waiting) {
    struct report report = {.program = machine->program};
    report_add(&report, DIAG_ERROR, DIAG_FILE(machine->program->name),
               "deadlock: %u %s and nothing can run", waiting,
               waiting == 1 ? "warp waits" : "warps wait");
    report_waits(&report, machine->clusters, machine->config.clusters);
    report_print(&report, &machine->diag);
    report_clear(&report);
}

/* Some can run, and are not to. */
static void report_stopped(struct musim *machine, const char *how, uint64_t cycles) {
    struct report report = {.program = machine->program};
    report_add(&report, DIAG_ERROR, DIAG_FILE(machine->program->name), "%s after %llu cycles", how,
               (unsigned long long)cycles);
    report_running(&report, machine->clusters, machine->config.clusters);
    report_waits(&report, machine->clusters, machine->config.clusters);
    report_print(&report, &machine->diag);
    report_clear(&report);
}

static enum musim_status finish(struct musim *machine, enum musim_status status) {
    machine->over = true;
    machine->status = status;
    machine_tell_end(machine);
    flush_console(machine);
    const struct cluster *warning = first_warning(machine);
    if (warning)
        report_print(&warning->warning, &machine->diag);
    machine->status = observers_end(&machine->observers, status);
    return machine->status;
}

enum musim_status machine_end_with_report(struct musim *machine, const struct cluster *reporter) {
    finish(machine, reporter->report.status);
    if (machine->status == MUSIM_EXHAUSTED)
        report_stopped(machine, "stopped", machine->config.max_instructions);
    else
        report_print(&reporter->report, &machine->diag);
    return machine->status;
}

enum musim_status machine_end_interrupted(struct musim *machine) {
    finish(machine, MUSIM_INTERRUPTED);
    report_stopped(machine, "interrupted", musim_cycles(machine));
    return machine->status;
}

enum musim_status machine_end_idle(struct musim *machine, bool idle_is_no_end) {
    unsigned waiting = count_waiting(machine);
    if (!waiting)
        return finish(machine, MUSIM_DONE);
    if (idle_is_no_end)
        return MUSIM_IDLE;
    finish(machine, MUSIM_DEADLOCK);
    report_deadlock(machine, waiting);
    return machine->status;
}
