#include "muonc/lower/check.h"

#include <string.h>

/* ---- payloads and invokes, in source order within a function ---- */

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

static void check_payloads(struct checker *checker) {
    for (size_t i = 0; i < checker->calls->count; i++) {
        const struct call *call = &checker->calls->items[i];
        if (call->kind == CALL_PAYLOAD && call->task && !invoked_after(checker->calls, i))
            diag_raise(checker->diag, DIAG_NU_PAYLOAD, check_name_place(checker, call),
                       "no invoke of '%s' follows its payload in this function", call->task->name);
        if (call->kind == CALL_INVOKE && call->task && call->task->bytes &&
            !filled_before(checker->calls, i))
            diag_raise(checker->diag, DIAG_NU_PAYLOAD, check_argument_place(checker, call, 0),
                       "'%s' has arguments, but no neutrino_payload of '%s' comes before this "
                       "invoke in the function",
                       call->task->name, call->task->args_type);
    }
}

/* ---- runs and their completion ---- */

/* Where a variable's values come from, within a function. */
struct origin {
    struct call_list *calls;
    CXCursor variable;
    bool manual;               /* a MANUAL invoke */
    bool other;                /* anything that is no invoke */
    const struct call *invoke; /* an invoke that is not MANUAL */
};

static void note_value(struct origin *origin, CXCursor value) {
    const struct call *call = calls_at(origin->calls, value);
    if (!call || call->kind != CALL_INVOKE || call->open)
        origin->other = true;
    else if (call->flags.retire == RETIRE_MANUAL)
        origin->manual = true;
    else
        origin->invoke = call;
}

static bool names_variable(const struct origin *origin, CXCursor cursor) {
    return clang_equalCursors(clang_getCursorReferenced(cursor_strip(cursor)), origin->variable);
}

struct pair {
    CXCursor first, second;
    int count;
};

static enum CXChildVisitResult take_pair(CXCursor cursor, CXCursor parent, CXClientData data) {
    struct pair *pair = data;
    *(pair->count++ ? &pair->second : &pair->first) = cursor;
    return CXChildVisit_Continue;
}

static enum CXChildVisitResult visit_value(CXCursor cursor, CXCursor parent, CXClientData data) {
    struct origin *origin = data;
    struct pair pair = {0};
    switch ((int)clang_getCursorKind(cursor)) {
    case CXCursor_VarDecl:
        if (clang_equalCursors(cursor, origin->variable)) {
            CXCursor value = clang_Cursor_getVarDeclInitializer(cursor);
            if (!clang_Cursor_isNull(value))
                note_value(origin, value);
        }
        break;
    case CXCursor_BinaryOperator:
        clang_visitChildren(cursor, take_pair, &pair);
        if (clang_getCursorBinaryOperatorKind(cursor) == CXBinaryOperator_Assign &&
            names_variable(origin, pair.first))
            note_value(origin, pair.second);
        break;
    case CXCursor_CompoundAssignOperator:
    case CXCursor_UnaryOperator: /* &variable, variable++ */
        clang_visitChildren(cursor, take_pair, &pair);
        origin->other |= names_variable(origin, pair.first);
        break;
    }
    return CXChildVisit_Recurse;
}

/* A local variable that only ever holds runs of invokes that are not MANUAL. */
static void check_completion(struct checker *checker, const struct call *complete) {
    struct origin origin = {.calls = checker->calls};
    CXCursor run = cursor_strip(complete->arguments[0]);
    if (clang_getCursorKind(run) == CXCursor_CallExpr) {
        note_value(&origin, run);
    } else {
        origin.variable = clang_getCursorReferenced(run);
        if (clang_getCursorKind(origin.variable) != CXCursor_VarDecl ||
            clang_getCursorLinkage(origin.variable) != CXLinkage_NoLinkage ||
            clang_Cursor_getStorageClass(origin.variable) == CX_SC_Static)
            return;
        clang_visitChildren(complete->body, visit_value, &origin);
    }
    if (origin.other || origin.manual || !origin.invoke)
        return;
    diag_raise(checker->diag, DIAG_NU_COMPLETE, check_argument_place(checker, complete, 0),
               "this run is never one of a MANUAL invoke, so it cannot be completed");
    diag_report(checker->diag, DIAG_NOTE, NULL, check_name_place(checker, origin.invoke),
                "invoked here");
}

/* ---- anonymous dummies that never meet ---- */

/* A meeting: task 0, to wait for others and for nothing else. Whoever waits for a run does that
 * with as many participants as it takes, and with one participant there is nobody to miss. */
static bool is_meeting(const struct call *call) {
    return call->kind == CALL_INVOKE && call->has_id && call->id == 0 && call->run_count == 0 &&
           call->flags.count > 1;
}

static void check_meeting(struct checker *checker, size_t index) {
    const struct call *call = &checker->calls->items[index];
    for (size_t i = 0; i < index; i++) {
        const struct call *earlier = &checker->calls->items[i];
        if (!is_meeting(earlier) || earlier->flags.part != call->flags.part ||
            earlier->flags.sync != call->flags.sync ||
            earlier->flags.retire != call->flags.retire ||
            earlier->flags.count == call->flags.count)
            continue;
        const char *part = flags_part_name(call->flags.part);
        diag_raise(checker->diag, DIAG_NU_DUMMY_SHAPE, check_argument_place(checker, call, 2),
                   "anonymous dummies of %s(%d) and %s(%d) never meet; a sync point "
                   "(NEUTRINO_SYNC) keeps two purposes apart",
                   part, call->flags.count, part, earlier->flags.count);
        diag_report(checker->diag, DIAG_NOTE, NULL, check_argument_place(checker, earlier, 2),
                    "the other is here");
        return;
    }
}

void check_protocol(struct checker *checker) {
    check_payloads(checker);
    for (size_t i = 0; i < checker->calls->count; i++) {
        if (checker->calls->items[i].kind == CALL_COMPLETE)
            check_completion(checker, &checker->calls->items[i]);
        if (is_meeting(&checker->calls->items[i]))
            check_meeting(checker, i);
    }
}
