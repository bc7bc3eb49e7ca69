/* Where a call's arguments are spelled. */
#ifndef MUONC_LOWER_ARGUMENTS_H
#define MUONC_LOWER_ARGUMENTS_H

#include "support/span.h"

#include <stdbool.h>
#include <stddef.h>

/* Finds the call's name, one of names (NULL at the end), at offset or behind what may stand before
 * it: "(" and "::". */
bool arguments_find_name(const char *text, size_t offset, const char *const *names, size_t *name);

/* The spans of a call's arguments, of which clang says where they begin, and the offset behind its
 * ")". False if the call is not spelled like that: a macro has a part in it, or a directive. */
bool arguments_find(const char *text, size_t name, const size_t *begins, int count,
                    struct span *arguments, size_t *end);

/* The offset behind the use of a macro. */
size_t arguments_use_end(const char *text, size_t name);

#endif
