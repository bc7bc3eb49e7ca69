/* Source-level lowering: in a source, each call of neutrino_invoke, neutrino_payload and
 * neutrino_complete (declared in neutrino/muon.h) becomes inline assembly. What the programming
 * model forbids is reported at the user's line and column. Everything else stays as it is, where it
 * is. Behind it come the entries of its kernels (neutrino/kernel.h). */
#ifndef MUONC_LOWER_LOWER_H
#define MUONC_LOWER_LOWER_H

#include "muonc/facts/facts.h"
#include "muonc/lower/expand.h"
#include "object/nbin.h"
#include "support/alloc.h"
#include "support/diag.h"

#include <stdbool.h>
#include <stddef.h>

struct lower_request {
    const char *text; /* of the source, or what has been made of it below */
    size_t size;
    const char *path;                    /* of the source, by which clang finds what is beside it */
    const char *header;                  /* that declares the builtins, as it is included */
    const struct string_list *arguments; /* clang's whole command line, without the source */
    const struct nbin *nbin;             /* NULL: the unit knows no tasks */
    const struct expansions *expanded;   /* macros that the text has expanded already */
    bool cxx;
    bool host; /* kernels are for the CPU, where there are no tasks */
};

enum lower_status {
    LOWER_DONE,
    LOWER_NOTHING,  /* the unit has neither calls nor kernels: the source is right as it is */
    LOWER_OUTSIDE,  /* not yet: some calls are in other files, which the text is to have in it */
    LOWER_MACROS,   /* not yet: these uses of macros are to be expanded in the text */
    LOWER_FAILED,   /* after diagnostics */
    LOWER_REJECTED, /* clang finds errors in the text, or in its own options, and says them best */
};

struct lower_result {
    char *text; /* LOWER_DONE: the lowered source, which the caller frees */
    size_t size;
    struct use *uses; /* LOWER_MACROS: in order, which the caller frees */
    size_t use_count;
    struct fact_list facts;     /* LOWER_DONE, LOWER_NOTHING: of the unit, which the caller frees */
    struct string_list kernels; /* LOWER_DONE: their signatures (object/signature.h), likewise */
    bool warned;                /* clang has warnings about the unit */
    bool assembly;              /* the unit has assembly at file scope */
    bool half;                  /* it has _Float16 */
};

enum lower_status lower_unit(const struct lower_request *request, struct diag_engine *diag,
                             struct lower_result *result);

#endif
