/* The calls of the builtins in a parsed unit. */
#ifndef MUONC_LOWER_CALLS_H
#define MUONC_LOWER_CALLS_H

#include "muonc/facts/flags.h"
#include "muonc/lower/cursors.h"
#include "muonc/lower/expand.h"
#include "muonc/lower/macros.h"
#include "muonc/lower/needed.h"
#include "muonc/lower/places.h"
#include "object/nbin.h"
#include "support/span.h"

#include <clang-c/Index.h>
#include <stdbool.h>
#include <stddef.h>

enum { KEPT_ARGUMENTS = 4 }; /* one more than a call may have: it is what is wrong */

struct call {
    enum call_kind kind;
    CXCursor cursor;
    struct span span; /* in the text */
    size_t name;      /* where the builtin's name stands, or DEPS */
    CXCursor arguments[KEPT_ARGUMENTS];
    struct span spans[KEPT_ARGUMENTS]; /* of the arguments */
    int argument_count;                /* all of them; the first KEPT_ARGUMENTS are kept */
    unsigned function;                 /* number of the function around it, 0: none */
    CXCursor body;                     /* that function */
    bool unused;                       /* nobody looks at the result */
    bool cast_to_void;                 /* and the user says so */

    /* What the checks found out, for the emitter. */
    struct run_flags flags; /* INVOKE, COMPLETE */
    bool open;              /* but a template parameter decides them */
    bool has_id;            /* INVOKE: the task is the constant id */
    int id;
    bool open_task;               /* INVOKE: but a template parameter decides the task's type */
    char *sync_point;             /* INVOKE: or the expression for this sync point, owned */
    const struct nbin_task *task; /* INVOKE, PAYLOAD: NULL for what is no task function */
    struct span runs[3];          /* INVOKE: dependencies; COMPLETE: the run */
    int run_count;
    char *type;     /* PAYLOAD: spelling of the value's type, owned */
    bool dependent; /* PAYLOAD: a template parameter decides the type; it is open then */
    unsigned bytes;
};

/* What is looked for calls in. */
struct call_source {
    const struct places *places; /* of the unit and its main file */
    struct macros macros;
};

struct call_list {
    struct call *items; /* by where they begin, outer before inner */
    size_t count;
    size_t *addresses; /* offsets of builtins' names that stand for something other than a call */
    size_t address_count;

    /* What keeps calls from being replaced in this text. */
    bool outside;     /* some are in other files */
    struct use *uses; /* of macros that bring calls along, in no order */
    size_t use_count;

    bool assembly; /* there is assembly at file scope */
};

/* All calls in the unit. */
void calls_find(const struct call_source *source, struct call_list *calls);
void calls_free(struct call_list *calls);

/* The call that the cursor is, seen through parentheses and conversions; NULL if it is no call of a
 * builtin. */
struct call *calls_at(struct call_list *calls, CXCursor cursor);

#endif
