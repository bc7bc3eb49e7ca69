#include "nbc/frontend.h"

#include "nbc/discover.h"
#include "nbc/overlay/facts.h"
#include "nbc/target.h"
#include "support/clang_messages.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* One source. */
struct unit {
    const char *path;
    char *absolute; /* what sources are sorted by */
    CXTranslationUnit lp64, ilp32;
};

/* ---- clang's own diagnostics ---- */

static void report_unit(struct diag_engine *diag, CXTranslationUnit unit) {
    for (unsigned i = 0; i < clang_getNumDiagnostics(unit); i++) {
        CXDiagnostic diagnostic = clang_getDiagnostic(unit, i);
        if (clang_getDiagnosticSeverity(diagnostic) != CXDiagnostic_Ignored)
            clang_message_forward(diagnostic, diag);
        clang_disposeDiagnostic(diagnostic);
    }
}

/* ---- parsing ---- */

static bool has_error(CXTranslationUnit unit) {
    bool found = false;
    for (unsigned i = 0; !found && i < clang_getNumDiagnostics(unit); i++) {
        CXDiagnostic diagnostic = clang_getDiagnostic(unit, i);
        found = clang_getDiagnosticSeverity(diagnostic) >= CXDiagnostic_Error;
        clang_disposeDiagnostic(diagnostic);
    }
    return found;
}

static bool has_unplaced_error(CXTranslationUnit unit) {
    bool found = false;
    for (unsigned i = 0; !found && i < clang_getNumDiagnostics(unit); i++) {
        CXDiagnostic diagnostic = clang_getDiagnostic(unit, i);
        found =
            clang_getDiagnosticSeverity(diagnostic) >= CXDiagnostic_Error &&
            clang_equalLocations(clang_getDiagnosticLocation(diagnostic), clang_getNullLocation());
        clang_disposeDiagnostic(diagnostic);
    }
    return found;
}

/* libclang gives no reason when it cannot even start, clang itself does. */
static void report_start_failure(const struct frontend_request *request, const char *path,
                                 const struct string_list *command, struct diag_engine *diag) {
    if (!request->report_usage(command, diag) && request->execute(command, diag) == 0)
        diag_file_error(diag, path, "libclang cannot parse this");
    else
        diag->errors += !diag->errors;
}

/* A unit without errors in the options; NULL after a diagnostic. Takes over the unit. */
static CXTranslationUnit check_options(const struct frontend_request *request,
                                       CXTranslationUnit unit, struct string_list *arguments,
                                       const char *path, struct diag_engine *diag) {
    if (unit && !has_unplaced_error(unit))
        return unit;
    string_list_add(arguments, "-fsyntax-only");
    string_list_add(arguments, "-Wno-unused-command-line-argument");
    string_list_add(arguments, path);
    if (!unit)
        report_start_failure(request, path, arguments, diag);
    else if (!request->report_usage(arguments, diag))
        return unit;
    clang_disposeTranslationUnit(unit);
    return NULL;
}

/* libclang itself prints what it thinks of -W options, beside telling it with the unit. Returns
 * what standard error was, for end_silence. */
static int silence(void) {
    int saved = dup(STDERR_FILENO), nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (saved >= 0 && nowhere >= 0)
        dup2(nowhere, STDERR_FILENO);
    if (nowhere >= 0)
        close(nowhere);
    return saved;
}

static void end_silence(int saved) {
    if (saved < 0)
        return;
    dup2(saved, STDERR_FILENO);
    close(saved);
}

static CXTranslationUnit parse(const struct frontend_request *request, CXIndex index,
                               const char *path, void (*target)(struct string_list *),
                               struct diag_engine *diag) {
    const struct string_list *user = request->arguments;
    struct string_list arguments = {0};
    string_list_add(&arguments, program_clang()); /* where its own headers are found from */
    target(&arguments);
    for (size_t i = 0; i < user->count; i++)
        string_list_add(&arguments, user->items[i]);
    string_list_add(&arguments, "-ferror-limit=0");
    CXTranslationUnit unit = NULL;
    int errors = silence();
    enum CXErrorCode error = clang_parseTranslationUnit2FullArgv(
        index, path, (const char *const *)arguments.items, (int)arguments.count, NULL, 0,
        CXTranslationUnit_None, &unit);
    end_silence(errors);
    unit = check_options(request, error == CXError_Success ? unit : NULL, &arguments, path, diag);
    string_list_free(&arguments);
    return unit;
}

/* ---- inclusions ---- */

static void add_include(struct string_list *includes, const char *path, bool is_system) {
    for (size_t i = 0; i < includes->count; i++)
        if (!strcmp(includes->items[i] + (includes->items[i][0] == '\1'), path))
            return;
    string_list_addf(includes, "%s%s", is_system ? "\1" : "", path);
}

struct inclusion_request {
    struct string_list *includes;
    CXTranslationUnit unit;
};

static void record_inclusion(CXFile file, CXSourceLocation *stack, unsigned depth,
                             CXClientData data) {
    struct inclusion_request *request = data;
    char *path = clang_text(clang_getFileName(file));
    CXSourceLocation start = clang_getLocationForOffset(request->unit, file, 0);
    add_include(request->includes, path, clang_Location_isInSystemHeader(start));
    free(path);
}

/* ---- all units ---- */

static int by_path(const void *a, const void *b) {
    return strcmp(((const struct unit *)a)->absolute, ((const struct unit *)b)->absolute);
}

static bool is_readable(const char *path, struct diag_engine *diag) {
    struct stat status;
    if (stat(path, &status) == 0 && S_ISDIR(status.st_mode))
        errno = EISDIR;
    else if (access(path, R_OK) == 0)
        return true;
    diag_file_error(diag, path, "cannot read: %s", strerror(errno));
    return false;
}

static bool parse_unit(const struct frontend_request *request, CXIndex index, struct unit *unit,
                       bool is_last, struct diag_engine *diag) {
    unsigned errors = diag->errors;
    if (!is_readable(unit->path, diag))
        return false;
    unit->lp64 = parse(request, index, unit->path, target_neutrino, diag);
    if (unit->lp64)
        report_unit(diag, unit->lp64);
    if (diag->errors != errors)
        return false;
    if (is_last && diag->errors == 0)
        request->compiles(request->context);
    /* Its diagnostics are of no interest: the code is never run. */
    unit->ilp32 = parse(request, index, unit->path, target_wire, diag);
    return unit->ilp32 != NULL;
}

static struct unit *sorted_units(const struct string_list *sources) {
    struct unit *units = xcalloc(sources->count, sizeof *units);
    for (size_t i = 0; i < sources->count; i++) {
        char *absolute = realpath(sources->items[i], NULL);
        units[i].path = sources->items[i];
        units[i].absolute = absolute ? absolute : xstrdup(sources->items[i]);
    }
    qsort(units, sources->count, sizeof *units, by_path);
    return units;
}

static void list_includes(struct string_list *includes, const struct unit *units, size_t count) {
    for (size_t i = 0; i < count; i++)
        add_include(includes, units[i].path, false);
    for (size_t i = 0; i < count; i++) {
        struct inclusion_request request = {includes, units[i].lp64};
        if (units[i].lp64)
            clang_getInclusions(units[i].lp64, record_inclusion, &request);
    }
}

static void free_units(struct unit *units, size_t count) {
    for (size_t i = 0; i < count; i++) {
        clang_disposeTranslationUnit(units[i].lp64);
        clang_disposeTranslationUnit(units[i].ilp32);
        free(units[i].absolute);
    }
    free(units);
}

static bool frontend_parse(const struct frontend_request *request, struct task_table *table,
                           struct string_list *includes, struct diag_engine *diag) {
    struct task_scope scope = {table, request->prefix_maps, diag};
    unsigned errors = diag->errors;
    size_t count = request->sources->count;
    struct unit *units = sorted_units(request->sources);
    CXIndex index = clang_createIndex(0, 0);
    for (size_t i = 0; i < count; i++)
        if (parse_unit(request, index, &units[i], i + 1 == count, diag))
            discover_tasks(&scope, units[i].lp64, units[i].ilp32);
    list_includes(includes, units, count);
    free_units(units, count);
    clang_disposeIndex(index);
    if (diag->errors == errors && table->count == 0)
        diag_raise(diag, DIAG_NU_NO_TASK, DIAG_FILE(request->sources->items[0]),
                   "there is no task function here: one is called *_task or marked __task");
    return diag->errors == errors;
}

static bool frontend_facts(const struct frontend_request *request, struct c_facts *facts,
                           struct string_list *includes, struct diag_engine *diag) {
    unsigned errors = diag->errors;
    size_t count = request->sources->count;
    struct unit *units = sorted_units(request->sources);
    CXIndex index = clang_createIndex(0, 0);
    for (size_t i = 0; i < count; i++) {
        if (!is_readable(units[i].path, diag))
            continue;
        units[i].lp64 = parse(request, index, units[i].path,
                              facts->target == OVERLAY_HOST ? target_host : target_simt, diag);
        if (!units[i].lp64)
            continue;
        /* Of kernels for a cluster muonc tells what is no error. */
        if (facts->target == OVERLAY_HOST || has_error(units[i].lp64))
            report_unit(diag, units[i].lp64);
        facts_collect(units[i].lp64, facts);
    }
    list_includes(includes, units, count);
    free_units(units, count);
    clang_disposeIndex(index);
    return diag->errors == errors;
}

/* What nbc-frontend.so exports. */
extern const struct frontend nbc_frontend;

const struct frontend nbc_frontend = {frontend_parse, frontend_facts, clang_messages_forward_file};
