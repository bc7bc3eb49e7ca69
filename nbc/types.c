#include "nbc/types.h"
#include "support/array.h"

#include "nbc/layout.h"

#include <stdlib.h>
#include <string.h>

/* What the generated header has without defining it, from <stdint.h>, <stddef.h> or itself. */
static const char *const known_typedefs[] = {
    "int8_t",    "int16_t",   "int32_t",  "int64_t",   "uint8_t",  "uint16_t",
    "uint32_t",  "uint64_t",  "intptr_t", "uintptr_t", "intmax_t", "size_t",
    "uintmax_t", "ptrdiff_t", "wchar_t",  "run_id_t",  "run_t",    "task_id_t",
};

static bool is_known_typedef(const char *name) {
    for (size_t i = 0; i < sizeof known_typedefs / sizeof *known_typedefs; i++)
        if (!strcmp(name, known_typedefs[i]))
            return true;
    return false;
}

enum { Q_CONST = 1, Q_VOLATILE = 2, Q_RESTRICT = 4, Q_SHARED = 8 };

static unsigned qualifiers_of(CXType type) {
    return (clang_isConstQualifiedType(type) ? Q_CONST : 0) |
           (clang_isVolatileQualifiedType(type) ? Q_VOLATILE : 0) |
           (clang_isRestrictQualifiedType(type) ? Q_RESTRICT : 0);
}

/* With a blank after each. */
static char *qualifier_text(unsigned qualifiers) {
    return xasprintf(
        "%s%s%s%s", qualifiers & Q_SHARED ? "__shared " : "", qualifiers & Q_CONST ? "const " : "",
        qualifiers & Q_VOLATILE ? "volatile " : "", qualifiers & Q_RESTRICT ? "__restrict " : "");
}

/* ---- the table of definitions ---- */

/* Takes over text and c_name. False after a diagnostic if the name stands for something else. */
static bool define(struct type_writer *writer, const char *name, CXCursor declaration, char *text,
                   char *c_name, long long bytes) {
    struct task_table *table = writer->table;
    for (size_t i = 0; i < table->definition_count; i++) {
        if (strcmp(table->definitions[i].name, name))
            continue;
        bool same = !strcmp(table->definitions[i].text, text);
        if (!same)
            diag_raise(writer->diag, DIAG_NU_TYPE_CONFLICT, writer->where,
                       "'%s' means another type in another task: the header can define it once",
                       c_name);
        free(text);
        free(c_name);
        return same;
    }
    struct definition *definition = ARRAY_ADD(table->definitions, table->definition_count);
    *definition = (struct definition){0};
    *definition = (struct definition){.name = xstrdup(name),
                                      .text = text,
                                      .include = clang_include_of(declaration),
                                      .bytes = (unsigned)bytes,
                                      .c_name = c_name};
    return true;
}

/* ---- declarators ---- */

static char *declare(struct type_writer *writer, struct dual_type type, unsigned qualifiers,
                     char *declarator, bool pointed);
static char *record_body(struct type_writer *writer, struct dual_type record);

/* Takes over both; "float" and "*x" give "float *x". */
static char *join(unsigned qualifiers, char *base, char *declarator) {
    if (!base) {
        free(declarator);
        return NULL;
    }
    char *before = qualifier_text(qualifiers);
    bool blank = *declarator && *declarator != '[';
    char *text = xasprintf("%s%s%s%s", before, base, blank ? " " : "", declarator);
    free(before);
    free(base);
    free(declarator);
    return text;
}

/* Whether C at file scope can say the name: not in a namespace, a class or a template. */
static bool has_c_name(CXCursor declaration) {
    if (clang_Cursor_isAnonymous(declaration) ||
        !clang_Cursor_isNull(clang_getSpecializedCursorTemplate(declaration)))
        return false;
    enum CXCursorKind parent = clang_getCursorKind(clang_getCursorSemanticParent(declaration));
    return parent == CXCursor_TranslationUnit || parent == CXCursor_LinkageSpec;
}

static const char *record_keyword(CXCursor declaration) {
    return clang_getCursorKind(declaration) == CXCursor_UnionDecl ? "union" : "struct";
}

static char *no_name(struct type_writer *writer, struct dual_type type, bool pointed) {
    if (pointed)
        return xstrdup("void");
    char *name = clang_text(clang_getTypeSpelling(type.lp64));
    diag_raise(writer->diag, DIAG_NU_PARAMETER_TYPE, writer->where,
               "type '%s' has no name that C knows", name);
    free(name);
    return NULL;
}

/* Whether the type has its name from a typedef: then its place is that of its keyword. */
static bool is_tagless(CXCursor declaration) {
    return clang_equalLocations(clang_getCursorLocation(declaration),
                                clang_getRangeStart(clang_getCursorExtent(declaration)));
}

/* How C says the name: "struct vec", or "vec_t" for a tagless one. The caller frees it. */
static char *c_name_of(const char *keyword, CXCursor declaration) {
    char *name = clang_text(clang_getCursorSpelling(declaration));
    if (is_tagless(declaration))
        return name;
    char *c_name = xasprintf("%s %s", keyword, name);
    free(name);
    return c_name;
}

/* "struct_vec": c_name as part of a macro's name. A declaration alone is apart from the definition,
 * which another source may have. */
static char *key_of(const char *c_name, bool defined) {
    char *key = xasprintf("%s%s", c_name, defined ? "" : "_declared");
    for (char *c = key; *c; c++)
        if (*c == ' ')
            *c = '_';
    return key;
}

/* Defines a record or an enum whose braces and what follows them are body, NULL for an incomplete
 * one. Returns c_name, or NULL after a diagnostic. Takes over both. */
static char *define_tag(struct type_writer *writer, CXCursor declaration, const char *keyword,
                        char *body, char *c_name, long long bytes) {
    char *key = key_of(c_name, body || is_tagless(declaration)), *text;
    if (!is_tagless(declaration))
        text = xasprintf("%s%s%s;\n", c_name, body ? " " : "", body ? body : "");
    else if (body)
        text = xasprintf("typedef %s %s %s;\n", keyword, body, c_name);
    else
        text = xasprintf("typedef %s %s %s;\n", keyword, c_name, c_name);
    bool ok = define(writer, key, declaration, text, xstrdup(c_name), body ? bytes : 0);
    free(body);
    free(key);
    if (ok)
        return c_name;
    free(c_name);
    return NULL;
}

/* "struct vec", defined; only declared if its memory does not mean the same to both sides. */
static char *record_name(struct type_writer *writer, struct dual_type record, bool pointed) {
    CXCursor declaration = clang_getTypeDeclaration(record.lp64);
    if (!has_c_name(declaration))
        return no_name(writer, record, pointed);
    const char *keyword = record_keyword(declaration);
    char *body = NULL;
    if (!pointed || layout_is_shared(record)) {
        body = record_body(writer, record);
        if (!body)
            return NULL;
    }
    return define_tag(writer, declaration, keyword, body, c_name_of(keyword, declaration),
                      clang_Type_getSizeOf(record.ilp32));
}

static enum CXChildVisitResult print_enumerator(CXCursor cursor, CXCursor parent,
                                                CXClientData data) {
    if (clang_getCursorKind(cursor) == CXCursor_EnumConstantDecl) {
        char *name = clang_text(clang_getCursorSpelling(cursor));
        fprintf(data, "    %s = %lld,\n", name, clang_getEnumConstantDeclValue(cursor));
        free(name);
    }
    return CXChildVisit_Continue;
}

/* "enum color", defined; its integer type if C11 has no such enum. */
static char *enum_name(struct type_writer *writer, struct dual_type type, bool pointed) {
    CXCursor declaration = clang_getTypeDeclaration(type.lp64);
    struct dual_type integer = {
        clang_getEnumDeclIntegerType(declaration),
        clang_getEnumDeclIntegerType(clang_getTypeDeclaration(type.ilp32)),
    };
    bool is_plain = has_c_name(declaration) && !clang_EnumDecl_isScoped(declaration) &&
                    clang_Type_getSizeOf(type.lp64) == 4;
    if (!is_plain)
        return declare(writer, integer, 0, xstrdup(""), pointed);
    char *body = NULL;
    size_t size;
    FILE *out = open_memstream(&body, &size);
    fputs("{\n", out);
    clang_visitChildren(declaration, print_enumerator, out);
    fputc('}', out);
    fclose(out);
    return define_tag(writer, declaration, "enum", body, c_name_of("enum", declaration), 4);
}

/* Whether `name` is the typedef that a record or enum without a tag has its name from. */
static bool names_tagless(CXType type, const char *name) {
    CXCursor declaration = clang_getTypeDeclaration(clang_getCanonicalType(type));
    enum CXCursorKind kind = clang_getCursorKind(declaration);
    if (kind != CXCursor_StructDecl && kind != CXCursor_UnionDecl && kind != CXCursor_EnumDecl)
        return false;
    char *spelling = clang_text(clang_getCursorSpelling(declaration));
    bool same = !strcmp(spelling, name) && is_tagless(declaration);
    free(spelling);
    return same;
}

/* The typedef's name, defined; the type behind it if the typedef is a system's or C++'s own. */
static char *typedef_name(struct type_writer *writer, struct dual_type type, bool pointed) {
    CXCursor declaration = clang_getTypeDeclaration(type.lp64);
    char *name = clang_text(clang_getCursorSpelling(declaration));
    if (is_known_typedef(name))
        return name;
    struct dual_type underlying = {
        clang_getTypedefDeclUnderlyingType(declaration),
        clang_getTypedefDeclUnderlyingType(clang_getTypeDeclaration(type.ilp32)),
    };
    bool is_system = clang_Location_isInSystemHeader(clang_getCursorLocation(declaration));
    if (names_tagless(underlying.lp64, name)) {
        free(name);
        return declare(writer, dual_canonical(underlying), 0, xstrdup(""), pointed);
    }
    /* What follows is printed around this name, so the name must be all of the type. */
    if (!is_system && has_c_name(declaration)) {
        char *inner = declare(writer, underlying, 0, xstrdup(name), pointed);
        char *text = inner ? xasprintf("typedef %s;\n", inner) : NULL;
        free(inner);
        if (text && define(writer, name, declaration, text, xstrdup(name), 0))
            return name;
        free(name);
        return NULL;
    }
    free(name);
    return declare(writer, dual_canonical(underlying), 0, xstrdup(""), pointed);
}

static char *builtin_name(struct dual_type type) {
    if (type.lp64.kind == CXType_Bool)
        return xstrdup("bool");
    return clang_text(clang_getTypeSpelling(clang_getUnqualifiedType(type.lp64)));
}

static char *base_name(struct type_writer *writer, struct dual_type type, bool pointed) {
    switch (type.lp64.kind) {
    case CXType_Typedef: return typedef_name(writer, type, pointed);
    case CXType_Record: return record_name(writer, type, pointed);
    case CXType_Enum: return enum_name(writer, type, pointed);
    case CXType_FunctionProto:
    case CXType_FunctionNoProto: return xstrdup("void"); /* code of one core is data to the other */
    default:
        if (type.lp64.kind >= CXType_FirstBuiltin && type.lp64.kind <= CXType_LastBuiltin)
            return builtin_name(type);
        return no_name(writer, type, pointed);
    }
}

/* Elaborations, attributes and the like, which are no part of a name. */
static bool strip_sugar(CXType *type) {
    if (type->kind == CXType_Elaborated)
        *type = clang_Type_getNamedType(*type);
    else if (type->kind == CXType_Attributed)
        *type = clang_Type_getModifiedType(*type);
    else if (type->kind == CXType_Unexposed || type->kind == CXType_Auto)
        *type = clang_getCanonicalType(*type);
    else
        return false;
    return true;
}

static bool is_array(CXType type) {
    return type.kind == CXType_ConstantArray || type.kind == CXType_IncompleteArray ||
           type.kind == CXType_VariableArray;
}

/* Wraps a declarator, which it takes over. */
static char *array_declarator(CXType array, char *declarator) {
    char *text = array.kind == CXType_ConstantArray
                     ? xasprintf("%s[%lld]", declarator, clang_getArraySize(array))
                     : xasprintf("%s[]", declarator);
    free(declarator);
    return text;
}

static char *pointer_declarator(unsigned qualifiers, bool to_array, char *declarator) {
    char *inner = qualifier_text(qualifiers);
    char *text =
        to_array ? xasprintf("(*%s%s)", inner, declarator) : xasprintf("*%s%s", inner, declarator);
    free(inner);
    free(declarator);
    return text;
}

/* Takes over declarator, builds it up from the inside out, and puts the base type before it. */
static char *declare(struct type_writer *writer, struct dual_type type, unsigned qualifiers,
                     char *declarator, bool pointed) {
    for (;;) {
        qualifiers |= qualifiers_of(type.lp64);
        if (strip_sugar(&type.lp64)) {
            strip_sugar(&type.ilp32);
        } else if (is_array(type.lp64)) {
            declarator = array_declarator(type.lp64, declarator);
            type = dual_element(type);
        } else if (type.lp64.kind == CXType_Pointer) {
            struct dual_type to = dual_pointee(type);
            declarator = pointer_declarator(qualifiers, is_array(to.lp64), declarator);
            qualifiers = 0;
            type = to;
            pointed = true;
        } else {
            return join(qualifiers, base_name(writer, type, pointed), declarator);
        }
    }
}

/* ---- records ---- */

static long long round_up(long long value, long long alignment) {
    return (value + alignment - 1) / alignment * alignment;
}

/* Whether plain C lays the fields out as the compiler did, without packing or alignment. */
static bool is_natural(struct dual_type record, const struct dual_fields *fields, bool is_union) {
    long long end = 0, alignment = 1;
    for (size_t i = 0; i < fields->count; i++) {
        CXType type = clang_getCursorType(fields->ilp32[i]);
        long long align = clang_Type_getAlignOf(type), bytes = clang_Type_getSizeOf(type);
        long long offset = is_union ? 0 : round_up(end, align);
        if (offset != clang_Cursor_getOffsetOfField(fields->ilp32[i]) / 8)
            return false;
        end = offset + bytes > end ? offset + bytes : end;
        alignment = align > alignment ? align : alignment;
    }
    return alignment == clang_Type_getAlignOf(record.ilp32) &&
           round_up(end, alignment) == clang_Type_getSizeOf(record.ilp32);
}

/* The least alignment that moves a field of a packed record from end to offset. */
static long long needed_alignment(long long end, long long offset) {
    long long alignment = 1;
    while (alignment < offset && round_up(end, alignment) != offset)
        alignment *= 2;
    return alignment;
}

static char *field_declaration(struct type_writer *writer, const struct dual_fields *fields,
                               size_t index) {
    struct dual_type type = dual_field_type(fields, index);
    CXCursor declaration = clang_getTypeDeclaration(type.lp64);
    char *name = clang_text(clang_getCursorSpelling(fields->lp64[index]));
    bool is_record = dual_canonical(type).lp64.kind == CXType_Record;
    if (!is_record || !clang_Cursor_isAnonymous(declaration))
        return declare(writer, type, 0, name, false);
    /* A record without a name is written where it stands; so may be its member. */
    bool is_member = !clang_Cursor_isAnonymousRecordDecl(declaration);
    char *body = record_body(writer, dual_canonical(type));
    char *text = body ? xasprintf("%s %s%s%s", record_keyword(declaration), body,
                                  is_member ? " " : "", is_member ? name : "")
                      : NULL;
    free(body);
    free(name);
    return text;
}

/* Indents every line of text by four blanks and ends it with ";". */
static void print_field(FILE *out, const char *text, long long alignment) {
    fputs("    ", out);
    for (; *text; text++) {
        fputc(*text, out);
        if (*text == '\n')
            fputs("    ", out);
    }
    if (alignment > 1)
        fprintf(out, " __attribute__((aligned(%lld)))", alignment);
    fputs(";\n", out);
}

static bool print_fields(struct type_writer *writer, const struct dual_fields *fields,
                         bool is_natural, FILE *out) {
    long long end = 0;
    for (size_t i = 0; i < fields->count; i++) {
        char *text = field_declaration(writer, fields, i);
        if (!text)
            return false;
        long long offset = clang_Cursor_getOffsetOfField(fields->ilp32[i]) / 8;
        print_field(out, text, is_natural ? 1 : needed_alignment(end, offset));
        end = offset + clang_Type_getSizeOf(clang_getCursorType(fields->ilp32[i]));
        free(text);
    }
    return true;
}

/* "{ … }" with the record's attributes after it. */
static char *record_body(struct type_writer *writer, struct dual_type record) {
    CXCursor declaration = clang_getTypeDeclaration(record.lp64);
    struct dual_fields fields = dual_fields(record);
    bool is_union = clang_getCursorKind(declaration) == CXCursor_UnionDecl;
    bool natural = is_natural(record, &fields, is_union);
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    fputs("{\n", out);
    bool ok = print_fields(writer, &fields, natural, out);
    fputc('}', out);
    if (!natural)
        fprintf(out, " __attribute__((packed, aligned(%lld)))",
                clang_Type_getAlignOf(record.ilp32));
    fclose(out);
    dual_fields_free(&fields);
    if (ok)
        return text;
    free(text);
    return NULL;
}

/* ---- parameters ---- */

char *types_declare(struct type_writer *writer, struct dual_type type, const char *name,
                    bool shared) {
    while (strip_sugar(&type.lp64))
        strip_sugar(&type.ilp32);
    /* A pointer to shared memory says so itself, so its typedefs are opened. */
    if (shared)
        while (type.lp64.kind != CXType_Pointer && !is_array(type.lp64))
            type = dual_canonical(type);
    bool array = is_array(type.lp64);
    if (!array && type.lp64.kind != CXType_Pointer)
        return declare(writer,
                       (struct dual_type){clang_getUnqualifiedType(type.lp64),
                                          clang_getUnqualifiedType(type.ilp32)},
                       0, xstrdup(name), false);
    /* `__shared float *p`, but `float *__shared *p`: it qualifies what the pointer points to. */
    struct dual_type to = array ? dual_element(type) : dual_pointee(type);
    char *declarator = pointer_declarator(0, is_array(to.lp64), xstrdup(name));
    return declare(writer, to, shared ? Q_SHARED : 0, declarator, true);
}
