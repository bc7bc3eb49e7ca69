/* One run of muonc: the command, and what its units share. */
#ifndef MUONC_DRIVER_SESSION_H
#define MUONC_DRIVER_SESSION_H

#include "muonc/driver/command.h"
#include "muonc/target/target.h"
#include "object/nbin.h"
#include "support/output.h"

struct session {
    const struct command *command;
    const struct target *target;
    struct diag_engine *diag;
    char *directory; /* temporary files, gone at the end */
    char *include;   /* the tools' header directory */
    struct nbin nbin;
    bool has_nbin;
    bool keeps_objects; /* they are written at once to where the linker, or another process, has
                           them from, and are no outputs */
    char *overlay;      /* of clang's file system: the nbin's path reads as the generated header */
    char *notes;        /* assembly of a unit's ELF notes */
    FILE *dependencies; /* dependency rules of the units so far, NULL if none are wanted */
    struct outputs outputs;          /* what is written once all is done */
    const char *rule_target;         /* what they are the dependencies of */
    char *rule_targets;              /* as the last rule begins, with its colon */
    const struct link_request *link; /* that follows the compilation, NULL: none does */
    struct program lld;              /* which may wait for it already */
};

/* Reads the nbin, makes the temporary directory. false after diagnostics; session_close in any
 * case. */
bool session_open(struct session *session, const struct command *command, struct diag_engine *diag);
void session_close(struct session *session);

/* What of the preprocessor's options a command line has: none; those of all but the headers that
 * are included first, of a text that has its headers in it; all. */
enum preprocessing { PREPROCESS_NOTHING, PREPROCESS_FLAT, PREPROCESS };

/* A command line of clang for the target, with the user's options; the caller frees it. */
struct string_list session_clang(const struct session *session, enum language language,
                                 enum preprocessing preprocessing);

/* Makes clang write its messages to a file of the session, too, if they are wanted as data. Runs at
 * the same time need different names for it. */
void session_add_messages_file(const struct session *session, struct string_list *arguments,
                               const char *name);

/* Runs clang, the one that was started ahead if there is one (run_clang.h). Returns its exit
 * status.
 */
int session_run_program(const struct session *session, struct program *ahead,
                        struct program_run run);

/* The same. The output, if wanted, is the caller's. */
int session_run(const struct session *session, const struct string_list *arguments,
                const char *input, size_t input_size, char **output, size_t *output_size);

#endif
