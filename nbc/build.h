/* From the sources and the generated texts to the linked nbin. */
#ifndef NBC_BUILD_H
#define NBC_BUILD_H

#include "nbc/library.h"
#include "support/alloc.h"
#include "support/diag.h"
#include "support/program.h"

struct build_request {
    const struct string_list *sources; /* C and C++; there may be none */
    const struct string_list *assembly;
    const struct string_list *objects; /* objects and archives to link with */
    const struct nbin *nbin;           /* what is linked again in place of these; or NULL */
    const char *nbin_path;
    library_set library;                 /* tasks of the runtime to link with */
    const struct string_list *arguments; /* the user's options for clang */
    const char *keep;                    /* -save-temps: prefix of the files to leave, or NULL */
    enum program_echo echo;
    /* clang_messages_forward_file, which is where libclang is. */
    bool (*forward_messages)(const char *path, struct diag_engine *diag);
};

/* clang reads the boilerplate behind the first source, in one go, and lld reads what it links last
 * of all. So both can be started before there is a boilerplate. */
struct build {
    const struct build_request *request;
    struct diag_engine *diag;
    char *directory, *prefix; /* of every intermediate file */
    char *unit;               /* from where clang reads the first source and the boilerplate */
    char *overlay;            /* the file that tells it so, or NULL */
    struct string_list objects, names; /* and the sources that they were made of */
    struct program clang, lld;         /* ahead of their input */
};

/* Starts what can be started unnoticed. build_close in any case. */
void build_begin(struct build *build, const struct build_request *request,
                 struct diag_engine *diag);

/* What is generated: texts of nbc/emit.h. Without sources there is no boilerplate. */
struct build_texts {
    char *header, *map, *interface, *boilerplate;
};

/* The bytes of the nbin, freed by the caller; NULL after a diagnostic (clang and lld report their
 * own) and, with *ok true, after a dry run. */
char *build_nbin(struct build *build, const struct build_texts *texts, size_t *size, bool *ok);

/* The contents get the build's inputs, after the link, and the build the inputs of its request's
 * nbin, before it. Both report and return false on failure. */
bool relink_carry(struct build *build, struct nbin *contents);
bool relink_objects(struct build *build);

/* Ends what still waits, without a word, and leaves no file. Does nothing if it was not begun. */
void build_close(struct build *build);

#endif
