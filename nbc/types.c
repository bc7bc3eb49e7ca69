#include "nbc/types.h"
#include "support/array.h"

#include "nbc/checks.h"
#include "nbc/layout.h"
#include "nbc/names.h"
#include "nbc/spelling.h"

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

/* ---- the table of definitions ---- */

/* Takes over what is in the definition. False after a diagnostic if its name stands for something
 * else. */
static bool define(struct type_writer *writer, CXCursor declaration, struct definition definition) {
    struct task_table *table = writer->table;
    for (size_t i = 0; i < table->definition_count; i++) {
        if (strcmp(table->definitions[i].name, definition.name))
            continue;
        bool same = !strcmp(table->definitions[i].text, definition.text);
        if (!same)
            diag_raise(writer->diag, DIAG_NU_TYPE_CONFLICT, writer->where,
                       "'%s' means another type in another task: rename one of them, as the header "
                       "can define it once",
                       definition.c_name);
        definition_free(&definition);
        return same;
    }
    definition.include = clang_include_of(declaration);
    definition.where =
        clang_location(clang_Cursor_getSpellingNameRange(declaration, 0, 0), &definition.file);
    *ARRAY_ADD(table->definitions, table->definition_count) = definition;
    return true;
}

/* Reports a name that the header cannot have. */
static void check_name(struct type_writer *writer, CXCursor cursor, enum name_use use) {
    char *file, *name = clang_text(clang_getCursorSpelling(cursor));
    const char *fault = names_fault(name, use);
    struct diag_location where =
        clang_location(clang_Cursor_getSpellingNameRange(cursor, 0, 0), &file);
    if (fault)
        diag_raise(writer->diag, DIAG_NU_NAME, where,
                   "'%s' is %s, so the header cannot declare it for them: rename it", name, fault);
    free(name);
    free(file);
}

/* ---- declarators ---- */

static char *declare(struct type_writer *writer, struct dual_type type, unsigned qualifiers,
                     char *declarator, bool pointed);
static char *record_body(struct type_writer *writer, struct dual_type record);

static char *no_name(struct type_writer *writer, struct dual_type type, bool pointed) {
    if (pointed)
        return xstrdup("void");
    char *name = clang_text(clang_getTypeSpelling(type.lp64));
    diag_raise(writer->diag, DIAG_NU_PARAMETER_TYPE, writer->where,
               "type '%s' has no name that C knows", name);
    free(name);
    return NULL;
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
static char *define_tag(struct type_writer *writer, CXType ilp32, CXCursor declaration,
                        const char *keyword, char *body, char *c_name) {
    char *text;
    check_name(writer, declaration, spell_is_tagless(declaration) ? NAME_IN_FILE : NAME_IN_TYPE);
    if (!spell_is_tagless(declaration))
        text = xasprintf("%s%s%s;\n", c_name, body ? " " : "", body ? body : "");
    else if (body)
        text = xasprintf("typedef %s %s %s;\n", keyword, body, c_name);
    else
        text = xasprintf("typedef %s %s %s;\n", keyword, c_name, c_name);
    struct definition definition = {
        .name = key_of(c_name, body || spell_is_tagless(declaration)),
        .text = text,
        .c_name = xstrdup(c_name),
    };
    if (body)
        checks_of_tag(&definition, ilp32);
    free(body);
    if (define(writer, declaration, definition))
        return c_name;
    free(c_name);
    return NULL;
}

/* "struct vec", defined; only declared if its memory does not mean the same to both sides. */
static char *record_name(struct type_writer *writer, struct dual_type record, bool pointed) {
    CXCursor declaration = clang_getTypeDeclaration(record.lp64);
    if (!spell_has_name(declaration))
        return no_name(writer, record, pointed);
    const char *keyword = spell_record_keyword(declaration);
    char *body = NULL;
    if (!pointed || layout_is_shared(record)) {
        body = record_body(writer, record);
        if (!body)
            return NULL;
    }
    return define_tag(writer, record.ilp32, declaration, keyword, body,
                      spell_tag(keyword, declaration));
}

struct enum_writer {
    struct type_writer *types;
    FILE *out;
};

static enum CXChildVisitResult print_enumerator(CXCursor cursor, CXCursor parent,
                                                CXClientData data) {
    struct enum_writer *writer = data;
    if (clang_getCursorKind(cursor) == CXCursor_EnumConstantDecl) {
        char *name = spell_name(cursor);
        check_name(writer->types, cursor, NAME_IN_FILE);
        fprintf(writer->out, "    %s = %lld,\n", name, clang_getEnumConstantDeclValue(cursor));
        free(name);
    }
    return CXChildVisit_Continue;
}

/* "enum color", defined; its integer type if C11 has no such enum. */
static char *enum_name(struct type_writer *writer, struct dual_type type, bool pointed) {
    CXCursor declaration = clang_getTypeDeclaration(type.lp64);
    /* As the SIMT side calls it: what is long here is long long there. */
    CXType ilp32 = clang_getEnumDeclIntegerType(clang_getTypeDeclaration(type.ilp32));
    struct dual_type integer = {ilp32, ilp32};
    bool is_plain = spell_has_name(declaration) && !clang_EnumDecl_isScoped(declaration) &&
                    clang_Type_getSizeOf(type.lp64) == 4;
    if (!is_plain)
        return declare(writer, integer, 0, xstrdup(""), pointed);
    char *body = NULL;
    size_t size;
    FILE *out = open_memstream(&body, &size);
    fputs("{\n", out);
    clang_visitChildren(declaration, print_enumerator, &(struct enum_writer){writer, out});
    fputc('}', out);
    fclose(out);
    return define_tag(writer, type.ilp32, declaration, "enum", body,
                      spell_tag("enum", declaration));
}

/* Whether `name` is the typedef that a record or enum without a tag has its name from. */
static bool names_tagless(CXType type, const char *name) {
    CXCursor declaration = clang_getTypeDeclaration(clang_getCanonicalType(type));
    enum CXCursorKind kind = clang_getCursorKind(declaration);
    if (kind != CXCursor_StructDecl && kind != CXCursor_UnionDecl && kind != CXCursor_EnumDecl)
        return false;
    char *spelling = clang_text(clang_getCursorSpelling(declaration));
    bool same = !strcmp(spelling, name) && spell_is_tagless(declaration);
    free(spelling);
    return same;
}

/* declaration_text: what follows typedef, which is taken over. */
static bool define_typedef(struct type_writer *writer, CXCursor declaration, CXType ilp32,
                           char *declaration_text, const char *name) {
    struct definition definition = {
        .name = xstrdup(name),
        .text = xasprintf("typedef %s;\n", declaration_text),
        .c_name = xstrdup(name),
    };
    free(declaration_text);
    checks_of_typedef(&definition, ilp32);
    return define(writer, declaration, definition);
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
    if (!is_system && spell_has_name(declaration)) {
        name = names_spelling(name);
        check_name(writer, declaration, NAME_IN_FILE);
        char *inner = declare(writer, underlying, 0, xstrdup(name), pointed);
        if (inner && define_typedef(writer, declaration, type.ilp32, inner, name))
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

/* Not __bf16 and _BitInt(7), which libclang does not know either. */
static bool is_sugar_for_another(CXType type) {
    return clang_getCanonicalType(type).kind != CXType_Unexposed;
}

/* Elaborations, attributes and the like, which are no part of a name. */
static bool strip_sugar(CXType *type) {
    if (type->kind == CXType_Elaborated)
        *type = clang_Type_getNamedType(*type);
    else if (type->kind == CXType_Attributed)
        *type = clang_Type_getModifiedType(*type);
    else if (type->kind == CXType_Auto ||
             (type->kind == CXType_Unexposed && is_sugar_for_another(*type)))
        *type = clang_getCanonicalType(*type);
    else
        return false;
    return true;
}

/* Takes over declarator, builds it up from the inside out, and puts the base type before it. */
static char *declare(struct type_writer *writer, struct dual_type type, unsigned qualifiers,
                     char *declarator, bool pointed) {
    for (;;) {
        qualifiers |= spell_qualifiers_of(type.lp64);
        if (strip_sugar(&type.lp64)) {
            strip_sugar(&type.ilp32);
        } else if (spell_is_array(type.lp64)) {
            declarator = spell_array(type.lp64, declarator);
            type = dual_element(type);
        } else if (type.lp64.kind == CXType_Pointer) {
            struct dual_type to = dual_pointee(type);
            declarator = spell_pointer(qualifiers, spell_is_array(to.lp64), declarator);
            qualifiers = 0;
            type = to;
            pointed = true;
        } else {
            return spell_declaration(qualifiers, base_name(writer, type, pointed), declarator);
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
    char *name = spell_name(fields->lp64[index]);
    check_name(writer, fields->lp64[index], NAME_IN_TYPE);
    bool is_record = dual_canonical(type).lp64.kind == CXType_Record;
    if (!is_record || !clang_Cursor_isAnonymous(declaration))
        return declare(writer, type, 0, name, false);
    /* A record without a name is written where it stands; so may be its member. */
    bool is_member = !clang_Cursor_isAnonymousRecordDecl(declaration);
    char *body = record_body(writer, dual_canonical(type));
    char *text = body ? xasprintf("%s %s%s%s", spell_record_keyword(declaration), body,
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
        fprintf(out, " __attribute__((__aligned__(%lld)))", alignment);
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
        fprintf(out, " __attribute__((__packed__, __aligned__(%lld)))",
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
        while (type.lp64.kind != CXType_Pointer && !spell_is_array(type.lp64))
            type = dual_canonical(type);
    bool array = spell_is_array(type.lp64);
    if (!array && type.lp64.kind != CXType_Pointer)
        return declare(writer,
                       (struct dual_type){clang_getUnqualifiedType(type.lp64),
                                          clang_getUnqualifiedType(type.ilp32)},
                       0, xstrdup(name), false);
    /* `__shared float *p`, but `float *__shared *p`: it qualifies what the pointer points to. */
    struct dual_type to = array ? dual_element(type) : dual_pointee(type);
    char *declarator = spell_pointer(0, spell_is_array(to.lp64), xstrdup(name));
    return declare(writer, to, shared ? Q_SHARED : 0, declarator, true);
}
