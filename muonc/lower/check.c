#include "muonc/lower/check.h"

#include "muonc/lower/fix.h"
#include "muonc/lower/tokens.h"
#include "support/alloc.h"

#include <stdlib.h>
#include <string.h>

static struct diag_location token_place(struct checker *checker, size_t offset) {
    size_t end = token_end(checker->places->text, offset);
    return places_span(checker->places, (struct span){offset, end});
}

struct diag_location check_name_place(struct checker *checker, const struct call *call) {
    return token_place(checker, call->name);
}

/* A call of something else by a builtin's name may have fewer arguments. */
struct diag_location check_argument_place(struct checker *checker, const struct call *call,
                                          int index) {
    if (index >= call->argument_count)
        return check_name_place(checker, call);
    return places_span(checker->places, call->spans[index]);
}

/* Whether a template parameter may have a say in what the call means. */
static bool in_template(const struct call *call) {
    for (CXCursor at = call->body; !clang_isInvalid(clang_getCursorKind(at)) &&
                                   !clang_isTranslationUnit(clang_getCursorKind(at));
         at = clang_getCursorSemanticParent(at)) {
        enum CXCursorKind kind = clang_getCursorKind(at);
        if (kind == CXCursor_FunctionTemplate || kind == CXCursor_ClassTemplate ||
            kind == CXCursor_ClassTemplatePartialSpecialization)
            return true;
    }
    return false;
}

/* A constant of the call's argument, reported if it is none. In a template it may be one only when
 * the template is used: then the call is open. */
static bool constant_argument(struct checker *checker, struct call *call, int index,
                              const char *what, long long *value) {
    if (cursor_evaluate(call->arguments[index], value))
        return true;
    call->open = in_template(call);
    if (!call->open)
        diag_raise(checker->diag, DIAG_NU_FLAGS, check_argument_place(checker, call, index),
                   "%s of %s must be an integer constant", what, call_names[call->kind]);
    return false;
}

static bool check_count(struct checker *checker, const struct call *call, int index,
                        const struct run_flags *flags) {
    if (flags->count >= 1 && flags->count <= 64)
        return true;
    struct diag_location place = check_argument_place(checker, call, index);
    if (flags->count == 0x7ff)
        diag_raise(checker->diag, DIAG_NU_PARTICIPANTS, place,
                   "participants must be a whole number from 1 to 64");
    else
        diag_raise(checker->diag, DIAG_NU_PARTICIPANTS, place,
                   "participants must be 1 to 64, not %d", flags->count);
    return false;
}

/* ---- invoke: task ---- */

static const struct nbin_task *task_by_id(const struct nbin *nbin, long long id) {
    for (size_t i = 0; nbin && i < nbin->task_count; i++)
        if (nbin->tasks[i].id == id)
            return &nbin->tasks[i];
    return NULL;
}

static void check_task_id(struct checker *checker, struct call *call, long long id) {
    struct diag_location place = check_argument_place(checker, call, 0);
    call->has_id = true;
    call->id = (int)id;
    call->task = task_by_id(checker->nbin, id);
    if (id < 0 || id > 255)
        diag_raise(checker->diag, DIAG_NU_TASK, place, "%lld is no task id (0 to 255)", id);
    else if (id >= 1 && id <= NEUTRINO_MAX_TASK && !checker->nbin)
        diag_raise(checker->diag, DIAG_NU_TASK, place,
                   "task %lld is unknown: give its Neutrino binary with --neutrino=", id);
    else if (id >= 1 && id <= NEUTRINO_MAX_TASK && !call->task)
        diag_raise(checker->diag, DIAG_NU_TASK, place, "the Neutrino binary has no task %lld", id);
}

static bool is_integer(CXType type) {
    enum CXTypeKind kind = clang_getCanonicalType(type).kind;
    return (kind >= CXType_Bool && kind <= CXType_Int128) || kind == CXType_Enum;
}

/* In a template the type may be open. */
static bool is_dependent(CXType type) {
    enum CXTypeKind kind = clang_getCanonicalType(type).kind;
    return kind == CXType_Dependent || kind == CXType_Unexposed;
}

/* Whether a function mentions an object, by name. */
struct mention {
    const char *name;
    bool found;
};

static enum CXChildVisitResult find_mention(CXCursor cursor, CXCursor parent, CXClientData data) {
    struct mention *mention = data;
    CXString name = clang_getCursorSpelling(cursor);
    mention->found |= clang_getCursorKind(cursor) == CXCursor_DeclRefExpr &&
                      !strcmp(clang_getCString(name), mention->name);
    clang_disposeString(name);
    return mention->found ? CXChildVisit_Break : CXChildVisit_Recurse;
}

/* The address, which is the id, of the object that NEUTRINO_SYNC made beside the function, which
 * speaks of it; NULL if it made none. */
static char *sync_point_id(CXCursor function) {
    CXString name = clang_getCursorSpelling(function);
    char *address = xasprintf("&__neutrino_sync_%s", clang_getCString(name));
    struct mention mention = {.name = address + 1};
    clang_disposeString(name);
    clang_visitChildren(clang_getCursorDefinition(function), find_mention, &mention);
    if (mention.found)
        return address;
    free(address);
    return NULL;
}

static void check_task(struct checker *checker, struct call *call) {
    CXCursor argument = call->arguments[0], named = cursor_strip(argument);
    CXType type = clang_getCursorType(argument);
    long long id;
    if (cursor_evaluate(argument, &id)) {
        check_task_id(checker, call, id);
        return;
    }
    call->open_task = is_dependent(type);
    if (is_integer(type) || call->open_task)
        return;
    if (clang_getCursorKind(named) == CXCursor_UnaryOperator) /* &name */
        named = cursor_strip(cursor_child(named));
    CXCursor function = clang_getCursorReferenced(named);
    if (clang_getCursorKind(function) == CXCursor_FunctionDecl &&
        (call->sync_point = sync_point_id(function)))
        return;
    diag_raise(checker->diag, DIAG_NU_TASK, check_argument_place(checker, call, 0),
               "the task must be a task id or the name of a sync point");
}

/* ---- invoke: dependencies ---- */

/* Whether no run fits, and it is more than a constant. */
static bool is_narrow(CXCursor run) {
    CXType type = clang_getCursorType(cursor_strip(run));
    long long value;
    return clang_Type_getSizeOf(type) < 4 && !cursor_evaluate(run, &value);
}

static void check_run(struct checker *checker, CXCursor run, struct diag_location place) {
    CXType type = clang_getCursorType(cursor_strip(run));
    long long value;
    if (is_dependent(type))
        return;
    if (clang_getCanonicalType(type).kind == CXType_FunctionProto) {
        diag_raise(checker->diag, DIAG_NU_RUN, place,
                   "a sync point is no run; name(i) is its i-th run");
    } else if (!is_integer(type) || clang_Type_getSizeOf(type) > 4 || is_narrow(run)) {
        CXString spelling = clang_getTypeSpelling(type);
        diag_raise(checker->diag, DIAG_NU_RUN, place,
                   "this must be a run (run_t), but it has type '%s'", clang_getCString(spelling));
        clang_disposeString(spelling);
    } else if (cursor_evaluate(run, &value) && value > 0 && value <= 255) {
        diag_raise(checker->diag, DIAG_NU_RUN, place, "this is task id %lld, but it must be a run",
                   value);
    }
}

/* The DEPS in a span have found their invoke. */
static void claim_dependencies(struct checker *checker, struct span span) {
    for (size_t i = 0; i < checker->calls->count; i++) {
        struct call *call = &checker->calls->items[i];
        if (call->kind == CALL_DEPS && call->span.begin >= span.begin && call->span.end <= span.end)
            call->kind = CALL_NONE;
    }
}

static void check_dependencies(struct checker *checker, struct call *call) {
    struct call *deps = calls_at(checker->calls, call->arguments[1]);
    if (!deps || deps->kind != CALL_DEPS) {
        diag_raise(checker->diag, DIAG_NU_DEPENDENCIES, check_argument_place(checker, call, 1),
                   "dependencies must be NO_DEPS or DEPS(run, …), spelled here");
        claim_dependencies(checker, call->spans[1]);
        return;
    }
    deps->kind = CALL_NONE;
    if (deps->argument_count > 3) {
        diag_raise(checker->diag, DIAG_NU_DEPENDENCIES, check_argument_place(checker, deps, 3),
                   "a run depends on at most 3 others, not %d", deps->argument_count);
        return;
    }
    for (int i = 0; i < deps->argument_count; i++) {
        long long value;
        check_run(checker, deps->arguments[i], check_argument_place(checker, deps, i));
        if (!cursor_evaluate(deps->arguments[i], &value) || value != 0)
            call->runs[call->run_count++] = deps->spans[i];
    }
}

/* ---- invoke: flags ---- */

static bool is_dummy(const struct call *call) {
    return call->sync_point || call->flags.dummy ||
           (call->has_id && (call->id == 0 || call->id >= NEUTRINO_FIRST_SYNC_POINT));
}

/* The flags there without those in drop and with add, see fix_flags. */
static char *fix_at(struct checker *checker, struct span flags, const char *drop, const char *add) {
    if (places_is_expanded(checker->places, flags.begin))
        return NULL;
    unsigned length = places_span(checker->places, flags).length; /* of one line */
    return fix_flags(checker->places->text + flags.begin, length, drop, add);
}

static void report_flags(struct checker *checker, const struct call *call, const char *fault,
                         long long value) {
    struct diag_location place = check_argument_place(checker, call, 2);
    char *fix = NULL;
    if (fault) {
        fix = fix_at(checker, call->spans[2], flags_surplus(value), NULL);
        diag_raise_fix(checker->diag, DIAG_NU_FLAGS, place, fix, "contradictory flags: %s", fault);
    } else if (call->flags.part == PART_NONE) {
        fix = fix_at(checker, call->spans[2], NULL, is_dummy(call) ? "ALL_WARPS" : "SINGLE_THREAD");
        diag_raise_fix(checker->diag, DIAG_NU_FLAGS, place, fix,
                       "flags without a participation: add THREADS(n), WARPS(n) or CORES(n)");
    } else if (check_count(checker, call, 2, &call->flags) && call->flags.dummy && call->has_id &&
               call->id >= 1 && call->id <= NEUTRINO_MAX_TASK) {
        fix = fix_at(checker, call->spans[2], "DUMMY", NULL);
        diag_raise_fix(checker->diag, DIAG_NU_FLAGS, place, fix,
                       "contradictory flags: DUMMY, but task %d has a function", call->id);
    }
    free(fix);
}

static void check_flags(struct checker *checker, struct call *call) {
    long long value;
    if (!constant_argument(checker, call, 2, "the flags", &value))
        return;
    const char *fault = flags_decode(value, &call->flags);
    report_flags(checker, call, fault, value);
    if (call->flags.retire == RETIRE_DEFAULT)
        call->flags.retire = is_dummy(call) ? RETIRE_IMMEDIATE : RETIRE_SIGNAL;
}

static void check_invoke(struct checker *checker, struct call *call) {
    check_task(checker, call);
    check_dependencies(checker, call);
    check_flags(checker, call);
    /* Of a sync point the run id can be computed, so its result need not be kept. */
    if (call->flags.retire == RETIRE_MANUAL && call->unused && !call->cast_to_void &&
        call->has_id && call->id < NEUTRINO_FIRST_SYNC_POINT)
        diag_raise(checker->diag, DIAG_NU_UNUSED_RUN, check_name_place(checker, call),
                   "the run of a MANUAL invoke is not kept: nobody can complete it");
}

/* ---- payload ---- */

static const struct nbin_task *task_by_type(const struct nbin *nbin, const char *type) {
    const char *last = strrchr(type, ' '); /* "const matmul_args_t" */
    for (size_t i = 0; nbin && i < nbin->task_count; i++) {
        const char *name = nbin->tasks[i].args_type;
        if (name && !strcmp(name, last ? last + 1 : type))
            return &nbin->tasks[i];
    }
    return NULL;
}

static void check_payload(struct checker *checker, struct call *call) {
    struct diag_location place = check_argument_place(checker, call, 0);
    if (call->argument_count != 1) {
        diag_raise(checker->diag, DIAG_NU_PAYLOAD, check_name_place(checker, call),
                   "neutrino_payload takes one value, not %d", call->argument_count);
        return;
    }
    CXType type = clang_getCanonicalType(clang_getCursorType(call->arguments[0]));
    CXString spelling = clang_getTypeSpelling(type);
    long long size = clang_Type_getSizeOf(type);
    call->type = xstrdup(clang_getCString(spelling));
    clang_disposeString(spelling);
    call->task = task_by_type(checker->nbin, call->type);
    call->bytes = size > 0 ? (unsigned)size : 0;
    call->dependent = is_dependent(type);
    call->open = call->dependent || !strcmp(call->type, "neutrino_no_arguments");
    if (call->open)
        return;
    if (!checker->nbin)
        diag_raise(checker->diag, DIAG_NU_PAYLOAD, place,
                   "no task is known: give the Neutrino binary with --neutrino=");
    else if (size > NEUTRINO_PAYLOAD_BYTES)
        diag_raise(checker->diag, DIAG_NU_PAYLOAD, place,
                   "a payload has at most %d bytes, not %lld: pass a pointer to them",
                   NEUTRINO_PAYLOAD_BYTES, size);
    else if (!call->task)
        diag_raise(checker->diag, DIAG_NU_PAYLOAD, place, "'%s' is no task's argument type",
                   call->type);
    else if ((size + 3) / 4 * 4 != call->task->bytes)
        diag_raise(checker->diag, DIAG_NU_PAYLOAD, place,
                   "this '%s' is another type than the task's: it has %lld bytes, not %u",
                   call->type, size, call->task->bytes);
}

/* ---- complete ---- */

static void report_participants(struct checker *checker, const struct call *call) {
    struct diag_location place = check_argument_place(checker, call, 1);
    char *fix = fix_at(checker, call->spans[1], "SYNC ASYNC IMMEDIATE SIGNAL MANUAL DUMMY", NULL);
    diag_raise_fix(checker->diag, DIAG_NU_FLAGS, place, fix,
                   "participants are THREADS(n), WARPS(n) or CORES(n) and nothing else");
    free(fix);
}

static void check_complete(struct checker *checker, struct call *call) {
    long long value;
    check_run(checker, call->arguments[0], check_argument_place(checker, call, 0));
    if (cursor_evaluate(call->arguments[0], &value) && value == 0)
        diag_raise(checker->diag, DIAG_NU_RUN, check_argument_place(checker, call, 0),
                   "0 is no run, so it cannot be completed");
    call->runs[call->run_count++] = call->spans[0];
    if (!constant_argument(checker, call, 1, "the participants", &value))
        return;
    const char *fault = flags_decode(value, &call->flags);
    struct diag_location place = check_argument_place(checker, call, 1);
    if (fault)
        diag_raise(checker->diag, DIAG_NU_FLAGS, place, "contradictory participants: %s", fault);
    else if (!flags_only_participation(value))
        report_participants(checker, call);
    else
        check_count(checker, call, 1, &call->flags);
}

/* ---- all ---- */

static void check_call(struct checker *checker, struct call *call) {
    if (!call->function) {
        claim_dependencies(checker, call->span);
        diag_raise(checker->diag, DIAG_NU_BUILTIN, check_name_place(checker, call),
                   "%s belongs in a function", call_names[call->kind]);
        return;
    }
    switch (call->kind) {
    case CALL_INVOKE: check_invoke(checker, call); break;
    case CALL_PAYLOAD: check_payload(checker, call); break;
    case CALL_COMPLETE: check_complete(checker, call); break;
    case CALL_DEPS: /* an invoke before it would have claimed it */
        diag_raise(checker->diag, DIAG_NU_DEPENDENCIES, check_name_place(checker, call),
                   "dependencies have a place only in neutrino_invoke");
        break;
    case CALL_NONE: break;
    }
}

void check_calls(struct checker *checker) {
    for (size_t i = 0; i < checker->calls->count; i++)
        if (checker->calls->items[i].kind != CALL_NONE)
            check_call(checker, &checker->calls->items[i]);
    for (size_t i = 0; i < checker->calls->address_count; i++)
        diag_raise(checker->diag, DIAG_NU_BUILTIN,
                   token_place(checker, checker->calls->addresses[i]),
                   "this is no function: it can only be called");
}
