/* What the programming model demands of the calls, checked; what the emitter needs, worked out. */
#ifndef MUONC_LOWER_CHECK_H
#define MUONC_LOWER_CHECK_H

#include "muonc/facts/facts.h"
#include "muonc/lower/calls.h"
#include "muonc/lower/places.h"

struct checker {
    struct call_list *calls;
    struct places *places;
    const struct nbin *nbin;
    struct diag_engine *diag;
    struct fact_list facts; /* what is of interest to the program's other units, too */
};

/* Where the user wrote the builtin's name, and an argument. */
struct diag_location check_name_place(struct checker *checker, const struct call *call);
struct diag_location check_argument_place(struct checker *checker, const struct call *call,
                                          int index);

/* Each call by itself: fills in its results, reports what is wrong with it. */
void check_calls(struct checker *checker);

/* The calls together: payloads and their invokes, runs and their completion, dummies that never
 * meet. */
void check_protocol(struct checker *checker, CXTranslationUnit unit);

/* Whether on each path through a function an invoke of a task with arguments has its payload, and
 * no payload is lost. False, and nothing checked, if the function has jumps that nobody follows. */
bool payload_check_paths(struct checker *checker, CXCursor function);

/* Finds the unit's facts. */
void runs_find(struct checker *checker, CXTranslationUnit unit);
/* Whether it is declared as run_t, or as a type of its own that is. */
bool runs_is_run_type(CXType type);

#endif
