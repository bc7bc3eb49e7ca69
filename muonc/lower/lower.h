/* Source-level lowering: in a preprocessed unit, each call of neutrino_invoke, neutrino_payload and
 * neutrino_complete (declared in neutrino/muon.h) becomes inline assembly. What the programming
 * model forbids is reported at the user's line and column. Everything else stays as it is. */
#ifndef MUONC_LOWER_LOWER_H
#define MUONC_LOWER_LOWER_H

#include "muonc/facts/facts.h"
#include "object/nbin.h"
#include "support/alloc.h"
#include "support/diag.h"

#include <stdbool.h>
#include <stddef.h>

struct lower_request {
    const char *text; /* what the preprocessor made, with its line markers */
    size_t size;
    const char *path; /* of the user's source */
    bool cxx;
    const struct string_list *arguments; /* clang's: target, -std=, -W…; nothing about headers */
    const struct nbin *nbin;             /* NULL: the unit knows no tasks */
};

enum lower_status {
    LOWER_DONE,
    LOWER_FAILED,   /* after diagnostics */
    LOWER_REJECTED, /* clang finds errors in the text; clang itself says them best */
};

struct lower_result {
    char *text; /* LOWER_DONE: the lowered source, which the caller frees */
    size_t size;
    struct fact_list facts; /* of the unit, which the caller frees */
    bool warned;            /* clang has warnings about the unit */
};

enum lower_status lower_unit(const struct lower_request *request, struct diag_engine *diag,
                             struct lower_result *result);

#endif
