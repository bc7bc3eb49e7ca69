#include "support/clang_messages.h"

#include "support/alloc.h"

#include <stdlib.h>
#include <string.h>

char *clang_text(CXString string) {
    const char *text = clang_getCString(string);
    char *copy = xstrdup(text ? text : "");
    clang_disposeString(string);
    return copy;
}

/* A place without its length. The caller frees the file's name, NULL for nowhere. */
static struct diag_location place_of(CXSourceLocation location, char **name) {
    CXFile file;
    struct diag_location where = {0};
    clang_getFileLocation(location, &file, &where.line, &where.column, NULL);
    *name = file ? clang_text(clang_getFileName(file)) : NULL;
    if (!*name || !**name)
        return DIAG_NOWHERE;
    where.file = *name;
    return where;
}

static bool same_line(struct diag_location a, struct diag_location b) {
    return a.file && b.file && !strcmp(a.file, b.file) && a.line == b.line;
}

/* Of what a macro expands to, the place is that of the macro's use. */
static bool is_in_macro(CXSourceLocation location) {
    CXFile spelled, used;
    unsigned at_spelled, at_used;
    clang_getSpellingLocation(location, &spelled, NULL, NULL, &at_spelled);
    clang_getExpansionLocation(location, &used, NULL, NULL, &at_used);
    return at_spelled != at_used || !clang_File_isEqual(spelled, used);
}

/* The length of a range that begins at a place and ends on its line, or -1. */
static int length_at(struct diag_location where, CXSourceRange range) {
    char *first, *last;
    struct diag_location begin = place_of(clang_getRangeStart(range), &first);
    struct diag_location end = place_of(clang_getRangeEnd(range), &last);
    bool fits = same_line(where, begin) && same_line(where, end) && begin.column == where.column &&
                end.column >= begin.column;
    free(first);
    free(last);
    return fits ? (int)(end.column - begin.column) : -1;
}

/* Those but the first, if that is told with the message. */
static void forward_fixits(CXDiagnostic message, unsigned first, struct diag_engine *diag) {
    for (unsigned i = first; i < clang_getDiagnosticNumFixIts(message); i++) {
        CXSourceRange range;
        char *file, *text = clang_text(clang_getDiagnosticFixIt(message, i, &range));
        struct diag_location where = place_of(clang_getRangeStart(range), &file);
        int length = length_at(where, range);
        if (length >= 0 && !is_in_macro(clang_getRangeStart(range))) {
            where.length = (unsigned)length;
            diag_forward_part(diag, where, text);
        }
        free(file);
        free(text);
    }
}

/* Those but one at the message's place, which it has; and those where a fix-it inserts something.
 */
static void forward_ranges(CXDiagnostic message, struct diag_location where,
                           struct diag_engine *diag) {
    for (unsigned i = 0; i < clang_getDiagnosticNumRanges(message); i++) {
        CXSourceRange range = clang_getDiagnosticRange(message, i);
        char *first, *last;
        struct diag_location begin = place_of(clang_getRangeStart(range), &first);
        struct diag_location end = place_of(clang_getRangeEnd(range), &last);
        bool is_empty = begin.line == end.line && begin.column == end.column;
        if (!is_empty && length_at(where, range) <= 0 && begin.file && end.file &&
            !strcmp(begin.file, end.file) && !strcmp(begin.file, where.file))
            diag_forward_range(diag, begin, end);
        free(first);
        free(last);
    }
}

static void forward(CXDiagnostic message, bool is_child, struct diag_engine *diag) {
    static const enum diag_severity severities[] = {[CXDiagnostic_Ignored] = DIAG_REMARK,
                                                    [CXDiagnostic_Note] = DIAG_NOTE,
                                                    [CXDiagnostic_Warning] = DIAG_WARNING,
                                                    [CXDiagnostic_Error] = DIAG_ERROR,
                                                    [CXDiagnostic_Fatal] = DIAG_ERROR};
    char *file, *text = clang_text(clang_getDiagnosticSpelling(message));
    char *option = clang_text(clang_getDiagnosticOption(message, NULL)), *fixit = NULL;
    struct diag_location where = place_of(clang_getDiagnosticLocation(message), &file);
    for (unsigned i = 0; i < clang_getDiagnosticNumRanges(message); i++) {
        int length = length_at(where, clang_getDiagnosticRange(message, i));
        if (length > 0)
            where.length = (unsigned)length;
    }
    if (clang_getDiagnosticNumFixIts(message)) {
        CXSourceRange range;
        fixit = clang_text(clang_getDiagnosticFixIt(message, 0, &range));
        int length = is_in_macro(clang_getRangeStart(range)) ? -1 : length_at(where, range);
        if (length >= 0) {
            where.length = (unsigned)length;
        } else {
            free(fixit);
            fixit = NULL;
        }
    }
    diag_forward(diag, severities[clang_getDiagnosticSeverity(message)], *option ? option : NULL,
                 where, fixit, text);
    if (where.file)
        forward_ranges(message, where, diag);
    forward_fixits(message, fixit != NULL, diag);
    free(fixit);
    free(option);
    free(text);
    free(file);
    CXDiagnosticSet children = clang_getChildDiagnostics(message);
    for (unsigned i = 0; !is_child && i < clang_getNumDiagnosticsInSet(children); i++)
        forward(clang_getDiagnosticInSet(children, i), true, diag);
}

void clang_message_forward(CXDiagnostic message, struct diag_engine *diag) {
    forward(message, false, diag);
}

bool clang_messages_forward_file(const char *path, struct diag_engine *diag) {
    enum CXLoadDiag_Error error;
    CXString reason;
    CXDiagnosticSet set = clang_loadDiagnostics(path, &error, &reason);
    if (!set) {
        clang_disposeString(reason);
        return false;
    }
    unsigned count = clang_getNumDiagnosticsInSet(set);
    for (unsigned i = 0; i < count; i++)
        clang_message_forward(clang_getDiagnosticInSet(set, i), diag);
    clang_disposeDiagnosticSet(set);
    return count > 0;
}
