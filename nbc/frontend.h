/* The sources, parsed with libclang in both data models, and the tasks in them. */
#ifndef NBC_FRONTEND_H
#define NBC_FRONTEND_H

#include "nbc/tasks.h"

struct frontend_request {
    const struct string_list *sources;     /* C and C++ files */
    const struct string_list *arguments;   /* for clang: the user's options */
    const struct string_list *prefix_maps; /* OLD=NEW, for the paths in the table */
};

/* Fills table (ids are not assigned yet) with the tasks in the order of their sources' paths, then
 * of their places, and includes with the path of every file that was read, each once: the sources
 * in that order first, then headers; those of system headers start with a '\1'. Reports clang's own
 * diagnostics and all that is wrong with a task; returns false if there was an error. */
bool frontend_parse(const struct frontend_request *request, struct task_table *table,
                    struct string_list *includes, struct diag_engine *diag);

/* What every compilation for the Neutrino core begins with: the target, and the macros __task,
 * __task_id and __shared. */
void frontend_target_arguments(struct string_list *arguments);

#endif
