/* What a unit tells of its runs, for checks that speak of a program: facts, each with its place.
 * They are found when a unit is lowered, travel in its object as the description of one note
 * (link/note.h), and meet those of the other units when the program is linked. */
#ifndef MUONC_FACTS_FACTS_H
#define MUONC_FACTS_FACTS_H

#include "muonc/facts/flags.h"
#include "support/diag.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum fact_kind {
    FACT_MEETING = 1, /* an invoke of task 0 that waits for others: with these flags */
    FACT_SYNC_ID,     /* an invoke of the task id `value`, a sync point's */
    FACT_RUN,         /* the variable `name` gets a run; `value` is an enum fact_run */
    FACT_COMPLETION,  /* the run in the variable `name` is completed */
};

/* What a variable gets. */
enum fact_run {
    RUN_OTHER, /* anything that is no invoke: nobody knows what run it is */
    RUN_MANUAL,
    RUN_NOT_MANUAL,
};

struct fact {
    enum fact_kind kind;
    struct run_flags flags;
    uint32_t value;
    char *name;    /* owned; NULL for none. Of C++ mangled */
    bool internal; /* other units cannot mean it by the name: of no interest to them */
    char *file;    /* owned; what where.file points to */
    struct diag_location where;
};

struct fact_list {
    struct fact *items;
    size_t count;
};

/* Takes over the fact; its file is copied from where. */
void facts_add(struct fact_list *list, struct fact fact);
void facts_free(struct fact_list *list);

/* The facts as bytes, without internal ones; NULL if there are none. The caller frees them. */
uint8_t *facts_write(const struct fact_list *list, size_t *size);
/* Adds those of a unit. False if the bytes are damaged; the list then has those before that place.
 */
bool facts_read(const uint8_t *bytes, size_t size, struct fact_list *list);

/* ---- the checks ---- */

struct fact_check {
    const struct fact_list *units;
    size_t count;
    bool across;          /* between units: what concerns one of them alone has been said */
    unsigned sync_points; /* that the program has, if across */
    struct diag_engine *diag;
};

void facts_check(const struct fact_check *check);

#endif
