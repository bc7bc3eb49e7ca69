#include "nbc/layout.h"

#include <stdlib.h>
#include <string.h>

static bool fail(struct layout_fault *fault, const struct diagnostic *diagnostic, CXCursor field,
                 const char *format, ...) __attribute__((format(printf, 4, 5)));

static bool fail(struct layout_fault *fault, const struct diagnostic *diagnostic, CXCursor field,
                 const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    *fault = (struct layout_fault){diagnostic, xvasprintf(format, arguments), field};
    va_end(arguments);
    return false;
}

static bool is_integer(enum CXTypeKind kind) {
    if (kind == CXType_Char16 || kind == CXType_Char32)
        return false;
    return (kind >= CXType_Bool && kind <= CXType_ULongLong) ||
           (kind >= CXType_Char_S && kind <= CXType_LongLong) || kind == CXType_Enum;
}

static bool is_va_list(CXType type) {
    for (;;) {
        if (type.kind == CXType_Elaborated) {
            type = clang_Type_getNamedType(type);
        } else if (type.kind == CXType_Typedef) {
            char *name = clang_text(clang_getTypedefName(type));
            bool found = !strcmp(name, "va_list") || !strcmp(name, "__builtin_va_list");
            free(name);
            if (found)
                return true;
            type = clang_getTypedefDeclUnderlyingType(clang_getTypeDeclaration(type));
        } else {
            return false;
        }
    }
}

static bool check(struct dual_type type, CXCursor field, struct layout_fault *fault);

/* " in field 'x'", or nothing for the parameter itself; the caller frees it. */
static char *in_field(CXCursor field) {
    if (clang_Cursor_isNull(field))
        return xstrdup("");
    char *name = clang_text(clang_getCursorSpelling(field));
    char *text = xasprintf(" (field '%s')", name);
    free(name);
    return text;
}

static bool check_same(struct dual_type record, const struct dual_fields *fields, size_t index,
                       struct layout_fault *fault) {
    CXCursor field = fields->lp64[index];
    struct dual_type type = dual_field_type(fields, index);
    long long here = clang_Type_getSizeOf(type.ilp32), there = clang_Type_getSizeOf(type.lp64);
    long long offset_here = clang_Cursor_getOffsetOfField(fields->ilp32[index]) / 8;
    long long offset_there = clang_Cursor_getOffsetOfField(field) / 8;
    if (here == there && offset_here == offset_there)
        return true;
    char *name = clang_text(clang_getCursorSpelling(field));
    char *record_name = clang_text(clang_getTypeSpelling(record.lp64));
    if (here != there)
        fail(fault, DIAG_NU_LAYOUT, field,
             "'%s' is laid out differently on the two cores: field '%s' has %lld bytes on Muon and "
             "%lld on Neutrino",
             record_name, name, here, there);
    else
        fail(
            fault, DIAG_NU_LAYOUT, field,
            "'%s' is laid out differently on the two cores: field '%s' is at byte %lld on Muon and "
            "%lld on Neutrino",
            record_name, name, offset_here, offset_there);
    free(name);
    free(record_name);
    return false;
}

static bool check_fields(struct dual_type record, const struct dual_fields *fields,
                         struct layout_fault *fault) {
    for (size_t i = 0; i < fields->count; i++) {
        CXCursor field = fields->lp64[i];
        struct dual_type type = dual_field_type(fields, i);
        if (clang_Cursor_isBitField(field)) {
            char *name = clang_text(clang_getCursorSpelling(field));
            fail(fault, DIAG_NU_BIT_FIELD, field,
                 "bit-field '%s' cannot be passed to a task: make it a member of its own type",
                 name);
            free(name);
            return false;
        }
        if (!check(type, field, fault) || !check_same(record, fields, i, fault))
            return false;
    }
    return true;
}

static bool check_record(struct dual_type record, CXCursor field, struct layout_fault *fault) {
    char *name = clang_text(clang_getTypeSpelling(record.lp64));
    struct dual_fields fields = dual_fields(record);
    bool ok = true;
    if (!clang_isPODType(record.lp64))
        ok = fail(fault, DIAG_NU_NON_TRIVIAL, field,
                  "'%s' is no plain C struct and cannot be passed to a task: pass a pointer to it",
                  name);
    else if (fields.count == 0)
        ok = fail(fault, DIAG_NU_PARAMETER_TYPE, field, "'%s' has no fields to pass to a task",
                  name);
    else
        ok = check_fields(record, &fields, fault);
    if (ok && (clang_Type_getSizeOf(record.lp64) != clang_Type_getSizeOf(record.ilp32) ||
               clang_Type_getAlignOf(record.lp64) != clang_Type_getAlignOf(record.ilp32)))
        ok = fail(fault, DIAG_NU_LAYOUT, field,
                  "'%s' is laid out differently on the two cores: %lld bytes on Muon and %lld on "
                  "Neutrino",
                  name, clang_Type_getSizeOf(record.ilp32), clang_Type_getSizeOf(record.lp64));
    dual_fields_free(&fields);
    free(name);
    return ok;
}

static bool check(struct dual_type type, CXCursor field, struct layout_fault *fault) {
    struct dual_type canonical = dual_canonical(type);
    enum CXTypeKind kind = canonical.lp64.kind;
    char *place = in_field(field);
    bool ok = true;
    if (is_va_list(type.lp64)) {
        ok = fail(fault, DIAG_NU_VA_LIST, field,
                  "a va_list%s cannot be passed to a task: pass the values", place);
    } else if (is_integer(kind) || kind == CXType_Float || kind == CXType_Double) {
        ok = true;
    } else if (kind == CXType_FunctionProto || kind == CXType_FunctionNoProto) {
        ok = fail(fault, DIAG_NU_FUNCTION_POINTER, field,
                  "a function pointer%s cannot be passed to a task: the cores run different code, "
                  "so pass a number that the task tells functions by",
                  place);
    } else if (kind == CXType_Pointer) {
        enum CXTypeKind to = dual_canonical(dual_pointee(canonical)).lp64.kind;
        if (to == CXType_FunctionProto || to == CXType_FunctionNoProto)
            ok = check(dual_pointee(canonical), field, fault);
    } else if (kind == CXType_ConstantArray) {
        ok = check(dual_element(canonical), field, fault);
    } else if (kind == CXType_IncompleteArray) {
        ok = fail(
            fault, DIAG_NU_FLEXIBLE_ARRAY, field,
            "a flexible array member%s cannot be passed to a task: pass a pointer to the elements",
            place);
    } else if (kind == CXType_Record) {
        ok = check_record(canonical, field, fault);
    } else {
        char *name = clang_text(clang_getTypeSpelling(type.lp64));
        ok = fail(fault, DIAG_NU_PARAMETER_TYPE, field, "type '%s'%s cannot be passed to a task",
                  name, place);
        free(name);
    }
    free(place);
    return ok;
}

bool layout_check(struct dual_type type, struct layout_fault *fault) {
    return check(type, clang_getNullCursor(), fault);
}

bool layout_is_shared(struct dual_type type) {
    struct layout_fault fault;
    if (layout_check(type, &fault))
        return clang_Type_getSizeOf(type.lp64) == clang_Type_getSizeOf(type.ilp32);
    free(fault.message);
    return false;
}

static char *record_code(CXType record) {
    struct dual_fields fields = dual_fields((struct dual_type){record, record});
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    fputc('{', out);
    for (size_t i = 0; i < fields.count; i++) {
        char *code = layout_code(clang_getCursorType(fields.lp64[i]));
        long long offset = clang_Cursor_getOffsetOfField(fields.lp64[i]) / 8;
        fprintf(out, "%s%s@%lld", i ? "," : "", code, offset);
        free(code);
    }
    fprintf(out, "}%lld", clang_Type_getSizeOf(record));
    fclose(out);
    dual_fields_free(&fields);
    return text;
}

static bool is_unsigned(enum CXTypeKind kind) {
    return kind >= CXType_Char_U && kind <= CXType_UInt128;
}

char *layout_code(CXType ilp32) {
    CXType type = clang_getCanonicalType(ilp32);
    if (type.kind == CXType_Enum)
        type = clang_getCanonicalType(clang_getEnumDeclIntegerType(clang_getTypeDeclaration(type)));
    long long bytes = clang_Type_getSizeOf(type);
    char *element, *text;
    switch (type.kind) {
    case CXType_Pointer: return xstrdup("global");
    case CXType_Record: return record_code(type);
    case CXType_Bool: return xstrdup("bool");
    case CXType_Float:
    case CXType_Double: return xasprintf("f%lld", bytes * 8);
    case CXType_ConstantArray:
        element = layout_code(clang_getArrayElementType(type));
        text = xasprintf("%s[%lld]", element, clang_getArraySize(type));
        free(element);
        return text;
    default: return xasprintf("%c%lld", is_unsigned(type.kind) ? 'u' : 'i', bytes * 8);
    }
}
