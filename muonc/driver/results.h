/* The files that a command writes, by name. */
#ifndef MUONC_DRIVER_RESULTS_H
#define MUONC_DRIVER_RESULTS_H

#include "muonc/driver/command.h"

/* The caller frees these. */

/* "dir/kernel.c" with ".o" is "kernel.o". */
char *result_name(const char *path, const char *suffix);
/* Where a unit's result goes when no linking follows. */
char *result_of_unit(const struct command *command, const struct input *input);
/* lld's executable, which -save-temps keeps; NULL without. */
char *result_of_lld(const struct command *command);
/* Where the dependencies of a target go: to the name given, or beside the target. */
char *result_of_dependencies(const struct command *command, const char *target);

/* The program's name, if the command links. */
const char *result_of_link(const struct command *command);
bool command_links(const struct command *command);

/* Whether nothing that is to be written would replace an input or something else that is; false
 * after a diagnostic. */
bool results_check(const struct command *command, struct diag_engine *diag);

#endif
