#include "muonc/lower/lower.h"

#include "muonc/lower/calls.h"
#include "muonc/lower/check.h"
#include "muonc/lower/emit.h"
#include "muonc/lower/places.h"

#include <string.h>

/* Clang's view of the text in the source's place; NULL if it cannot make sense of it at all. */
static CXTranslationUnit parse(const struct lower_request *request, CXIndex index) {
    struct CXUnsavedFile file = {request->path, request->text, request->size};
    CXTranslationUnit unit = NULL;
    enum CXErrorCode code = clang_parseTranslationUnit2FullArgv(
        index, request->path, (const char *const *)request->arguments->items,
        (int)request->arguments->count, &file, 1, CXTranslationUnit_None, &unit);
    return code == CXError_Success ? unit : NULL;
}

/* Whether the first error is one of the command line: it has no place. */
static bool is_unusable(CXTranslationUnit unit) {
    for (unsigned i = 0, count = clang_getNumDiagnostics(unit); i < count; i++) {
        CXDiagnostic diagnostic = clang_getDiagnostic(unit, i);
        bool error = clang_getDiagnosticSeverity(diagnostic) >= CXDiagnostic_Error;
        CXFile file;
        clang_getFileLocation(clang_getDiagnosticLocation(diagnostic), &file, NULL, NULL, NULL);
        clang_disposeDiagnostic(diagnostic);
        if (error)
            return !file;
    }
    return false;
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

/* Checks the calls and replaces them. */
static enum lower_status replace(const struct lower_request *request, struct places *places,
                                 struct call_list *calls, struct diag_engine *diag,
                                 struct lower_result *result) {
    unsigned errors = diag->errors;
    struct checker checker = {calls, places, request->nbin, diag};
    check_calls(&checker);
    if (diag->errors == errors)
        check_protocol(&checker);
    if (diag->errors != errors)
        return LOWER_FAILED;
    result->text = emit_unit(calls, places, &result->size);
    return LOWER_DONE;
}

static enum lower_status lower_parsed(const struct lower_request *request, CXTranslationUnit unit,
                                      struct diag_engine *diag, struct lower_result *result) {
    struct places places = {.unit = unit,
                            .file = clang_getFile(unit, request->path),
                            .text = request->text,
                            .expanded = request->expanded};
    struct call_source source = {&places,
                                 macros_of_unit(unit, request->header, request->arguments)};
    struct call_list calls;
    enum lower_status status;
    calls_find(&source, &calls);
    result->assembly = calls.assembly;
    if (!calls.outside && !calls.count && !calls.address_count) {
        status = LOWER_NOTHING;
    } else if (strlen(request->text) < request->size) {
        status = LOWER_FAILED;
        diag_file_error(diag, request->path, "a source with calls must not have a zero byte");
    } else if (calls.outside) {
        status = LOWER_OUTSIDE;
    } else if (calls.use_count) {
        status = LOWER_MACROS;
        result->uses = calls.uses;
        result->use_count = calls.use_count;
        calls.uses = NULL;
        expand_merge(result->uses, &result->use_count);
    } else {
        status = replace(request, &places, &calls, diag, result);
    }
    calls_free(&calls);
    places_free(&places);
    return status;
}

enum lower_status lower_unit(const struct lower_request *request, struct diag_engine *diag,
                             struct lower_result *result) {
    *result = (struct lower_result){0};
    CXIndex index = clang_createIndex(0, 0);
    CXTranslationUnit unit = parse(request, index);
    enum CXDiagnosticSeverity worst = unit ? worst_diagnostic(unit) : CXDiagnostic_Fatal;
    enum lower_status status = unit && !is_unusable(unit) ? LOWER_REJECTED : LOWER_UNUSABLE;
    result->warned = worst >= CXDiagnostic_Warning;
    if (worst < CXDiagnostic_Error)
        status = lower_parsed(request, unit, diag, result);
    if (unit)
        clang_disposeTranslationUnit(unit);
    clang_disposeIndex(index);
    return status;
}
