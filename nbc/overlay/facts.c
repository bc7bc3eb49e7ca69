#include "nbc/overlay/facts.h"

#include "support/array.h"

#include <stdlib.h>
#include <string.h>

/* ---- types ---- */

static CXType plain(CXType type) {
    return clang_getUnqualifiedType(clang_getCanonicalType(type));
}

/* The integer or floating type that a type is, or NULL. */
static char *scalar_of(CXType type) {
    if (type.kind == CXType_Enum)
        type = plain(clang_getEnumDeclIntegerType(clang_getTypeDeclaration(type)));
    bool number = (type.kind >= CXType_Bool && type.kind <= CXType_LongDouble) ||
                  type.kind == CXType_Half || type.kind == CXType_Float16 ||
                  type.kind == CXType_BFloat16;
    return number ? clang_text(clang_getTypeSpelling(type)) : NULL;
}

static struct c_type describe(CXType type) {
    CXType canonical = clang_getCanonicalType(type);
    CXType unqualified = plain(type);
    return (struct c_type){.name = clang_text(clang_getTypeSpelling(unqualified)),
                           .scalar = scalar_of(unqualified),
                           .is_const = clang_isConstQualifiedType(canonical)};
}

static struct c_place place_of(CXCursor cursor) {
    struct c_place place;
    CXSourceRange name = clang_Cursor_getSpellingNameRange(cursor, 0, 0);
    place.where = clang_location(clang_Range_isNull(name) ? clang_getCursorExtent(cursor) : name,
                                 &place.file);
    return place;
}

/* ---- views ---- */

struct members {
    struct c_parameter *parameter;
    size_t count;
    bool fits;
};

static enum CXVisitorResult take_member(CXCursor field, CXClientData data) {
    static const char *const names[VIEW_MEMBERS] = {"data", "min", "extent", "stride"};
    struct members *members = data;
    char *name = clang_text(clang_getCursorSpelling(field));
    CXType type = clang_getCanonicalType(clang_getCursorType(field));
    size_t i = 0;
    while (i < VIEW_MEMBERS && strcmp(names[i], name))
        i++;
    free(name);
    members->fits &= i < VIEW_MEMBERS && members->count < VIEW_MEMBERS;
    if (!members->fits)
        return CXVisit_Break;
    members->parameter->order[members->count++] = (enum view_member)i;
    if (i == VIEW_DATA) {
        members->fits = type.kind == CXType_Pointer;
        if (members->fits)
            members->parameter->type = describe(clang_getPointeeType(type));
        return CXVisit_Continue;
    }
    char *index = type.kind == CXType_ConstantArray
                      ? scalar_of(plain(clang_getArrayElementType(type)))
                      : NULL;
    long long rank = clang_getArraySize(type);
    unsigned *known = &members->parameter->rank;
    members->fits = index && rank > 0 && (!*known || *known == (unsigned)rank);
    *known = (unsigned)rank;
    free(members->parameter->index_types[i]);
    members->parameter->index_types[i] = index;
    return CXVisit_Continue;
}

/* A struct is a view by its members. */
static bool take_view(CXType type, struct c_parameter *parameter) {
    struct members members = {.parameter = parameter, .fits = true};
    if (type.kind != CXType_Record)
        return false;
    clang_Type_visitFields(type, take_member, &members);
    return members.fits && members.count == VIEW_MEMBERS;
}

/* ---- functions ---- */

static void take_parameter(CXCursor cursor, struct c_parameter *parameter) {
    CXType type = clang_getCursorType(cursor), canonical = plain(type);
    *parameter = (struct c_parameter){.kind = C_PARAMETER_OTHER, .place = place_of(cursor)};
    parameter->spelling = clang_text(clang_getTypeSpelling(type));
    CXType element = clang_getElementType(canonical);
    if (canonical.kind == CXType_Pointer) {
        parameter->kind = C_PARAMETER_POINTER;
        parameter->type = describe(clang_getPointeeType(canonical));
    } else if (canonical.kind == CXType_ConstantArray || canonical.kind == CXType_IncompleteArray) {
        parameter->kind = C_PARAMETER_POINTER;
        parameter->type = describe(element);
    } else if (take_view(canonical, parameter)) {
        parameter->kind = C_PARAMETER_VIEW;
    } else {
        free(parameter->type.name);
        free(parameter->type.scalar);
        parameter->type = describe(type);
        if (parameter->type.scalar)
            parameter->kind = C_PARAMETER_SCALAR;
    }
}

static enum CXChildVisitResult find_mark(CXCursor cursor, CXCursor parent, CXClientData data) {
    if (clang_getCursorKind(cursor) == CXCursor_AnnotateAttr) {
        char *text = clang_text(clang_getCursorSpelling(cursor));
        *(bool *)data |= !strcmp(text, "overlay.all_lanes");
        free(text);
    }
    return CXChildVisit_Continue;
}

static struct c_function read_function(CXCursor cursor) {
    CXType result = clang_getCursorResultType(cursor), canonical = clang_getCanonicalType(result);
    struct c_function function = {
        .name = clang_text(clang_getCursorSpelling(cursor)),
        .place = place_of(cursor),
        .is_static = clang_getCursorLinkage(cursor) != CXLinkage_External,
        .is_defined = clang_isCursorDefinition(cursor),
        .is_variadic = clang_Cursor_isVariadic(cursor),
        .result = canonical.kind == CXType_Void  ? C_RESULT_VOID
                  : canonical.kind == CXType_Int ? C_RESULT_INT
                                                 : C_RESULT_OTHER,
        .result_spelling = clang_text(clang_getTypeSpelling(result)),
    };
    clang_visitChildren(cursor, find_mark, &function.all_lanes);
    int count = clang_Cursor_getNumArguments(cursor);
    for (int i = 0; i < count; i++)
        take_parameter(clang_Cursor_getArgument(cursor, (unsigned)i),
                       ARRAY_ADD(function.parameters, function.count));
    return function;
}

/* The definition counts, whatever comes first; a mark on any of them. */
static void add_function(CXCursor cursor, struct c_facts *facts) {
    struct c_function function = read_function(cursor);
    struct c_function *other = (struct c_function *)c_facts_function(facts, function.name);
    if (!other) {
        *ARRAY_ADD(facts->functions, facts->function_count) = function;
        return;
    }
    function.all_lanes |= other->all_lanes;
    other->all_lanes = function.all_lanes;
    bool better = function.is_defined && !other->is_defined;
    c_function_free(better ? other : &function);
    if (better)
        *other = function;
}

/* ---- variables ---- */

static void evaluate(CXCursor cursor, struct c_global *global) {
    CXEvalResult result = clang_Cursor_Evaluate(cursor);
    if (!result)
        return;
    CXEvalResultKind kind = clang_EvalResult_getKind(result);
    global->value_known = kind == CXEval_Int || kind == CXEval_Float;
    global->value_floating = kind == CXEval_Float;
    if (kind == CXEval_Int)
        global->integer = clang_EvalResult_getAsLongLong(result);
    if (kind == CXEval_Float)
        global->floating = clang_EvalResult_getAsDouble(result);
    clang_EvalResult_dispose(result);
}

static struct c_global read_global(CXCursor cursor) {
    CXType type = clang_getCursorType(cursor), element = clang_getCanonicalType(type);
    enum CX_StorageClass storage = clang_Cursor_getStorageClass(cursor);
    struct c_global global = {
        .name = clang_text(clang_getCursorSpelling(cursor)),
        .place = place_of(cursor),
        .spelling = clang_text(clang_getTypeSpelling(type)),
        .is_static = storage == CX_SC_Static,
        .has_value = !clang_Cursor_isNull(clang_Cursor_getVarDeclInitializer(cursor)),
    };
    global.is_defined = global.has_value || storage != CX_SC_Extern;
    size_t rank = 0;
    while (element.kind == CXType_ConstantArray || element.kind == CXType_IncompleteArray) {
        *ARRAY_ADD(global.extents, rank) =
            element.kind == CXType_ConstantArray ? clang_getArraySize(element) : -1;
        element = clang_getCanonicalType(clang_getArrayElementType(element));
    }
    global.rank = (unsigned)rank;
    global.type = describe(element);
    if (!rank && global.has_value)
        evaluate(cursor, &global);
    return global;
}

static void add_global(CXCursor cursor, struct c_facts *facts) {
    struct c_global global = read_global(cursor);
    struct c_global *other = (struct c_global *)c_facts_global(facts, global.name);
    if (!other) {
        *ARRAY_ADD(facts->globals, facts->global_count) = global;
        return;
    }
    bool better = global.is_defined + global.has_value > other->is_defined + other->has_value;
    c_global_free(better ? other : &global);
    if (better)
        *other = global;
}

/* ---- one file ---- */

static void add_typedef(CXCursor cursor, struct c_facts *facts) {
    char *name = clang_text(clang_getCursorSpelling(cursor));
    if (c_facts_typedef(facts, name)) {
        free(name);
        return;
    }
    *ARRAY_ADD(facts->typedefs, facts->typedef_count) =
        (struct c_typedef){name, describe(clang_getTypedefDeclUnderlyingType(cursor))};
}

static enum CXChildVisitResult collect(CXCursor cursor, CXCursor parent, CXClientData data) {
    struct c_facts *facts = data;
    bool of_system = clang_Location_isInSystemHeader(clang_getCursorLocation(cursor));
    switch (clang_getCursorKind(cursor)) {
    case CXCursor_FunctionDecl:
        if (!of_system)
            add_function(cursor, facts);
        break;
    case CXCursor_VarDecl:
        if (!of_system)
            add_global(cursor, facts);
        break;
    case CXCursor_TypedefDecl: add_typedef(cursor, facts); break;
    default: break;
    }
    return CXChildVisit_Continue;
}

void facts_collect(CXTranslationUnit unit, struct c_facts *facts) {
    clang_visitChildren(clang_getTranslationUnitCursor(unit), collect, facts);
}
