/* Which files a command reads and writes, to find out before it does whether it would destroy one.
 */
#ifndef SUPPORT_OUTPUT_NAMES_H
#define SUPPORT_OUTPUT_NAMES_H

#include "support/alloc.h"
#include "support/diag.h"

/* Whether no output is the same file as an input or as another output, by whatever names and links;
 * false after a diagnostic. Devices may be named more than once, standard output may not. */
bool output_names_check(const struct string_list *inputs, const struct string_list *outputs,
                        struct diag_engine *diag);

#endif
