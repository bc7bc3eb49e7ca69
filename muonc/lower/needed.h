/* The builtins by name, and what can be told of a unit from its text alone, without libclang. */
#ifndef MUONC_LOWER_NEEDED_H
#define MUONC_LOWER_NEEDED_H

#include <stdbool.h>
#include <stddef.h>

enum call_kind { CALL_NONE, CALL_INVOKE, CALL_PAYLOAD, CALL_COMPLETE, CALL_DEPS };

extern const char *const call_names[]; /* by enum call_kind */

/* Whether a preprocessed unit has anything to lower, or to tell of its runs: mentions a builtin or
 * run_t outside of the header that declares them. */
bool lower_needed(const char *text, size_t size, const char *header);

#endif
