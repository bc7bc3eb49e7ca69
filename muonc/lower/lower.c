#include "muonc/lower/lower.h"

#include "muonc/lower/calls.h"
#include "muonc/lower/check.h"
#include "muonc/lower/emit.h"
#include "muonc/lower/places.h"

#include <string.h>

/* Clang's view of the preprocessed text; NULL if it cannot make sense of it at all. */
static CXTranslationUnit parse(const struct lower_request *request, CXIndex index) {
    struct string_list arguments = {0};
    string_list_add(&arguments, "clang");
    for (size_t i = 0; request->arguments && i < request->arguments->count; i++)
        string_list_add(&arguments, request->arguments->items[i]);
    string_list_add(&arguments, "-Wno-unknown-warning-option"); /* libclang would print it */
    string_list_add(&arguments, "-x");
    string_list_add(&arguments, request->cxx ? "c++-cpp-output" : "cpp-output");
    /* To libclang "-" would be its own standard input. */
    const char *path = strcmp(request->path, "-") ? request->path : "<stdin>";
    struct CXUnsavedFile file = {path, request->text, request->size};
    CXTranslationUnit unit = NULL;
    enum CXErrorCode code = clang_parseTranslationUnit2FullArgv(
        index, path, (const char *const *)arguments.items, (int)arguments.count, &file, 1,
        CXTranslationUnit_None, &unit);
    string_list_free(&arguments);
    return code == CXError_Success ? unit : NULL;
}

static enum CXDiagnosticSeverity worst_diagnostic(CXTranslationUnit unit) {
    enum CXDiagnosticSeverity worst = CXDiagnostic_Ignored;
    for (unsigned i = 0, count = clang_getNumDiagnostics(unit); i < count; i++) {
        CXDiagnostic diagnostic = clang_getDiagnostic(unit, i);
        enum CXDiagnosticSeverity severity = clang_getDiagnosticSeverity(diagnostic);
        worst = severity > worst ? severity : worst;
        clang_disposeDiagnostic(diagnostic);
    }
    return worst;
}

static enum lower_status lower_parsed(const struct lower_request *request, CXTranslationUnit unit,
                                      struct diag_engine *diag, struct lower_result *result) {
    struct places places;
    struct call_list calls;
    unsigned errors = diag->errors;
    places_init(&places, request->text, request->size);
    calls_find(unit, request->text, &calls);
    struct checker checker = {&calls, &places, request->nbin, diag, {0}};
    check_calls(&checker);
    if (diag->errors == errors)
        check_protocol(&checker, unit);
    bool ok = diag->errors == errors;
    if (ok)
        result->text = emit_unit(&calls, &places, &result->size);
    result->facts = checker.facts;
    calls_free(&calls);
    places_free(&places);
    return ok ? LOWER_DONE : LOWER_FAILED;
}

enum lower_status lower_unit(const struct lower_request *request, struct diag_engine *diag,
                             struct lower_result *result) {
    *result = (struct lower_result){0};
    CXIndex index = clang_createIndex(0, 0);
    CXTranslationUnit unit = parse(request, index);
    enum CXDiagnosticSeverity worst = unit ? worst_diagnostic(unit) : CXDiagnostic_Fatal;
    enum lower_status status = LOWER_REJECTED;
    result->warned = worst >= CXDiagnostic_Warning;
    if (worst < CXDiagnostic_Error)
        status = lower_parsed(request, unit, diag, result);
    if (unit)
        clang_disposeTranslationUnit(unit);
    clang_disposeIndex(index);
    return status;
}
