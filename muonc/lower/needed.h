/* The builtins by name, and whether a source is likely to be changed. */
#ifndef MUONC_LOWER_NEEDED_H
#define MUONC_LOWER_NEEDED_H

#include <stdbool.h>
#include <stddef.h>

enum call_kind { CALL_NONE, CALL_INVOKE, CALL_PAYLOAD, CALL_COMPLETE, CALL_DEPS };

extern const char *const call_names[]; /* by enum call_kind */

/* Whether a source mentions a builtin or a kernel. One that does not may have some from headers or
 * macros, but that is rare. */
bool lower_likely(const char *text);

#endif
