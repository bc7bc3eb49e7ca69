/* Reports about the simulated program, as data: made where something goes wrong, printed when all
 * that the program wrote before is out. A cluster has one; the first that is made is the one. */
#ifndef MUSIM_MACHINE_REPORT_H
#define MUSIM_MACHINE_REPORT_H

#include "musim/device/scoreboard.h"
#include "musim/program/program.h"
#include "neutrino/musim.h"
#include "support/diag.h"

struct report {
    const struct program *program;
    unsigned cluster;
    bool made;
    enum musim_status status; /* how the run ends for it */
    struct report_line {
        enum diag_severity severity;
        struct diag_location where; /* its file lives as long as the program */
        char *text;
    } *lines;
    size_t count;
};

/* Begins a report; returns false, and nothing is to be added, if one has been made already. */
bool report_begin(struct report *report, enum musim_status status);
void report_add(struct report *report, enum diag_severity severity, struct diag_location where,
                const char *format, ...) __attribute__((format(printf, 4, 5)));
void report_print(const struct report *report, struct diag_engine *diag);
void report_clear(struct report *report);

/* A place in a warp; lane -1: the whole warp. */
struct report_place {
    unsigned core, warp;
    int lane;
    uint32_t pc;
    const struct warp *state; /* of the warp; NULL: nobody knows its callers */
};

/* where NULL: the source line of the place's pc. Callers are told of unless it is a place of the
 * user's. */
void report_warp_fault(struct report *report, const struct report_place *place,
                       const struct diag_location *where, const char *text);
void report_misuse(struct report *report, const struct sb_misuse *misuse);
/* For a report that does not stop the run. */
void report_warning(struct report *report, const struct report_place *place, const char *text);
/* What the Neutrino was doing: its pc, and the run at the head of its queue (0: none); and the run
 * that the fault is about (0: none; else that is where the user looks), with the pc that invoked it
 * if it is live. */
struct report_neutrino {
    uint64_t pc;
    run_id head, subject;
    uint32_t invoked;
    bool is_fault_at_pc; /* rather than an engine's; then also what x1 holds: who called */
    uint64_t caller;
};
void report_neutrino_fault(struct report *report, enum musim_status status,
                           const struct report_neutrino *at, const char *text);
/* A note for a report of several parts. */
void report_neutrino_runs(struct report *report, unsigned cluster,
                          const struct report_neutrino *at);

/* ---- for reports of several parts (notes.c, deadlock.c) ---- */

/* "run 3 of matmul_task", and what follows "of"; the caller frees each. */
char *report_run_name(const struct program *program, run_id run);
char *report_task_name(const struct program *program, run_id run);
/* "pc 0x10000040 in main+0x40"; the caller frees it. */
char *report_pc_name(const struct program *program, uint32_t pc);
/* "cluster 0, core 1, warp 2, lane 3, pc 0x10000040 in main+0x40"; the caller frees it. */
char *report_place_name(const struct report *report, const struct report_place *place);
/* The source position of pc, else the program as a file; and notes that lead from there to the
 * user's line, if it is in inlined functions or in one whose source is not there, as the library's
 * are not. */
struct diag_location report_location(const struct program *program, uint32_t pc);
void report_callers(struct report *report, const struct report_place *place);
/* Whether it is a line of a source that is there. */
/* Where a task starts; the program, if that is not known. */
struct diag_location report_task_start(const struct program *program, unsigned task);
/* Of the Neutrino's code, if it is the user's; DIAG_NOWHERE else. */
struct diag_location report_task_location(const struct program *program, uint64_t pc);
bool report_is_users(const struct diag_location *where);
/* "completes run 3 of stage, which is not live"; the caller frees it. */
char *report_misuse_text(const struct program *program, const struct sb_misuse *misuse);

#endif
