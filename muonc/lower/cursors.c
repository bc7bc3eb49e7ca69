#include "muonc/lower/cursors.h"

#include <string.h>

/* ---- children ---- */

static enum CXChildVisitResult take_first(CXCursor cursor, CXCursor parent, CXClientData data) {
    *(CXCursor *)data = cursor;
    return CXChildVisit_Break;
}

static enum CXChildVisitResult take_each(CXCursor cursor, CXCursor parent, CXClientData data) {
    *(CXCursor *)data = cursor;
    return CXChildVisit_Continue;
}

CXCursor cursor_child(CXCursor cursor) {
    CXCursor child = clang_getNullCursor();
    clang_visitChildren(cursor, take_first, &child);
    return child;
}

CXCursor cursor_last_child(CXCursor cursor) {
    CXCursor child = clang_getNullCursor();
    clang_visitChildren(cursor, take_each, &child);
    return child;
}

CXCursor cursor_strip(CXCursor cursor) {
    for (;;) {
        enum CXCursorKind kind = clang_getCursorKind(cursor);
        CXCursor child = cursor_child(cursor);
        if ((kind != CXCursor_UnexposedExpr && kind != CXCursor_ParenExpr) ||
            clang_Cursor_isNull(child))
            return cursor;
        cursor = child;
    }
}

bool cursor_evaluate(CXCursor cursor, long long *value) {
    CXEvalResult result = clang_Cursor_Evaluate(cursor);
    bool is_integer = result && clang_EvalResult_getKind(result) == CXEval_Int;
    if (is_integer)
        *value = clang_EvalResult_getAsLongLong(result);
    clang_EvalResult_dispose(result);
    return is_integer;
}

/* ---- types ---- */

static bool is_among(CXString name, const char *const *names) {
    bool found = false;
    for (; !found && *names; names++)
        found = !strcmp(clang_getCString(name), *names);
    clang_disposeString(name);
    return found;
}

bool type_is_called(CXType type, const char *const *names) {
    for (;;) {
        while (type.kind == CXType_Elaborated)
            type = clang_Type_getNamedType(type);
        if (type.kind != CXType_Typedef)
            return false;
        CXCursor declaration = clang_getTypeDeclaration(type);
        if (is_among(clang_getCursorSpelling(declaration), names))
            return true;
        type = clang_getTypedefDeclUnderlyingType(declaration);
    }
}

/* ---- places ---- */

static struct spelling spelling_of(CXSourceLocation location) {
    struct spelling spelling;
    unsigned offset, use;
    clang_getFileLocation(location, NULL, NULL, NULL, &offset);
    clang_getExpansionLocation(location, &spelling.file, NULL, NULL, &use);
    spelling.offset = offset;
    spelling.use = use;
    return spelling;
}

struct spelling cursor_begin(CXCursor cursor) {
    return spelling_of(clang_getRangeStart(clang_getCursorExtent(cursor)));
}

struct spelling cursor_end(CXCursor cursor) {
    return spelling_of(clang_getRangeEnd(clang_getCursorExtent(cursor)));
}

struct spelling cursor_location(CXCursor cursor) {
    return spelling_of(clang_getCursorLocation(cursor));
}
