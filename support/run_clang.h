/* Running clang so that what it says reaches the user as the tool's own messages do. */
#ifndef SUPPORT_RUN_CLANG_H
#define SUPPORT_RUN_CLANG_H

#include "support/options.h"
#include "support/program.h"

/* Makes clang write its messages to the file, too, if they are wanted as data. */
void clang_add_messages_file(struct string_list *command, const char *path,
                             const struct diag_engine *diag);

struct clang_run {
    struct program_run run;       /* without its messages */
    struct program *ahead;        /* clang, if it was started already; may be NULL */
    const struct option_set *set; /* of the tool, for clang_usage.h */
    /* clang_messages_forward_file, or what leads to it. */
    bool (*forward)(const char *path, struct diag_engine *diag);
};

/* Hands on what clang says: in its own words; as data, if they are wanted; or as errors of ours if
 * it was for its options that it failed. Returns its exit status. */
int clang_execute(struct clang_run clang, struct diag_engine *diag);

#endif
