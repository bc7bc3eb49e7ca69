#include "muonc/lower/lower.h"

#include "muonc/lower/calls.h"
#include "muonc/lower/check.h"
#include "muonc/lower/emit.h"
#include "muonc/lower/half_types.h"
#include "muonc/lower/kernels.h"
#include "muonc/lower/places.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What libclang thinks of options it keeps, but prints, too, in its own way. Clang is to say it.
 * Returns what to go back with. */
static int silence_standard_error(void) {
    int kept = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (kept >= 0 && nowhere >= 0)
        dup2(nowhere, STDERR_FILENO);
    close(nowhere);
    return kept;
}

static void restore_standard_error(int kept) {
    if (kept >= 0)
        dup2(kept, STDERR_FILENO);
    close(kept);
}

/* Clang's view of the text in the source's place; NULL if it cannot make sense of it at all. */
static CXTranslationUnit parse(const struct lower_request *request, CXIndex index) {
    struct CXUnsavedFile file = {request->path, request->text, request->size};
    CXTranslationUnit unit = NULL;
    int errors = silence_standard_error();
    enum CXErrorCode code = clang_parseTranslationUnit2FullArgv(
        index, request->path, (const char *const *)request->arguments->items,
        (int)request->arguments->count, &file, 1, CXTranslationUnit_None, &unit);
    restore_standard_error(errors);
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

/* Checks the calls. Also a unit without any may have to tell of its variables for runs. */
static void check(const struct lower_request *request, struct places *places,
                  struct call_list *calls, struct diag_engine *diag, struct fact_list *facts) {
    unsigned errors = diag->errors;
    struct checker checker = {calls, places, request->nbin, diag, {0}};
    check_calls(&checker);
    if (diag->errors == errors)
        check_protocol(&checker, places->unit);
    *facts = checker.facts;
}

/* The lowered text, with the kernels' entries behind it. */
static void emit(const struct lower_request *request, const struct call_list *calls,
                 const struct places *places, const struct kernel_list *kernels,
                 struct lower_result *result) {
    result->text = emit_unit(calls, places, &result->size);
    if (!kernels->count)
        return;
    char *entries = kernels_entries(kernels, request->cxx, request->host);
    char *text = xasprintf("%s%s", result->text, entries);
    free(result->text);
    free(entries);
    result->text = text;
    result->size = strlen(text);
    for (size_t i = 0; i < kernels->count; i++) {
        size_t size;
        char *signature = signature_write(&kernels->items[i].signature, &size);
        string_list_add(&result->kernels, signature);
        free(signature);
    }
}

/* What is changed must be text. */
static bool has_zero_byte(const struct lower_request *request, const char *with,
                          struct diag_engine *diag) {
    if (strlen(request->text) == request->size)
        return false;
    diag_file_error(diag, request->path, "a source with %s must not have a zero byte", with);
    return true;
}

/* A text in which all calls, if there are any, can be replaced. */
static enum lower_status lower_whole(const struct lower_request *request, struct places *places,
                                     struct call_list *calls, struct diag_engine *diag,
                                     struct lower_result *result) {
    struct kernel_list kernels;
    unsigned errors = diag->errors;
    kernels_find(places, diag, &kernels);
    if (!kernels.count || !has_zero_byte(request, "kernels", diag))
        check(request, places, calls, diag, &result->facts);
    bool is_changed = calls->count || calls->address_count || kernels.count;
    if (is_changed && diag->errors == errors)
        emit(request, calls, places, &kernels, result);
    kernels_free(&kernels);
    return diag->errors > errors ? LOWER_FAILED : is_changed ? LOWER_DONE : LOWER_NOTHING;
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
    if (request->host)
        calls = (struct call_list){0};
    else
        calls_find(&source, &calls);
    result->assembly = calls.assembly;
    result->half = half_in_unit(unit);
    bool has_calls = calls.outside || calls.count || calls.address_count;
    if (has_calls && has_zero_byte(request, "calls", diag)) {
        status = LOWER_FAILED;
    } else if (calls.outside) {
        status = LOWER_OUTSIDE;
    } else if (calls.use_count) {
        status = LOWER_MACROS;
        result->uses = calls.uses;
        result->use_count = calls.use_count;
        calls.uses = NULL;
        expand_merge(result->uses, &result->use_count);
    } else {
        status = lower_whole(request, &places, &calls, diag, result);
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
    enum lower_status status = LOWER_REJECTED;
    result->warned = worst >= CXDiagnostic_Warning;
    if (worst < CXDiagnostic_Error)
        status = lower_parsed(request, unit, diag, result);
    if (unit)
        clang_disposeTranslationUnit(unit);
    clang_disposeIndex(index);
    return status;
}
