#include "muonc/lower/kernels.h"

#include "muonc/lower/cursors.h"
#include "support/alloc.h"
#include "support/array.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct finder {
    struct places *places;
    struct diag_engine *diag;
    struct kernel_list *kernels;
    bool overloads; /* the second walk, when all kernels are known */
};

/* ---- annotations ---- */

/* What stands before a declaration, and where in it. */
struct annotations {
    bool kernel;
    bool size;       /* that work-groups must have */
    bool wrong_size; /* it is none, or there are two */
    uint32_t extents[3];
};

static bool is_annotation(CXCursor cursor, const char *text) {
    CXString spelling = clang_getCursorSpelling(cursor);
    bool same = clang_getCursorKind(cursor) == CXCursor_AnnotateAttr &&
                !strcmp(clang_getCString(spelling), text);
    clang_disposeString(spelling);
    return same;
}

struct extents {
    uint32_t values[3];
    unsigned count;
    bool wrong;
};

static enum CXChildVisitResult read_extent(CXCursor cursor, CXCursor parent, CXClientData data) {
    struct extents *extents = data;
    long long value;
    if (extents->count < 3 && cursor_evaluate(cursor, &value) && value > 0 && value <= UINT32_MAX)
        extents->values[extents->count++] = (uint32_t)value;
    else
        extents->wrong = true;
    return CXChildVisit_Continue;
}

static void read_size(CXCursor annotation, struct annotations *annotations) {
    struct extents extents = {0};
    clang_visitChildren(annotation, read_extent, &extents);
    bool wrong = extents.wrong || extents.count != 3;
    if (annotations->size)
        wrong |= memcmp(annotations->extents, extents.values, sizeof extents.values) != 0;
    annotations->wrong_size |= wrong;
    annotations->size = true;
    memcpy(annotations->extents, extents.values, sizeof extents.values);
}

static enum CXChildVisitResult read_annotation(CXCursor cursor, CXCursor parent,
                                               CXClientData data) {
    struct annotations *annotations = data;
    if (is_annotation(cursor, "neutrino.kernel"))
        annotations->kernel = true;
    else if (is_annotation(cursor, "neutrino.kernel_size"))
        read_size(cursor, annotations);
    return CXChildVisit_Continue;
}

/* ---- names ---- */

/* With the namespaces around it; the caller frees it. */
static char *full_name(CXCursor declaration) {
    CXString spelling = clang_getCursorSpelling(declaration);
    char *name = xstrdup(clang_getCString(spelling));
    clang_disposeString(spelling);
    CXCursor at = clang_getCursorSemanticParent(declaration);
    for (; clang_isDeclaration(clang_getCursorKind(at)); at = clang_getCursorSemanticParent(at)) {
        CXString around = clang_getCursorSpelling(at);
        if (*clang_getCString(around)) { /* neither extern "C" nor unnamed */
            char *longer = xasprintf("%s::%s", clang_getCString(around), name);
            free(name);
            name = longer;
        }
        clang_disposeString(around);
    }
    return name;
}

/* The entry's symbol, which overloads in other units do not have; the caller frees it. */
static char *entry_name(CXCursor function) {
    CXString mangled = clang_Cursor_getMangling(function);
    char *name = xasprintf("__muon_kernel_%s", clang_getCString(mangled));
    clang_disposeString(mangled);
    for (char *p = name; *p; p++)
        if (!isalnum((unsigned char)*p)) /* of an assembly label, say */
            *p = '_';
    return name;
}

/* ---- checks ---- */

/* Why the function cannot be called by an entry in the program, NULL if it can. */
static const char *linkage_fault(CXCursor function) {
    if (clang_Cursor_isFunctionInlined(function))
        return "inline";
    if (clang_Cursor_getStorageClass(function) == CX_SC_Static)
        return "static";
    return clang_getCursorLinkage(function) < CXLinkage_External ? "in an unnamed namespace" : NULL;
}

static void check_function(const struct finder *finder, const struct kernel *kernel) {
    const char *name = kernel->signature.name, *linkage = linkage_fault(kernel->function);
    CXType result = clang_getCanonicalType(clang_getCursorResultType(kernel->function));
    if (linkage)
        diag_raise(finder->diag, DIAG_NU_KERNEL, kernel->where,
                   "kernel '%s' is %s: a launcher finds it by its name in the program", name,
                   linkage);
    if (result.kind != CXType_Void)
        diag_raise(finder->diag, DIAG_NU_KERNEL, kernel->where,
                   "kernel '%s' must return void: nobody waits for a value", name);
    if (clang_Cursor_isVariadic(kernel->function))
        diag_raise(finder->diag, DIAG_NU_KERNEL, kernel->where,
                   "kernel '%s' must not have variable arguments", name);
}

static bool is_template(CXCursor cursor) {
    return clang_getCursorKind(cursor) == CXCursor_FunctionTemplate ||
           !clang_Cursor_isNull(clang_getSpecializedCursorTemplate(cursor));
}

/* Whether it is a function that has a name for a launcher; else that is reported. */
static bool is_plain_function(const struct finder *finder, CXCursor cursor,
                              struct diag_location where) {
    enum CXCursorKind kind = clang_getCursorKind(cursor);
    CXString name = clang_getCursorSpelling(cursor);
    const char *text = clang_getCString(name);
    if (is_template(cursor))
        diag_raise(finder->diag, DIAG_NU_KERNEL, where,
                   "a template cannot be launched by name: write a kernel that calls it, such as "
                   "'__kernel void %s_float(float *data) { %s<float>(data); }'",
                   text, text);
    else if (kind == CXCursor_CXXMethod || kind == CXCursor_Constructor ||
             kind == CXCursor_Destructor || kind == CXCursor_ConversionFunction)
        diag_raise(finder->diag, DIAG_NU_KERNEL, where,
                   "a member of a class cannot be launched by name: write a kernel that calls it");
    else if (kind != CXCursor_FunctionDecl)
        diag_raise(finder->diag, DIAG_NU_KERNEL, where, "'%s' is no function, so no kernel", text);
    clang_disposeString(name);
    return kind == CXCursor_FunctionDecl && !is_template(cursor);
}

static void report_size(const struct finder *finder, struct diag_location where) {
    diag_raise(finder->diag, DIAG_NU_KERNEL, where,
               "__kernel_size takes three whole numbers above 0, the same wherever it stands");
}

/* ---- overloads ---- */

static struct kernel *known_kernel(const struct finder *finder, CXCursor function) {
    CXCursor canonical = clang_getCanonicalCursor(function);
    for (size_t i = 0; i < finder->kernels->count; i++)
        if (clang_equalCursors(clang_getCanonicalCursor(finder->kernels->items[i].function),
                               canonical))
            return &finder->kernels->items[i];
    return NULL;
}

/* The kernel that another function has the name of, if that has not been reported; of two kernels
 * the first. */
static struct kernel *overloaded_kernel(const struct finder *finder, CXCursor function) {
    const struct kernel *known = known_kernel(finder, function);
    struct kernel *end = finder->kernels->items + finder->kernels->count, *kernel;
    char *name = full_name(function);
    for (kernel = finder->kernels->items; kernel < end && kernel != known; kernel++)
        if (!kernel->overloaded && !strcmp(name, kernel->signature.name))
            break;
    free(name);
    return kernel == end || kernel == known ? NULL : kernel;
}

static void check_overload(const struct finder *finder, CXCursor function) {
    struct kernel *kernel = overloaded_kernel(finder, function);
    if (!kernel)
        return;
    kernel->overloaded = true;
    diag_raise(finder->diag, DIAG_NU_KERNEL, kernel->where,
               "kernel '%s' has an overload: a kernel is launched by its name alone",
               kernel->signature.name);
    diag_report(finder->diag, DIAG_NOTE, NULL, places_name(finder->places, function),
                "the other function is here");
}

/* ---- the walk ---- */

static struct kernel *add_kernel(const struct finder *finder, CXCursor definition) {
    struct kernel *kernel = ARRAY_ADD(finder->kernels->items, finder->kernels->count);
    *kernel =
        (struct kernel){.function = definition, .where = places_name(finder->places, definition)};
    kernel->signature.name = full_name(definition);
    kernel->signature.entry = entry_name(definition);
    check_function(finder, kernel);
    kernel_add_parameters(kernel, finder->places, finder->diag);
    return kernel;
}

/* A declaration of a kernel, which may be one of several. */
static void take_kernel(const struct finder *finder, CXCursor function,
                        const struct annotations *annotations) {
    CXCursor definition = clang_getCursorDefinition(function);
    if (clang_Cursor_isNull(definition) || clang_isInvalid(clang_getCursorKind(definition)))
        return;
    struct kernel *kernel = known_kernel(finder, definition);
    kernel = kernel ? kernel : add_kernel(finder, definition);
    uint32_t *size = kernel->signature.local_size;
    if (!annotations->size || annotations->wrong_size)
        return;
    if (size[0] && memcmp(size, annotations->extents, sizeof annotations->extents))
        report_size(finder, kernel->where);
    memcpy(size, annotations->extents, sizeof annotations->extents);
}

static void visit_annotated(const struct finder *finder, CXCursor cursor) {
    struct annotations annotations = {0};
    clang_visitChildren(cursor, read_annotation, &annotations);
    if (!annotations.kernel && !annotations.size)
        return;
    struct diag_location where = places_name(finder->places, cursor);
    if (annotations.wrong_size)
        report_size(finder, where);
    else if (!annotations.kernel)
        diag_raise(finder->diag, DIAG_NU_KERNEL, where,
                   "__kernel_size without __kernel: only kernels are launched in work-groups");
    if (annotations.kernel && is_plain_function(finder, cursor, where))
        take_kernel(finder, cursor, &annotations);
}

static bool has_functions(enum CXCursorKind kind) {
    return kind == CXCursor_Namespace || kind == CXCursor_LinkageSpec ||
           kind == CXCursor_ClassDecl || kind == CXCursor_StructDecl ||
           kind == CXCursor_UnionDecl || kind == CXCursor_ClassTemplate;
}

static enum CXChildVisitResult visit(CXCursor cursor, CXCursor parent, CXClientData data) {
    struct finder *finder = data;
    enum CXCursorKind kind = clang_getCursorKind(cursor);
    if (finder->overloads) {
        if (kind == CXCursor_FunctionDecl || kind == CXCursor_FunctionTemplate)
            check_overload(finder, cursor);
    } else if (clang_Cursor_hasAttrs(cursor) || kind == CXCursor_FunctionTemplate) {
        visit_annotated(finder, cursor);
    }
    return has_functions(kind) ? CXChildVisit_Recurse : CXChildVisit_Continue;
}

void kernels_find(struct places *places, struct diag_engine *diag, struct kernel_list *kernels) {
    *kernels = (struct kernel_list){0};
    struct finder finder = {.places = places, .diag = diag, .kernels = kernels};
    CXCursor root = clang_getTranslationUnitCursor(places->unit);
    clang_visitChildren(root, visit, &finder);
    finder.overloads = true;
    if (kernels->count)
        clang_visitChildren(root, visit, &finder);
}

void kernels_free(struct kernel_list *kernels) {
    for (size_t i = 0; i < kernels->count; i++)
        signature_free(&kernels->items[i].signature);
    free(kernels->items);
    *kernels = (struct kernel_list){0};
}
