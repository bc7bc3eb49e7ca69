/* The tasks in one parsed source. */
#ifndef NBC_DISCOVER_H
#define NBC_DISCOVER_H

#include "nbc/clang.h"
#include "nbc/tasks.h"

struct task_scope {
    struct task_table *table;              /* gets the tasks and the types they need */
    const struct string_list *prefix_maps; /* OLD=NEW, for the paths in the table */
    struct diag_engine *diag;
};

/* Both units are parses of one source, in the two data models. Tasks are added in source order;
 * what is wrong with one is reported. */
void discover_tasks(const struct task_scope *scope, CXTranslationUnit lp64,
                    CXTranslationUnit ilp32);

#endif
