/* Running clang and lld. */
#ifndef SUPPORT_PROGRAM_H
#define SUPPORT_PROGRAM_H

#include "support/alloc.h"
#include "support/diag.h"

#include <sys/types.h>

enum program_echo {
    PROGRAM_SILENT,
    PROGRAM_VERBOSE, /* -v: print each command line, then run it */
    PROGRAM_DRY_RUN, /* -###: print only */
};

/* The programs' paths: $NEUTRINO_CLANG and $NEUTRINO_LLD if set, else the ones configured with. */
const char *program_clang(void);
const char *program_lld(void);

/* Runs arguments->items[0] with its standard streams inherited and waits for it. If captured is
 * not NULL the program's standard output goes there (the caller frees it; size in *captured_size),
 * as standard error goes to messages; if input is not NULL it is the program's standard input.
 * Returns the exit status; 128 + n for a signal, which is reported
 * unless it asks to end; 127 after a diagnostic when it cannot be run. */
struct program_run {
    const struct string_list *arguments;
    enum program_echo echo;
    const char *input;
    size_t input_size;
    char **captured;
    size_t *captured_size;
    char **messages;
    size_t *messages_size;
};
int program_execute(const struct program_run *run, struct diag_engine *diag);

/* A program that runs beside the tool: it gets its input when it is finished. Until then it should
 * do no more than load itself, which is what most of a small kernel's compile time goes into. */
struct program {
    char *name; /* NULL: none was started */
    pid_t child;
    int error;            /* why it could not be started */
    int to, from, errors; /* our ends of its standard streams, or -1 */
};
enum { PROGRAM_INPUT = 1, PROGRAM_OUTPUT = 2, PROGRAM_MESSAGES = 4 }; /* which of them are ours */

/* Never reports anything: program_finish does. One of the other two is to follow. */
void program_start(struct program *program, const struct string_list *arguments, unsigned streams);

/* Goes on as program_execute does, with the same results. */
int program_finish(struct program *program, const struct program_run *run,
                   struct diag_engine *diag);

/* Ends it without a word. Does nothing if none was started, or if it is finished. */
void program_abandon(struct program *program);

/* A new private directory under $TMPDIR for intermediate files; the caller frees the path.
 * program_remove_directory removes it and the plain files in it. */
char *program_temporary_directory(struct diag_engine *diag);
void program_remove_directory(const char *path);

#endif
