#include "muonc/lower/places.h"

#include <string.h>

void places_free(struct places *places) {
    string_list_free(&places->names);
}

/* Of what stands in the arguments of a macro, libclang tells only where the macro is used. No line
 * is renumbered in between. */
static struct diag_location location_of(const struct places *places, size_t offset,
                                        CXString *name) {
    CXSourceLocation location =
        clang_getLocationForOffset(places->unit, places->file, (unsigned)offset);
    struct diag_location where = {0};
    unsigned line, use;
    clang_getFileLocation(location, NULL, &line, &where.column, NULL);
    clang_getExpansionLocation(location, NULL, &use, NULL, NULL);
    clang_getPresumedLocation(location, name, &where.line, NULL);
    where.line += line - use;
    return where;
}

struct position places_position(const struct places *places, size_t offset) {
    CXString name;
    struct diag_location where = location_of(places, offset, &name);
    clang_disposeString(name);
    return (struct position){where.line, where.column};
}

static const struct expansion *expansion_at(const struct places *places, size_t offset) {
    for (size_t i = 0; i < places->expanded->count; i++) {
        const struct expansion *expansion = &places->expanded->items[i];
        if (offset >= expansion->span.begin && offset < expansion->span.end)
            return expansion;
    }
    return NULL;
}

bool places_is_expanded(const struct places *places, size_t offset) {
    return expansion_at(places, offset) != NULL;
}

/* Most places of a unit are in one file. */
static const char *keep_name(struct places *places, const char *name) {
    struct string_list *names = &places->names;
    for (size_t i = 0; i < names->count; i++)
        if (!strcmp(names->items[i], name))
            return names->items[i];
    string_list_add(names, name);
    return names->items[names->count - 1];
}

struct diag_location places_span(struct places *places, struct span span) {
    CXString name;
    struct diag_location where = location_of(places, span.begin, &name);
    where.file = keep_name(places, clang_getCString(name));
    clang_disposeString(name);
    const struct expansion *expansion = expansion_at(places, span.begin);
    size_t line = strcspn(places->text + span.begin, "\r\n"), length = span.end - span.begin;
    where.length = expansion ? expansion->name_length : (unsigned)(length < line ? length : line);
    return where;
}

struct diag_location places_name(struct places *places, CXCursor declaration) {
    struct diag_location where = {0};
    CXString file, name = clang_getCursorSpelling(declaration);
    clang_getPresumedLocation(clang_getCursorLocation(declaration), &file, &where.line,
                              &where.column);
    where.file = keep_name(places, clang_getCString(file));
    where.length = (unsigned)strlen(clang_getCString(name));
    clang_disposeString(file);
    clang_disposeString(name);
    return where;
}
