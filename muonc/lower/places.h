/* Places in the text of a unit, as the user knows them: what line markers and #line say of lines,
 * and the use of a macro for what the macro brought along. */
#ifndef MUONC_LOWER_PLACES_H
#define MUONC_LOWER_PLACES_H

#include "muonc/lower/expand.h"
#include "support/alloc.h"
#include "support/span.h"

#include <clang-c/Index.h>
#include <stddef.h>

struct places {
    CXTranslationUnit unit;
    CXFile file; /* the unit's main file, whose text this is */
    const char *text;
    const struct expansions *expanded;
    struct string_list names; /* of files */
};

void places_free(struct places *places);

/* Line and column of an offset. */
struct position places_position(const struct places *places, size_t offset);

/* The place of a span that begins with a token. The file's name lives as long as places. */
struct diag_location places_span(struct places *places, struct span span);

/* The place of a declaration's name, which may be in another file. */
struct diag_location places_name(struct places *places, CXCursor declaration);

/* Whether the token at offset came from a macro. */
bool places_is_expanded(const struct places *places, size_t offset);

#endif
