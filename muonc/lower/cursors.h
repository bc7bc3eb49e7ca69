/* What libclang's cursors say. */
#ifndef MUONC_LOWER_CURSORS_H
#define MUONC_LOWER_CURSORS_H

#include <clang-c/Index.h>
#include <stdbool.h>
#include <stddef.h>

/* The first child and the last, the null cursor if there is none. */
CXCursor cursor_child(CXCursor cursor);
CXCursor cursor_last_child(CXCursor cursor);
/* Without parentheses and implicit conversions. */
CXCursor cursor_strip(CXCursor cursor);
bool cursor_evaluate(CXCursor cursor, long long *value);

/* Whether a type has one of the names (NULL at the end), or stands by typedef for one that has. */
bool type_is_called(CXType type, const char *const *names);

/* Where a token is spelled. */
struct spelling {
    CXFile file;
    size_t offset; /* of the token, or of the macro that it comes from, also within the arguments of
                      another macro */
    size_t use;    /* of the outermost macro around it, else the same */
};
struct spelling cursor_begin(CXCursor cursor);
struct spelling cursor_end(CXCursor cursor); /* behind the last token */
struct spelling cursor_location(CXCursor cursor);

#endif
