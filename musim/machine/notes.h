/* Notes of a report about many warps or runs: those that say the same of the same place are one,
 * with the set of whom it is about. */
#ifndef MUSIM_MACHINE_NOTES_H
#define MUSIM_MACHINE_NOTES_H

#include "musim/machine/report.h"
#include "musim/simt/simt.h"

/* "cluster 0, core 1, warp 2, pc 0x10000040 in main+0x40, waits for run 3 of stage: 1 of 2
 * arrived", of which most parts may be missing. */
struct note {
    const struct warp *warp; /* NULL: not about one */
    uint32_t pc;             /* 0: none */
    bool any_column;         /* places on one line are one */
    const char *const *does; /* "waits for", and of several "wait for"; NULL: nothing */
    run_id run;              /* 0: none */
    const char *thing;       /* in the place of a run, may be NULL */
    const char *lacks;       /* may be NULL */
};

struct notes {
    const struct program *program;
    struct note_group *items;
    size_t count;
};

void notes_add(struct notes *notes, const struct note *note);
/* Adds the first so many to the report, with the callers of their places, and how many there are
 * beyond. */
void notes_report(struct notes *notes, size_t most, struct report *report);
void notes_free(struct notes *notes);

#endif
