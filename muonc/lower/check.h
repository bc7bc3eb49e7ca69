/* What the programming model demands of the calls, checked; what the emitter needs, worked out. */
#ifndef MUONC_LOWER_CHECK_H
#define MUONC_LOWER_CHECK_H

#include "muonc/lower/calls.h"
#include "muonc/lower/places.h"

struct checker {
    struct call_list *calls;
    struct places *places;
    const struct nbin *nbin;
    struct diag_engine *diag;
};

/* Where the user wrote the builtin's name, and an argument. */
struct diag_location check_name_place(struct checker *checker, const struct call *call);
struct diag_location check_argument_place(struct checker *checker, const struct call *call,
                                          int index);

/* Each call by itself: fills in its results, reports what is wrong with it. */
void check_calls(struct checker *checker);

/* The calls together: payloads and their invokes, runs and their completion, dummies that never
 * meet. */
void check_protocol(struct checker *checker);

#endif
