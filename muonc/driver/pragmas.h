/* Macros in pragmas. Clang's compiler expands those of `#pragma unroll N` and the like, but its
 * preprocessor prints the names, whose meaning the preprocessed text no longer has. With
 * -fms-extensions it prints values, even where the compiler would see names; so the lines that need
 * it are taken from a second text made like that. */
#ifndef MUONC_DRIVER_PRAGMAS_H
#define MUONC_DRIVER_PRAGMAS_H

#include <stdbool.h>
#include <stddef.h>

/* Whether a preprocessed text has such a pragma with a name that may be a macro's. */
bool pragmas_need_values(const char *text, size_t size);

/* The text with these pragmas as they are in the expanded one, for the caller to free; its size is
 * set. NULL if the two texts do not have the same pragmas. */
char *pragmas_with_values(const char *text, size_t *size, const char *expanded,
                          size_t expanded_size);

#endif
