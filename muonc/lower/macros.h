/* Macros that may expand to calls of builtins, as far as their definitions tell. */
#ifndef MUONC_LOWER_MACROS_H
#define MUONC_LOWER_MACROS_H

#include "support/alloc.h"

#include <clang-c/Index.h>
#include <stdbool.h>
#include <stddef.h>

struct macros {
    bool builtins;     /* some name a builtin, or paste names together */
    unsigned wrappers; /* bits 1 << kind: some have the builtin's own name */
};

/* Those that a text defines. In a header of the system, which has nothing of the user's, pasting
 * does not count. */
void macros_note(struct macros *macros, const char *text, size_t size, bool system);

/* Those of the unit's files but header, which declares the builtins, and of clang's command line.
 */
struct macros macros_of_unit(CXTranslationUnit unit, const char *header,
                             const struct string_list *arguments);

#endif
