#include "nbc/clang.h"
#include "support/array.h"

#include <stdlib.h>
#include <string.h>

struct diag_location clang_location(CXSourceRange range, char **file) {
    CXFile start_file, end_file;
    unsigned line, column, end_line, end_column;
    clang_getFileLocation(clang_getRangeStart(range), &start_file, &line, &column, NULL);
    clang_getFileLocation(clang_getRangeEnd(range), &end_file, &end_line, &end_column, NULL);
    *file = clang_text(clang_getFileName(start_file));
    bool one_line = clang_File_isEqual(start_file, end_file) && end_line == line;
    unsigned length = one_line && end_column > column ? end_column - column : 0;
    return (struct diag_location){*file, line, column, length};
}

struct inclusion {
    CXFile file;                /* looked for */
    CXSourceLocation outermost; /* the #include that it came by, in the main file */
    bool found;
};

static void find_inclusion(CXFile included, CXSourceLocation *stack, unsigned depth,
                           CXClientData data) {
    struct inclusion *inclusion = data;
    if (depth && !inclusion->found && clang_File_isEqual(included, inclusion->file)) {
        inclusion->outermost = stack[depth - 1];
        inclusion->found = true;
    }
}

/* The file name in its quotes or brackets that ends the #include directive at text. */
static char *included_name(const char *text) {
    const char *start = text + strcspn(text, "\"<\n");
    if (*start != '"' && *start != '<')
        return NULL;
    size_t length = strcspn(start + 1, *start == '"' ? "\"\n" : ">\n");
    return start[length + 1] == '\n' ? NULL : xstrndup(start, length + 2);
}

char *clang_include_of(CXCursor declaration) {
    CXSourceLocation location = clang_getCursorLocation(declaration);
    if (clang_Location_isFromMainFile(location) || clang_Location_isInSystemHeader(location))
        return NULL;
    CXTranslationUnit unit = clang_Cursor_getTranslationUnit(declaration);
    struct inclusion inclusion = {0};
    clang_getFileLocation(location, &inclusion.file, NULL, NULL, NULL);
    clang_getInclusions(unit, find_inclusion, &inclusion);
    if (!inclusion.found || !clang_Location_isFromMainFile(inclusion.outermost))
        return NULL;
    CXFile main_file;
    unsigned offset;
    clang_getFileLocation(inclusion.outermost, &main_file, NULL, NULL, &offset);
    size_t size = 0;
    const char *text = clang_getFileContents(unit, main_file, &size);
    return text && offset < size ? included_name(text + offset) : NULL;
}

struct dual_type dual_canonical(struct dual_type type) {
    return (struct dual_type){
        clang_getUnqualifiedType(clang_getCanonicalType(type.lp64)),
        clang_getUnqualifiedType(clang_getCanonicalType(type.ilp32)),
    };
}

struct dual_type dual_pointee(struct dual_type type) {
    return (struct dual_type){clang_getPointeeType(type.lp64), clang_getPointeeType(type.ilp32)};
}

struct dual_type dual_element(struct dual_type type) {
    return (struct dual_type){clang_getArrayElementType(type.lp64),
                              clang_getArrayElementType(type.ilp32)};
}

struct field_list {
    CXCursor *fields;
    size_t count;
};

static enum CXVisitorResult add_field(CXCursor field, CXClientData data) {
    struct field_list *list = data;
    *ARRAY_ADD(list->fields, list->count) = field;
    return CXVisit_Continue;
}

struct dual_fields dual_fields(struct dual_type record) {
    struct field_list lp64 = {0}, ilp32 = {0};
    clang_Type_visitFields(record.lp64, add_field, &lp64);
    clang_Type_visitFields(record.ilp32, add_field, &ilp32);
    /* The counts differ only if the source tests the data model, which the size then shows. */
    size_t count = lp64.count < ilp32.count ? lp64.count : ilp32.count;
    return (struct dual_fields){lp64.fields, ilp32.fields, count};
}

void dual_fields_free(struct dual_fields *fields) {
    free(fields->lp64);
    free(fields->ilp32);
}

struct dual_type dual_field_type(const struct dual_fields *fields, size_t index) {
    return (struct dual_type){clang_getCursorType(fields->lp64[index]),
                              clang_getCursorType(fields->ilp32[index])};
}
