/* From the sources and the generated texts to the linked nbin. */
#ifndef NBC_BUILD_H
#define NBC_BUILD_H

#include "support/alloc.h"
#include "support/diag.h"
#include "support/program.h"

struct build_request {
    const struct string_list *sources;   /* all that clang compiles: C, C++, assembly */
    const struct string_list *objects;   /* objects and archives to link with */
    const struct string_list *arguments; /* the user's options for clang */
    const char *boilerplate;             /* texts of nbc/emit.h */
    const char *sections;
    const char *keep; /* -save-temps: prefix of the files to leave, or NULL */
    enum program_echo echo;
};

/* The bytes of the nbin, freed by the caller; NULL after a diagnostic (clang and lld report their
 * own) and, with *ok true, after a dry run. */
char *build_nbin(const struct build_request *request, size_t *size, bool *ok,
                 struct diag_engine *diag);

#endif
