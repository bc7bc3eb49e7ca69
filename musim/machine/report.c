/* Reports about the simulated program: faults and misuse. */
#include "musim/machine/report.h"

#include "musim/machine/callers.h"
#include "support/array.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool report_begin(struct report *report, enum musim_status status) {
    if (report->made)
        return false;
    report->made = true;
    report->status = status;
    return true;
}

void report_add(struct report *report, enum diag_severity severity, struct diag_location where,
                const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    *ARRAY_ADD(report->lines, report->count) =
        (struct report_line){severity, where, xvasprintf(format, arguments)};
    va_end(arguments);
}

void report_print(const struct report *report, struct diag_engine *diag) {
    for (size_t i = 0; i < report->count; i++)
        diag_report(diag, report->lines[i].severity, NULL, report->lines[i].where, "%s",
                    report->lines[i].text);
}

void report_clear(struct report *report) {
    for (size_t i = 0; i < report->count; i++)
        free(report->lines[i].text);
    free(report->lines);
    *report = (struct report){.program = report->program, .cluster = report->cluster};
}

/* ---- names ---- */

char *report_task_name(const struct program *program, run_id run) {
    unsigned task = run_task(run);
    const char *kind = task >= NEUTRINO_FIRST_SYNC_POINT ? "sync point" : "task";
    if (task == 0)
        return xstrdup("the anonymous task 0");
    if (!program->names[task])
        return xasprintf("%s %u", kind, task);
    if (task >= NEUTRINO_FIRST_SYNC_POINT)
        return xasprintf("sync point %s", program->names[task]);
    return xstrdup(program->names[task]);
}

char *report_run_name(const struct program *program, run_id run) {
    char *task = report_task_name(program, run);
    char *name = xasprintf("run %u of %s", run & ((1u << NEUTRINO_RUN_COUNTER_BITS) - 1), task);
    free(task);
    return name;
}

char *report_pc_name(const struct program *program, uint32_t pc) {
    struct source_position position = {0};
    if (program->source)
        source_map_lookup(program->source, pc, &position);
    if (!position.function)
        return xasprintf("pc 0x%08x", pc);
    return xasprintf("pc 0x%08x in %s+0x%llx", pc, position.function,
                     (unsigned long long)position.function_offset);
}

char *report_place_name(const struct report *report, const struct report_place *place) {
    char *lane = place->lane < 0 ? xstrdup("") : xasprintf(", lane %d", place->lane);
    char *pc = report_pc_name(report->program, place->pc);
    char *text = xasprintf("cluster %u, core %u, warp %u%s, %s", report->cluster, place->core,
                           place->warp, lane, pc);
    free(lane);
    free(pc);
    return text;
}

struct diag_location report_location(const struct program *program, uint32_t pc) {
    struct source_position position = {0};
    if (!program->source || !source_map_lookup(program->source, pc, &position) || !position.file)
        return DIAG_FILE(program->name);
    return (struct diag_location){
        .file = position.file,
        .line = position.line,
        .column = position.column,
    };
}

bool report_is_users(const struct diag_location *where) {
    return where->line && !access(where->file, R_OK);
}

struct diag_location report_task_start(const struct program *program, unsigned task) {
    if (task == 0 || task > NEUTRINO_MAX_TASK || !program->places[task].file)
        return DIAG_FILE(program->name);
    return (struct diag_location){.file = program->places[task].file,
                                  .line = program->places[task].line};
}

struct diag_location report_task_location(const struct program *program, uint64_t pc) {
    struct source_position position;
    if (!line_table_lookup(&program->task_lines, pc, &position))
        return DIAG_NOWHERE;
    struct diag_location where = {
        .file = position.file, .line = position.line, .column = position.column};
    return report_is_users(&where) ? where : DIAG_NOWHERE;
}

static struct diag_location call_location(const struct report *report,
                                          const struct source_call *call) {
    return call->file ? (struct diag_location){.file = call->file,
                                               .line = call->line,
                                               .column = call->column}
                      : DIAG_FILE(report->program->name);
}

/* A note at each call that was inlined at pc. Returns whether the outermost is the user's. */
static bool add_inlined(struct report *report, uint32_t pc) {
    enum { MOST = 8 };
    static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
    struct source_call calls[MOST];
    size_t count = 0;
    pthread_mutex_lock(&one_at_a_time);
    if (report->program->source)
        count = source_map_inlined(report->program->source, pc, calls, MOST);
    pthread_mutex_unlock(&one_at_a_time);
    struct diag_location where = DIAG_NOWHERE;
    for (size_t i = 0; i < count && i < MOST; i++) {
        where = call_location(report, &calls[i]);
        report_add(report, DIAG_NOTE, where, "'%s' is called here", calls[i].function);
    }
    return report_is_users(&where);
}

/* The function around pc as the user calls it: those of the library have a prefix of their own. */
static const char *function_name(const struct program *program, uint32_t pc) {
    static const char prefix[] = "__neutrino_";
    struct source_position position = {0};
    source_map_lookup(program->source, pc, &position);
    if (!position.function)
        return "the function";
    bool is_librarys = !strncmp(position.function, prefix, strlen(prefix));
    return position.function + (is_librarys ? strlen(prefix) : 0);
}

/* What called the user's first function is of no interest. users: there has been one of the user's.
 */
static void add_calls(struct report *report, uint32_t pc, const uint32_t *calls, size_t count,
                      bool users) {
    for (size_t i = 0; i < count; pc = calls[i++]) {
        struct diag_location where = report_location(report->program, calls[i]);
        if (users && !report_is_users(&where))
            break;
        users |= report_is_users(&where);
        report_add(report, DIAG_NOTE, where, "'%s' is called here",
                   function_name(report->program, pc));
        users |= add_inlined(report, calls[i]);
    }
}

void report_callers(struct report *report, const struct report_place *place) {
    enum { MOST = 16 };
    uint32_t calls[MOST];
    struct diag_location innermost = report_location(report->program, place->pc);
    bool users = add_inlined(report, place->pc);
    if (!place->state || !report->program->source || report_is_users(&innermost))
        return;
    unsigned lane = place->lane >= 0      ? (unsigned)place->lane
                    : place->state->tmask ? lowest_lane(place->state->tmask)
                                          : 0;
    size_t count = callers_find(report->program, place->state, lane, place->pc, calls, MOST);
    add_calls(report, place->pc, calls, count, users);
}

static void add_place(struct report *report, const struct report_place *place) {
    char *text = report_place_name(report, place);
    report_add(report, DIAG_NOTE, DIAG_FILE(report->program->name), "%s", text);
    free(text);
}

/* ---- faults ---- */

void report_warp_fault(struct report *report, const struct report_place *place,
                       const struct diag_location *where, const char *text) {
    if (!report_begin(report, MUSIM_FAULT))
        return;
    report_add(report, DIAG_ERROR, where ? *where : report_location(report->program, place->pc),
               "%s", text);
    if (!where || (where->line && !report_is_users(where)))
        report_callers(report, place);
    add_place(report, place);
}

void report_warning(struct report *report, const struct report_place *place, const char *text) {
    if (!report_begin(report, MUSIM_DONE))
        return;
    report_add(report, DIAG_WARNING, report_location(report->program, place->pc), "%s", text);
    add_place(report, place);
}

static void add_invoke(struct report *report, const struct report_neutrino *at) {
    char *run = report_run_name(report->program, at->subject);
    report_add(report, DIAG_NOTE, report_location(report->program, at->invoked),
               "%s is invoked here", run);
    add_inlined(report, at->invoked);
    free(run);
}

/* Where the user's code is at fault: at pc, or where it calls the function that pc is in; if that
 * is not known, where the task starts. */
static struct diag_location neutrino_location(const struct program *program,
                                              const struct report_neutrino *at) {
    if (!at->is_fault_at_pc)
        return DIAG_FILE(program->name);
    struct diag_location where = report_task_location(program, at->pc);
    if (!where.line)
        where = report_task_location(program, at->caller - 1);
    return where.line ? where : report_task_start(program, run_task(at->head));
}

void report_neutrino_fault(struct report *report, enum musim_status status,
                           const struct report_neutrino *at, const char *text) {
    if (!report_begin(report, status))
        return;
    struct diag_location program = DIAG_FILE(report->program->name);
    struct diag_location where = neutrino_location(report->program, at);
    char *task = at->head ? report_run_name(report->program, at->head) : xstrdup("no task");
    report_add(report, DIAG_ERROR, where, "Neutrino: %s", text);
    report_add(report, DIAG_NOTE, program, "cluster %u, pc 0x%llx, in %s", report->cluster,
               (unsigned long long)at->pc, task);
    free(task);
    if (at->invoked)
        add_invoke(report, at);
}

void report_neutrino_runs(struct report *report, unsigned cluster,
                          const struct report_neutrino *at) {
    char *task = at->head ? report_run_name(report->program, at->head) : xstrdup("no task");
    report_add(report, DIAG_NOTE, neutrino_location(report->program, at),
               "cluster %u, Neutrino, pc 0x%llx, in %s, runs", cluster, (unsigned long long)at->pc,
               task);
    free(task);
}

/* ---- misuse of runs ---- */

char *report_misuse_text(const struct program *program, const struct sb_misuse *misuse) {
    char *run = report_run_name(program, misuse->run);
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

void report_misuse(struct report *report, const struct sb_misuse *misuse) {
    if (!report_begin(report, MUSIM_MISUSE))
        return;
    const struct report_place place = {
        .core = misuse->warp.core,
        .warp = misuse->warp.warp,
        .lane = -1,
        .pc = misuse->warp.pc,
    };
    char *text = report_misuse_text(report->program, misuse);
    report_add(report, DIAG_ERROR, report_location(report->program, place.pc), "%s", text);
    report_callers(report, &place);
    add_place(report, &place);
    if (misuse->other_pc) {
        report_add(report, DIAG_NOTE, report_location(report->program, misuse->other_pc),
                   "the other one is at pc 0x%08x", misuse->other_pc);
        add_inlined(report, misuse->other_pc);
    }
    free(text);
}
