/* Reports about the simulated program: faults and misuse. Each stops the machine. */
#include "musim/report.h"

#include "support/alloc.h"

#include <stdlib.h>

/* What the program printed so far comes before what is said about it. */
void report_begin(struct musim *machine) {
    machine_flush_console(machine);
}

static void stop(struct musim *machine, enum musim_status status) {
    machine->stopped = true;
    machine->status = status;
}

/* ---- names ---- */

char *report_run_name(const struct musim *machine, run_id run) {
    unsigned task = run_task(run), number = run & ((1u << NEUTRINO_RUN_COUNTER_BITS) - 1);
    const char *kind = task >= NEUTRINO_FIRST_SYNC_POINT ? "sync point" : "task";
    if (task == 0)
        return xasprintf("run %u of the anonymous task 0", number);
    if (!machine->names[task])
        return xasprintf("run %u of %s %u", number, kind, task);
    if (task >= NEUTRINO_FIRST_SYNC_POINT)
        return xasprintf("run %u of %s %s", number, kind, machine->names[task]);
    return xasprintf("run %u of %s", number, machine->names[task]);
}

char *report_place(const struct warp *warp, int lane, uint32_t pc) {
    struct source_position position = {0};
    char *lane_text = lane < 0 ? xstrdup("") : xasprintf(", lane %d", lane);
    const struct source_map *source = warp_machine(warp)->source;
    if (source)
        source_map_lookup(source, pc, &position);
    char *function = position.function ? xasprintf(" in %s+0x%llx", position.function,
                                                   (unsigned long long)position.function_offset)
                                       : xstrdup("");
    char *text =
        xasprintf("cluster %u, core %u, warp %u%s, pc 0x%08x%s", warp->core->cluster->number,
                  warp->core->index, warp->index, lane_text, pc, function);
    free(lane_text);
    free(function);
    return text;
}

struct diag_location report_location(const struct musim *machine, uint32_t pc) {
    struct source_position position = {0};
    if (!machine->source || !source_map_lookup(machine->source, pc, &position) || !position.file)
        return DIAG_FILE(machine->name);
    return (struct diag_location){
        .file = position.file,
        .line = position.line,
        .column = position.column,
    };
}

/* ---- faults of the SIMT side ---- */

static void warp_fault(struct warp *warp, int lane, struct diag_location where, const char *format,
                       va_list arguments) {
    struct musim *machine = warp_machine(warp);
    char *what = xvasprintf(format, arguments);
    char *place = report_place(warp, lane, warp->pc);
    report_begin(machine);
    diag_report(&machine->diag, DIAG_ERROR, NULL, where, "%s", what);
    diag_report(&machine->diag, DIAG_NOTE, NULL, DIAG_FILE(machine->name), "%s", place);
    free(place);
    free(what);
    stop(machine, MUSIM_FAULT);
}

void report_warp_fault(struct warp *warp, int lane, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    warp_fault(warp, lane, report_location(warp_machine(warp), warp->pc), format, arguments);
    va_end(arguments);
}

void report_warp_fault_at(struct warp *warp, struct diag_location where, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    warp_fault(warp, -1, where, format, arguments);
    va_end(arguments);
}

/* ---- faults of the Neutrino ---- */

void report_neutrino_fault(struct cluster *cluster, const char *format, ...) {
    struct musim *machine = cluster->machine;
    const struct rv64 *core = cluster->neutrino;
    if (machine->stopped)
        return;
    va_list arguments;
    va_start(arguments, format);
    char *what = xvasprintf(format, arguments);
    va_end(arguments);
    run_id head = task_queue_head(cluster->queue);
    report_begin(machine);
    char *task = head ? report_run_name(machine, head) : xstrdup("no task");
    diag_report(&machine->diag, DIAG_ERROR, NULL, DIAG_FILE(machine->name), "Neutrino: %s", what);
    diag_report(&machine->diag, DIAG_NOTE, NULL, DIAG_FILE(machine->name),
                "cluster %u, pc 0x%llx, in %s", cluster->number, (unsigned long long)rv64_pc(core),
                task);
    free(task);
    free(what);
    stop(machine, MUSIM_FAULT);
}

void report_neutrino_trap(struct cluster *cluster) {
    const struct rv64 *core = cluster->neutrino;
    uint64_t cause = rv64_csr(core, RV64_CSR_MCAUSE);
    report_neutrino_fault(cluster, "%s (mcause %llu) at pc 0x%llx, mtval 0x%llx",
                          rv64_cause_name(cause), (unsigned long long)cause,
                          (unsigned long long)rv64_csr(core, RV64_CSR_MEPC),
                          (unsigned long long)rv64_csr(core, RV64_CSR_MTVAL));
}

/* ---- misuse of runs ---- */

static char *describe_misuse(const struct musim *machine, const struct sb_misuse *misuse) {
    char *run = report_run_name(machine, misuse->run);
    char *text = NULL;
    switch (misuse->kind) {
    case SB_DEPENDENCIES_DIFFER:
        text = xasprintf("arrives at %s with other dependencies than the first arrival", run);
        break;
    case SB_COMPLETE_NOT_LIVE: text = xasprintf("completes %s, which is not live", run); break;
    case SB_COMPLETE_NOT_MANUAL:
        text = xasprintf("completes %s, whose retire mode is not MANUAL", run);
        break;
    case SB_COMPLETE_DIFFERS:
        text = xasprintf("completes %s with another participation than an earlier complete", run);
        break;
    case SB_SIGNAL_NOT_LIVE: text = xasprintf("signals %s, which takes no signal", run); break;
    }
    free(run);
    return text;
}

void report_misuse(struct cluster *cluster, const struct sb_misuse *misuse) {
    struct musim *machine = cluster->machine;
    if (machine->stopped)
        return;
    char *text = describe_misuse(machine, misuse);
    if (misuse->from_neutrino) {
        report_neutrino_fault(cluster, "%s", text);
    } else {
        uint32_t pc = misuse->warp.pc;
        const struct warp *warp = &cluster->cores[misuse->warp.core].warps[misuse->warp.warp];
        char *place = report_place(warp, -1, pc);
        report_begin(machine);
        diag_report(&machine->diag, DIAG_ERROR, NULL, report_location(machine, pc), "%s", text);
        diag_report(&machine->diag, DIAG_NOTE, NULL, DIAG_FILE(machine->name), "%s", place);
        if (misuse->other_pc)
            diag_report(&machine->diag, DIAG_NOTE, NULL, report_location(machine, misuse->other_pc),
                        "the other one is at pc 0x%08x", misuse->other_pc);
        free(place);
    }
    free(text);
    stop(machine, MUSIM_MISUSE);
}
