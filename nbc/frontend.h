/* The sources, parsed with libclang in both data models, and the tasks in them. libclang takes
 * longer to load than a small source to parse, so this is a module (lib/neutrino/nbc-frontend.so)
 * that is loaded when there is something to parse. */
#ifndef NBC_FRONTEND_H
#define NBC_FRONTEND_H

#include "nbc/overlay/kernels.h"
#include "nbc/tasks.h"
#include "support/program.h"

struct frontend_request {
    const struct string_list *sources;     /* C and C++ files */
    const struct string_list *arguments;   /* for clang: the user's options */
    const struct string_list *prefix_maps; /* OLD=NEW, for the paths in the table */
    /* Runs clang (run_clang.h), and reports options of it that are wrong (clang_usage.h): by the
     * tool itself, since signals end what it runs. */
    int (*execute)(const struct string_list *command, struct diag_engine *diag);
    bool (*report_usage)(const struct string_list *command, struct diag_engine *diag);
    /* Told, at most once and before most of the work, that clang finds no error in the sources. */
    void (*compiles)(void *context);
    void *context;
};

struct frontend {
    /* Fills table (ids are not assigned yet) with the tasks in the order of their sources' paths,
     * then of their places, and includes with the path of every file that was read, each once: the
     * sources in that order first, then headers; those of system headers start with a '\1'. Reports
     * clang's own diagnostics and all that is wrong with a task; returns false if there was an
     * error. */
    bool (*parse)(const struct frontend_request *request, struct task_table *table,
                  struct string_list *includes, struct diag_engine *diag);
    /* What C files say of an overlay's kernels, for facts->target. Includes, reports and result are
     * as above. */
    bool (*facts)(const struct frontend_request *request, struct c_facts *facts,
                  struct string_list *includes, struct diag_engine *diag);
    /* clang_messages_forward_file */
    bool (*forward_messages)(const char *path, struct diag_engine *diag);
};

/* The module's file and its one symbol, a struct frontend. */
#define FRONTEND_FILE "nbc-frontend.so"
#define FRONTEND_SYMBOL "nbc_frontend"

#endif
