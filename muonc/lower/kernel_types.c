/* The parameters of kernels: what a launcher can pass by bytes that mean the same to every target.
 */
#include "muonc/lower/kernels.h"

#include "muonc/lower/cursors.h"
#include "neutrino/platform.h"
#include "support/alloc.h"

#include <stdlib.h>
#include <string.h>

/* Shared memory, to which __shared pointers point. */
enum { ADDRESS_SPACE_SHARED = 1, MOST_ALIGNMENT = 8, POINTER_BYTES = 4 };

static const char *const target_sized[] = {
    "size_t",       "ssize_t",      "rsize_t",       "ptrdiff_t",     "intptr_t",    "uintptr_t",
    "int_fast16_t", "int_fast32_t", "uint_fast16_t", "uint_fast32_t", "intmax_t",    "uintmax_t",
    "wchar_t",      "wint_t",       "time_t",        "clock_t",       "max_align_t", NULL};

static const char other_size[] =
    "its size is another one on other targets; use a type of fixed width, such as uint32_t";
static const char points_to_other_size[] =
    "what it points to has another size on other targets; use a type of fixed width, such as "
    "uint32_t";
static const char no_plain_type[] =
    "parameters are pointers, integers, enumerations, bool, float, double, and structs of numbers";

/* ---- numbers ---- */

static bool is_number(CXType canonical, enum neutrino_parameter_kind *kind) {
    switch ((int)canonical.kind) {
    case CXType_Bool: *kind = NEUTRINO_BOOL; return true;
    case CXType_Char_S:
    case CXType_SChar:
    case CXType_Short:
    case CXType_Int:
    case CXType_LongLong: *kind = NEUTRINO_INT; return true;
    case CXType_Char_U:
    case CXType_UChar:
    case CXType_Char16:
    case CXType_Char32:
    case CXType_UShort:
    case CXType_UInt:
    case CXType_ULongLong: *kind = NEUTRINO_UINT; return true;
    case CXType_Float:
    case CXType_Double: *kind = NEUTRINO_FLOAT; return true;
    default: return false;
    }
}

/* Of an enumeration the integers that it has. */
static CXType number_type(CXType canonical) {
    return canonical.kind == CXType_Enum ? clang_getCanonicalType(clang_getEnumDeclIntegerType(
                                               clang_getTypeDeclaration(canonical)))
                                         : canonical;
}

static bool has_target_size(CXType type) {
    CXType canonical = number_type(clang_getCanonicalType(type));
    return type_is_called(type, target_sized) || canonical.kind == CXType_Long ||
           canonical.kind == CXType_ULong || canonical.kind == CXType_WChar;
}

/* Why it is no number that is the same everywhere, NULL if it is one. */
static const char *number_fault(CXType type) {
    enum neutrino_parameter_kind kind;
    CXType canonical = number_type(clang_getCanonicalType(type));
    if (has_target_size(type))
        return other_size;
    return is_number(canonical, &kind) ? NULL : no_plain_type;
}

/* ---- structs ---- */

struct members {
    unsigned count;
    const char *fault;
    char *member; /* whose fault it is, owned */
};

static void check_members(CXType type, struct members *members);

static const char *member_fault(CXCursor field, CXType type, struct members *members) {
    CXType canonical = clang_getCanonicalType(type);
    while (canonical.kind == CXType_ConstantArray) {
        type = clang_getArrayElementType(type.kind == CXType_ConstantArray ? type : canonical);
        canonical = clang_getCanonicalType(type);
    }
    if (clang_Cursor_isBitField(field))
        return "a bit-field lies where each compiler puts it";
    if (canonical.kind == CXType_IncompleteArray)
        return "an array without a size is not copied";
    if (canonical.kind == CXType_Pointer || canonical.kind == CXType_MemberPointer)
        return "the size of a pointer is another one on other targets; pass it by itself";
    if (canonical.kind != CXType_Record)
        return number_fault(type);
    check_members(canonical, members);
    return NULL;
}

static enum CXVisitorResult visit_member(CXCursor field, CXClientData data) {
    struct members *members = data;
    members->count++;
    const char *fault = member_fault(field, clang_getCursorType(field), members);
    if (fault) {
        CXString name = clang_getCursorSpelling(field);
        members->fault = fault;
        members->member = xstrdup(clang_getCString(name));
        clang_disposeString(name);
    }
    return members->fault ? CXVisit_Break : CXVisit_Continue;
}

static enum CXChildVisitResult find_base(CXCursor cursor, CXCursor parent, CXClientData data) {
    *(bool *)data |= clang_getCursorKind(cursor) == CXCursor_CXXBaseSpecifier;
    return CXChildVisit_Continue;
}

static void check_members(CXType type, struct members *members) {
    unsigned before = members->count;
    bool has_base = false;
    clang_visitChildren(clang_getTypeDeclaration(type), find_base, &has_base);
    if (!clang_isPODType(type) || has_base)
        members->fault = "a class that is no plain C struct is more than its bytes";
    else
        clang_Type_visitFields(type, visit_member, members);
    if (!members->fault && members->count == before)
        members->fault = "a struct without members has no size in C";
}

/* A type of file scope has a name that can be written behind the unit. */
static bool has_name(CXType canonical) {
    CXCursor declaration = clang_getTypeDeclaration(canonical);
    CXString name = clang_getTypeSpelling(canonical);
    bool named = !strchr(clang_getCString(name), '(');
    clang_disposeString(name);
    return named &&
           clang_getCursorKind(clang_getCursorSemanticParent(declaration)) != CXCursor_FunctionDecl;
}

static const char *struct_fault(CXType canonical, struct members *members) {
    check_members(canonical, members);
    if (members->fault)
        return members->fault;
    if (clang_Type_getAlignOf(canonical) > MOST_ALIGNMENT)
        return "arguments lie at multiples of 8 bytes at most";
    return has_name(canonical) ? NULL : "a struct needs a name that others can use, too";
}

/* ---- pointers ---- */

/* What __shared stands for, on Muon and on the host (neutrino/kernel_host.h), where it is a matter
 * of the language alone. */
static const char *const shared_spellings[] = {"__attribute__((address_space(1)))", "__global"};
enum { SHARED_SPELLINGS = sizeof shared_spellings / sizeof *shared_spellings };

static bool is_shared(CXType pointee) {
    CXString spelling = clang_getTypeSpelling(pointee);
    const char *text = clang_getCString(spelling);
    bool shared = clang_getAddressSpace(pointee) != 0;
    for (size_t i = 0; i < SHARED_SPELLINGS; i++)
        shared |= strstr(text, shared_spellings[i]) != NULL;
    clang_disposeString(spelling);
    return shared;
}

static const char *pointer_fault(CXType pointee) {
    enum CXTypeKind kind = clang_getCanonicalType(pointee).kind;
    unsigned space = clang_getAddressSpace(pointee);
    if (kind == CXType_FunctionProto || kind == CXType_FunctionNoProto)
        return "functions have other addresses on other targets";
    if (space > ADDRESS_SPACE_SHARED)
        return "there is no such address space";
    return has_target_size(pointee) ? points_to_other_size : NULL;
}

/* ---- parameters ---- */

/* Why it cannot be passed, NULL if it can: then its kind and size are filled in. */
static const char *classify(CXCursor declaration, CXType canonical,
                            struct neutrino_parameter *parameter, struct members *members) {
    CXType type = clang_getCursorType(declaration), pointee = clang_getPointeeType(canonical);
    parameter->bytes = (uint32_t)clang_Type_getSizeOf(canonical);
    switch ((int)canonical.kind) {
    case CXType_Pointer:
        parameter->kind = is_shared(pointee) ? NEUTRINO_LOCAL : NEUTRINO_POINTER;
        parameter->access =
            clang_isConstQualifiedType(pointee) ? NEUTRINO_READ : NEUTRINO_READ_WRITE;
        return pointer_fault(type.kind == CXType_Pointer ? clang_getPointeeType(type) : pointee);
    case CXType_LValueReference:
    case CXType_RValueReference: return "a launcher passes addresses; use a pointer";
    case CXType_Record: parameter->kind = NEUTRINO_STRUCT; return struct_fault(canonical, members);
    default: is_number(number_type(canonical), &parameter->kind); return number_fault(type);
    }
}

/* As the source has it, but for what __shared stands for; the caller frees it. */
static char *type_spelling(CXCursor parameter) {
    CXString spelling = clang_getTypeSpelling(clang_getCursorType(parameter));
    const char *text = clang_getCString(spelling), *at = NULL;
    size_t i = 0;
    while (i < SHARED_SPELLINGS && !(at = strstr(text, shared_spellings[i])))
        i++;
    char *type =
        at ? xasprintf("%.*s__shared%s", (int)(at - text), text, at + strlen(shared_spellings[i]))
           : xstrdup(text);
    clang_disposeString(spelling);
    return type;
}

static void report_parameter(const struct kernel *kernel, CXCursor declaration,
                             const struct neutrino_parameter *parameter, const char *fault,
                             const char *member, struct places *places, struct diag_engine *diag) {
    char *of_member = member ? xasprintf(" (member '%s')", member) : xstrdup("");
    diag_raise(diag, DIAG_NU_KERNEL_PARAMETER, places_name(places, declaration),
               "parameter '%s' of kernel '%s' has type '%s': %s%s", parameter->name,
               kernel->signature.name, parameter->type, fault, of_member);
    free(of_member);
}

/* Returns its alignment. */
static uint32_t add_parameter(struct kernel *kernel, CXCursor declaration, CXType canonical,
                              struct places *places, struct diag_engine *diag) {
    struct neutrino_parameter parameter = {0};
    struct members members = {0};
    const char *fault = classify(declaration, canonical, &parameter, &members);
    uint32_t alignment = fault ? 1 : (uint32_t)clang_Type_getAlignOf(canonical);
    CXString name = clang_getCursorSpelling(declaration);
    parameter.name = (char *)clang_getCString(name);
    parameter.type = type_spelling(declaration);
    if (fault)
        report_parameter(kernel, declaration, &parameter, fault, members.member, places, diag);
    else
        signature_add(&kernel->signature, &parameter, alignment);
    free(parameter.type);
    free(members.member);
    clang_disposeString(name);
    return alignment;
}

/* The arguments have the size of a struct. */
void kernel_add_parameters(struct kernel *kernel, struct places *places, struct diag_engine *diag) {
    CXType type = clang_getCanonicalType(clang_getCursorType(kernel->function));
    int count = clang_Cursor_getNumArguments(kernel->function);
    uint32_t most = 1, *bytes = &kernel->signature.argument_bytes;
    for (int i = 0; i < count; i++) {
        CXCursor declaration = clang_Cursor_getArgument(kernel->function, (unsigned)i);
        uint32_t alignment =
            add_parameter(kernel, declaration, clang_getArgType(type, (unsigned)i), places, diag);
        most = alignment > most ? alignment : most;
    }
    *bytes = (*bytes + most - 1) & ~(most - 1);
    if (*bytes > NEUTRINO_ARGUMENT_BYTES)
        diag_raise(diag, DIAG_NU_KERNEL_PARAMETER, kernel->where,
                   "kernel '%s' has %u bytes of arguments, of which a launch takes %u at most",
                   kernel->signature.name, *bytes, NEUTRINO_ARGUMENT_BYTES);
}
