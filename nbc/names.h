/* Names of the tasks' sources that are something else in the header, in C, in C++ or in any kernel.
 */
#ifndef NBC_NAMES_H
#define NBC_NAMES_H

#include <stdbool.h>
#include <stdio.h>

struct diag_engine;
struct task_table;

/* Where the header has the name. */
enum name_use {
    NAME_IN_FILE, /* a task, typedef or enumerator: beside all that kernels declare */
    NAME_IN_TYPE, /* a member or a tag */
};

/* Why the header cannot have the name there, "a macro that every kernel has"; NULL if it can.
 * Keywords of one of the two languages are no reason: names_spelling is for them. */
const char *names_fault(const char *name, enum name_use use);

/* Whether it is a keyword of C++ or of C. */
bool names_is_keyword(const char *name);

/* How the header and the boilerplate print a name of a type or in one, which it takes over: as it
 * is, or as the macro NEUTRINO_NAME_class, which adds a "_" in the language in which it is a
 * keyword. */
char *names_spelling(char *name);

/* Reports names that the header would declare twice: of what came from several sources, or by the
 * "_" of a keyword. Those of two tasks and of their argument types are not looked at. */
void names_check_unique(const struct task_table *table, struct diag_engine *diag);

/* Defines those of the macros that the table's definitions use. */
void names_print_macros(FILE *out, const struct task_table *table);

#endif
