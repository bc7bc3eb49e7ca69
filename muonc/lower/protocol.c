#include "muonc/lower/check.h"

#include <string.h>

/* ---- payloads and invokes within a function: in source order, and along its paths ---- */

/* Whether an invoke may be one of the task: it is, or its task is only known at run time. */
static bool may_invoke(const struct call *call, const struct nbin_task *task) {
    if (call->kind != CALL_INVOKE || call->sync_point)
        return false;
    return !call->has_id || call->task == task;
}

static bool invoked_after(const struct call_list *calls, size_t payload) {
    const struct call *from = &calls->items[payload];
    for (size_t i = payload + 1; i < calls->count; i++)
        if (calls->items[i].function == from->function && may_invoke(&calls->items[i], from->task))
            return true;
    return false;
}

static bool filled_before(const struct call_list *calls, size_t invoke) {
    const struct call *from = &calls->items[invoke];
    for (size_t i = 0; i < invoke; i++)
        if (calls->items[i].function == from->function && calls->items[i].kind == CALL_PAYLOAD &&
            calls->items[i].task == from->task)
            return true;
    return false;
}

static void check_order(struct checker *checker, const struct call *call, size_t index) {
    if (call->kind == CALL_INVOKE && call->task && call->task->bytes &&
        !filled_before(checker->calls, index))
        diag_raise(checker->diag, DIAG_NU_PAYLOAD, check_argument_place(checker, call, 0),
                   "'%s' has arguments, but no neutrino_payload of '%s' comes before this "
                   "invoke in the function",
                   call->task->name, call->task->args_type);
}

static bool has_arguments(const struct call *call) {
    return call->kind == CALL_PAYLOAD ||
           (call->kind == CALL_INVOKE && call->task && call->task->bytes);
}

/* Calls of one function stand together. */
static void check_payloads(struct checker *checker) {
    unsigned function = 0;
    bool followed = false;
    for (size_t i = 0; i < checker->calls->count; i++) {
        const struct call *call = &checker->calls->items[i];
        if (call->kind == CALL_PAYLOAD && call->task && !invoked_after(checker->calls, i))
            diag_raise(checker->diag, DIAG_NU_PAYLOAD, check_name_place(checker, call),
                       "no invoke of '%s' follows its payload in this function", call->task->name);
        if (has_arguments(call) && call->function != function) {
            function = call->function;
            followed = payload_check_paths(checker, call->body);
        }
        /* An invoke of several participants has its payload from one of them. */
        if (has_arguments(call) && (!followed || call->flags.count > 1))
            check_order(checker, call, i);
    }
}

/* ---- runs and their completion ---- */

/* Where a variable's values come from, within a function. */
struct origin {
    struct call_list *calls;
    CXCursor variable;
    bool manual;               /* a MANUAL invoke */
    bool zero;                 /* 0, which is no run */
    bool number;               /* what is no run id, or one more than before */
    bool other;                /* anything else */
    const struct call *invoke; /* an invoke that is not MANUAL */
};

static void note_value(struct origin *origin, CXCursor value) {
    const struct call *call = calls_at(origin->calls, value);
    long long number;
    if (!call && cursor_evaluate(value, &number) && number >= 0 && number <= 255)
        *(number ? &origin->number : &origin->zero) = true;
    else if (!call || call->kind != CALL_INVOKE || call->open)
        origin->other = true;
    else if (call->flags.retire == RETIRE_MANUAL)
        origin->manual = true;
    else
        origin->invoke = call;
}

static bool names_variable(const struct origin *origin, CXCursor cursor) {
    return clang_equalCursors(clang_getCursorReferenced(cursor_strip(cursor)), origin->variable);
}

/* Whether it is ++, -- or an assignment of the variable and a constant. */
static bool counts(CXCursor cursor) {
    long long number;
    if (clang_getCursorKind(cursor) == CXCursor_UnaryOperator)
        return clang_getCursorUnaryOperatorKind(cursor) >= CXUnaryOperator_PostInc &&
               clang_getCursorUnaryOperatorKind(cursor) <= CXUnaryOperator_PreDec;
    return cursor_evaluate(cursor_last_child(cursor), &number) && number >= 0 && number <= 255;
}

static enum CXChildVisitResult visit_value(CXCursor cursor, CXCursor parent, CXClientData data) {
    struct origin *origin = data;
    switch ((int)clang_getCursorKind(cursor)) {
    case CXCursor_VarDecl:
        if (clang_equalCursors(cursor, origin->variable)) {
            CXCursor value = clang_Cursor_getVarDeclInitializer(cursor);
            if (!clang_Cursor_isNull(value))
                note_value(origin, value);
        }
        break;
    case CXCursor_BinaryOperator:
        if (clang_getCursorBinaryOperatorKind(cursor) == CXBinaryOperator_Assign &&
            names_variable(origin, cursor_child(cursor)))
            note_value(origin, cursor_last_child(cursor));
        break;
    case CXCursor_CompoundAssignOperator:
    case CXCursor_UnaryOperator: /* &variable, variable++ */
        if (names_variable(origin, cursor_child(cursor)))
            *(counts(cursor) ? &origin->number : &origin->other) = true;
        break;
    }
    return CXChildVisit_Recurse;
}

/* Finds where the values of a variable come from, if nothing but the function has it. */
static bool trace(struct checker *checker, const struct call *call, CXCursor run,
                  struct origin *origin) {
    *origin = (struct origin){.calls = checker->calls,
                              .variable = clang_getCursorReferenced(cursor_strip(run))};
    if (clang_getCursorKind(origin->variable) != CXCursor_VarDecl ||
        clang_getCursorLinkage(origin->variable) != CXLinkage_NoLinkage ||
        clang_Cursor_getStorageClass(origin->variable) == CX_SC_Static)
        return false;
    clang_visitChildren(call->body, visit_value, origin);
    return true;
}

/* A local variable that is a counter, or no more than a number. */
static void check_is_run(struct checker *checker, const struct call *call, CXCursor run,
                         struct diag_location where) {
    struct origin origin;
    if (runs_is_run_type(clang_getCursorType(cursor_strip(run))) ||
        !trace(checker, call, run, &origin) || !origin.number || origin.other || origin.manual ||
        origin.invoke)
        return;
    CXString name = clang_getCursorSpelling(origin.variable);
    diag_raise(checker->diag, DIAG_NU_RUN, where,
               "this must be a run (run_t), but '%s' never is one", clang_getCString(name));
    clang_disposeString(name);
}

static void check_dependencies_are_runs(struct checker *checker, const struct call *invoke) {
    const struct call *deps = calls_at(checker->calls, invoke->arguments[1]);
    for (int i = 0; deps && i < deps->argument_count && i < KEPT_ARGUMENTS; i++)
        check_is_run(checker, invoke, deps->arguments[i], check_argument_place(checker, deps, i));
}

/* A local variable that only ever holds runs of invokes that are not MANUAL. */
static void check_completion(struct checker *checker, const struct call *complete) {
    struct origin origin = {.calls = checker->calls};
    CXCursor run = complete->arguments[0];
    struct diag_location where = check_argument_place(checker, complete, 0);
    if (clang_getCursorKind(cursor_strip(run)) == CXCursor_CallExpr)
        note_value(&origin, cursor_strip(run));
    else if (!trace(checker, complete, run, &origin))
        return;
    check_is_run(checker, complete, run, where);
    if (origin.other || origin.manual || origin.number || (!origin.invoke && !origin.zero))
        return;
    if (!origin.invoke) {
        diag_raise(checker->diag, DIAG_NU_RUN, where,
                   "this run is always 0, which is no run, so it cannot be completed");
        return;
    }
    if (origin.zero)
        return; /* the one that is there may be on another path */
    diag_raise(checker->diag, DIAG_NU_COMPLETE, where,
               "this run is never one of a MANUAL invoke, so it cannot be completed");
    diag_report(checker->diag, DIAG_NOTE, NULL, check_name_place(checker, origin.invoke),
                "invoked here");
}

/* ---- all ---- */

void check_protocol(struct checker *checker, CXTranslationUnit unit) {
    check_payloads(checker);
    for (size_t i = 0; i < checker->calls->count; i++) {
        if (checker->calls->items[i].kind == CALL_COMPLETE)
            check_completion(checker, &checker->calls->items[i]);
        else if (checker->calls->items[i].kind == CALL_INVOKE)
            check_dependencies_are_runs(checker, &checker->calls->items[i]);
    }
    runs_find(checker, unit);
    facts_check(&(struct fact_check){.units = &checker->facts, .count = 1, .diag = checker->diag});
}
