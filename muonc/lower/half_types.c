#include "muonc/lower/half_types.h"

#include <stddef.h>
#include <string.h>

struct mentions {
    CXTranslationUnit unit;
    bool found;
};

static void look_into_file(CXFile file, CXSourceLocation *stack, unsigned depth,
                           CXClientData data) {
    struct mentions *mentions = data;
    size_t size;
    CXSourceLocation begin = clang_getLocationForOffset(mentions->unit, file, 0);
    const char *text = clang_getFileContents(mentions->unit, file, &size);
    if (!text || clang_Location_isInSystemHeader(begin))
        return;
    mentions->found |= memmem(text, size, "Float16", 7) || memmem(text, size, "f16", 3) ||
                       memmem(text, size, "F16", 3);
}

static bool has_half(CXType type) {
    CXString spelling = clang_getTypeSpelling(clang_getCanonicalType(type));
    const char *text = clang_getCString(spelling);
    bool has = text && strstr(text, "_Float16");
    clang_disposeString(spelling);
    return has;
}

static enum CXChildVisitResult visit(CXCursor cursor, CXCursor parent, CXClientData data) {
    bool *found = data;
    if (clang_Location_isInSystemHeader(clang_getCursorLocation(cursor)))
        return CXChildVisit_Continue;
    *found |= has_half(clang_getCursorType(cursor));
    return *found ? CXChildVisit_Break : CXChildVisit_Recurse;
}

bool half_in_unit(CXTranslationUnit unit) {
    struct mentions mentions = {.unit = unit};
    bool found = false;
    /* Most units do not name it, and the walk is over all of the unit. */
    clang_getInclusions(unit, look_into_file, &mentions);
    if (mentions.found)
        clang_visitChildren(clang_getTranslationUnitCursor(unit), visit, &found);
    return found;
}
