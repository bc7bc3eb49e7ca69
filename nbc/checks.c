#include "nbc/checks.h"
#include "support/array.h"

#include "nbc/spelling.h"

#include <stdlib.h>

static void add(struct definition *definition, struct type_check check) {
    *ARRAY_ADD(definition->checks, definition->check_count) = check;
}

static void check_members(struct definition *definition, CXType record, const char *prefix,
                          long long start);

/* start: the record's own offset; prefix: of the members' names, "" or "corner.". */
static void check_member(struct definition *definition, CXCursor field, const char *prefix,
                         long long start) {
    CXType type = clang_getCursorType(field), canonical = clang_getCanonicalType(type);
    CXCursor declaration = clang_getTypeDeclaration(canonical);
    char *name = spell_name(field);
    long long offset = start + clang_Cursor_getOffsetOfField(field) / 8;
    /* A record without a name is part of the one that it stands in. */
    bool is_inner = canonical.kind == CXType_Record && clang_Cursor_isAnonymous(declaration);
    if (is_inner) {
        bool is_member = !clang_Cursor_isAnonymousRecordDecl(declaration);
        char *inner = xasprintf("%s%s%s", prefix, is_member ? name : "", is_member ? "." : "");
        check_members(definition, canonical, inner, offset);
        free(inner);
    } else {
        add(definition, (struct type_check){.kind = CHECK_MEMBER,
                                            .name = xasprintf("%s%s", prefix, name),
                                            .type = spell_exactly(type),
                                            .value = offset,
                                            .bytes = (unsigned)clang_Type_getSizeOf(type)});
    }
    free(name);
}

static void check_members(struct definition *definition, CXType record, const char *prefix,
                          long long start) {
    struct dual_fields fields = dual_fields((struct dual_type){record, record});
    for (size_t i = 0; i < fields.count; i++)
        check_member(definition, fields.ilp32[i], prefix, start);
    dual_fields_free(&fields);
}

static enum CXChildVisitResult check_constant(CXCursor cursor, CXCursor parent, CXClientData data) {
    if (clang_getCursorKind(cursor) == CXCursor_EnumConstantDecl)
        add(data, (struct type_check){.kind = CHECK_CONSTANT,
                                      .name = spell_name(cursor),
                                      .value = clang_getEnumConstantDeclValue(cursor)});
    return CXChildVisit_Continue;
}

void checks_of_tag(struct definition *definition, CXType ilp32) {
    ilp32 = clang_getCanonicalType(ilp32);
    definition->bytes = (unsigned)clang_Type_getSizeOf(ilp32);
    if (ilp32.kind == CXType_Record)
        check_members(definition, ilp32, "", 0);
    else
        clang_visitChildren(clang_getTypeDeclaration(ilp32), check_constant, definition);
}

void checks_of_typedef(struct definition *definition, CXType ilp32) {
    char *type = spell_exactly(ilp32);
    if (type)
        add(definition, (struct type_check){.kind = CHECK_ALIAS, .type = type});
}
