/* Payloads and their invokes, along the paths through a function: what may be in a warp's payload
 * buffer when the next of them comes. */
#include "muonc/lower/check.h"

#include "muonc/lower/tokens.h"
#include "support/array.h"

#include <stdlib.h>
#include <string.h>

/* What is known at a place. How deep a statement is counts the branches and loops around it. */
struct state {
    bool live;                  /* there is a path to it */
    bool empty;                 /* on some path the buffer is empty */
    const struct call *payload; /* on some path it has this one's value; NULL: on none */
    bool open;                  /* on some path it has one whose task is not known here */
    int payload_depth;          /* of that call */
    int joined;                 /* if both: how deep the paths met */
};

struct walk {
    struct checker *checker;
    struct state state;
    struct state *breaks, *continues; /* the paths that leave the innermost loop or switch */
    int depth;
    bool has_default; /* the innermost switch */
    struct state entry;
    bool quiet; /* what is wrong will be found again */
};

static const struct state nowhere;

static struct state join(struct state a, struct state b, int depth) {
    if (!a.live || !b.live)
        return a.live ? a : b;
    bool a_mixed = a.empty && a.payload, b_mixed = b.empty && b.payload;
    struct state both = a.payload ? a : b;
    both.empty = a.empty || b.empty;
    both.open = a.open || b.open;
    both.joined = depth;
    if (a_mixed && a.joined < both.joined)
        both.joined = a.joined;
    if (b_mixed && b.joined < both.joined)
        both.joined = b.joined;
    return both;
}

/* ---- the calls ---- */

static void report_unfilled(struct walk *walk, const struct call *invoke) {
    const struct state *state = &walk->state;
    struct checker *checker = walk->checker;
    struct diag_location where = check_argument_place(checker, invoke, 0);
    const struct nbin_task *task = invoke->task;
    if (!state->payload)
        diag_raise(checker->diag, DIAG_NU_PAYLOAD, where,
                   "'%s' has arguments, but no neutrino_payload of '%s' comes before this invoke "
                   "in the function",
                   task->name, task->args_type);
    else if (state->payload->task != task)
        diag_raise(checker->diag, DIAG_NU_PAYLOAD, where,
                   "'%s' has arguments, but the payload before this invoke is one of '%s'",
                   task->name, state->payload->task->name);
    else
        diag_raise(checker->diag, DIAG_NU_PAYLOAD, where,
                   "'%s' has arguments, but there is a way to this invoke without a payload",
                   task->name);
    if (state->payload)
        diag_report(checker->diag, DIAG_NOTE, NULL, check_name_place(checker, state->payload),
                    "the payload is here");
}

/* One of several participants may store the payload for all. And where the conditions of a deeper
 * branch may be those on which the paths parted, nobody can tell. */
static bool is_filled(const struct walk *walk, const struct call *invoke) {
    const struct state *state = &walk->state;
    bool is_alone = invoke->flags.count == 1 && !invoke->open;
    if (state->open)
        return true;
    if (state->payload && state->payload->task != invoke->task)
        return false;
    if (!state->payload)
        return !is_alone;
    return !state->empty || !is_alone || walk->depth > state->joined;
}

static void pass_invoke(struct walk *walk, const struct call *invoke) {
    bool is_dummy = invoke->sync_point || (invoke->has_id && !invoke->task);
    if (is_dummy)
        return; /* it leaves the buffer alone */
    if (invoke->task && invoke->task->bytes && !walk->quiet && !is_filled(walk, invoke))
        report_unfilled(walk, invoke);
    walk->state.empty = true;
    walk->state.payload = NULL;
    walk->state.open = false;
}

static void pass_payload(struct walk *walk, const struct call *payload) {
    const struct state *state = &walk->state;
    struct checker *checker = walk->checker;
    if (payload->open && !payload->dependent)
        return; /* of a task without arguments: nothing is stored */
    /* A branch may well have something better than what was stored before it. */
    if (state->payload && !state->empty && state->payload != payload &&
        walk->depth <= state->payload_depth && !walk->quiet) {
        diag_raise(checker->diag, DIAG_NU_PAYLOAD, check_name_place(checker, payload),
                   "no invoke comes between this payload and the one before it, which is lost");
        diag_report(checker->diag, DIAG_NOTE, NULL, check_name_place(checker, state->payload),
                    "the lost one is here");
    }
    walk->state.empty = false;
    walk->state.payload = payload->task ? payload : NULL;
    walk->state.open = !payload->task;
    walk->state.payload_depth = walk->depth;
}

static bool does_not_return(CXCursor call) {
    CXCursor callee = clang_getCursorReferenced(call);
    if (clang_Cursor_isNull(callee))
        return false;
    CXString type = clang_getTypeSpelling(clang_getCursorType(callee));
    CXString name = clang_getCursorSpelling(callee);
    bool ends = strstr(clang_getCString(type), "noreturn") ||
                !strcmp(clang_getCString(name), "__builtin_unreachable") ||
                !strcmp(clang_getCString(name), "__builtin_trap");
    clang_disposeString(type);
    clang_disposeString(name);
    return ends;
}

/* ---- statements ---- */

struct children {
    CXCursor *items;
    size_t count;
};

static enum CXChildVisitResult add_child(CXCursor cursor, CXCursor parent, CXClientData data) {
    struct children *children = data;
    *ARRAY_ADD(children->items, children->count) = cursor;
    return CXChildVisit_Continue;
}

static void pass(struct walk *walk, CXCursor cursor);

static void pass_all(struct walk *walk, const CXCursor *cursors, size_t count) {
    for (size_t i = 0; i < count; i++)
        pass(walk, cursors[i]);
}

/* Whether "else" stands before the last child of an if. Where a macro has the whole statement, what
 * comes first tells a condition from something that is declared before it. */
static bool has_else(const struct walk *walk, CXCursor statement, const struct children *children) {
    if (children->count < 3)
        return false;
    const char *text = walk->checker->places->text;
    size_t end = cursor_begin(children->items[children->count - 1]).use;
    if (end == cursor_begin(statement).use)
        return clang_isExpression(clang_getCursorKind(children->items[0]));
    size_t at = token_next(text, cursor_end(children->items[children->count - 2]).use);
    while (at < end && !token_is(text, at, "else"))
        at = token_next(text, token_end(text, at));
    return at < end;
}

/* One of two sides, the second of which may be missing. */
static void pass_branch(struct walk *walk, const struct children *children, size_t sides) {
    size_t before = children->count - sides;
    pass_all(walk, children->items, before);
    struct state start = walk->state;
    walk->depth++;
    pass(walk, children->items[before]);
    struct state first = walk->state;
    walk->state = start;
    pass_all(walk, children->items + before + 1, sides - 1);
    walk->depth--;
    walk->state = join(first, walk->state, walk->depth);
}

static bool is_constant(CXCursor cursor, bool truth) {
    long long value;
    return cursor_evaluate(cursor, &value) && (value != 0) == truth;
}

/* Whether the loop ends by break alone. */
static bool is_endless(const struct walk *walk, CXCursor loop, const struct children *children) {
    if (clang_getCursorKind(loop) == CXCursor_WhileStmt)
        return children->count == 2 && is_constant(children->items[0], true);
    if (clang_getCursorKind(loop) != CXCursor_ForStmt)
        return false;
    const char *text = walk->checker->places->text;
    size_t at = cursor_begin(loop).use;
    bool is_spelled = token_is(text, at, "for");
    while (is_spelled && text[at] && text[at] != ';')
        at = token_next(text, token_end(text, at));
    return children->count == 1 ||
           (is_spelled && text[at] && text[token_next(text, at + 1)] == ';');
}

/* A loop's body last among its children, or first. */
static void pass_loop(struct walk *walk, CXCursor loop, const struct children *children) {
    bool is_do = clang_getCursorKind(loop) == CXCursor_DoStmt, quiet = walk->quiet;
    bool once = is_do && is_constant(children->items[children->count - 1], false);
    struct state *breaks = walk->breaks, *continues = walk->continues;
    struct state head = walk->state, left, next;
    /* Once to find out what comes back to the begin, and then with that. */
    for (int round = once; round < 2; round++) {
        left = next = nowhere;
        walk->breaks = &left;
        walk->continues = &next;
        walk->quiet = quiet || round == 0;
        walk->state = head;
        walk->depth++;
        pass_all(walk, children->items, children->count);
        walk->state = join(walk->state, next, walk->depth);
        if (round == 0)
            head = join(head, walk->state, walk->depth);
        walk->depth--;
    }
    struct state end = is_do ? walk->state : is_endless(walk, loop, children) ? nowhere : head;
    walk->state = join(end, left, walk->depth);
    walk->breaks = breaks;
    walk->continues = continues;
    walk->quiet = quiet;
}

static void pass_switch(struct walk *walk, const struct children *children) {
    struct walk outer = *walk;
    struct state left = nowhere;
    pass_all(walk, children->items, children->count - 1);
    walk->entry = walk->state;
    walk->state = nowhere;
    walk->breaks = &left;
    walk->has_default = false;
    walk->depth++;
    pass(walk, children->items[children->count - 1]);
    walk->depth--;
    walk->state = join(walk->state, left, walk->depth);
    if (!walk->has_default)
        walk->state = join(walk->state, walk->entry, walk->depth);
    walk->breaks = outer.breaks;
    walk->has_default = outer.has_default;
    walk->entry = outer.entry;
}

/* The paths that go where the target collects them. */
static void leave(struct walk *walk, struct state *target) {
    if (target)
        *target = join(*target, walk->state, walk->depth - 1);
    walk->state = nowhere;
}

static void pass_call(struct walk *walk, CXCursor cursor) {
    const struct call *call = calls_at(walk->checker->calls, cursor);
    if (!walk->state.live)
        return;
    if (call && call->kind == CALL_PAYLOAD)
        pass_payload(walk, call);
    else if (call && call->kind == CALL_INVOKE)
        pass_invoke(walk, call);
    else if (!call && does_not_return(cursor))
        walk->state = nowhere;
}

static void pass_children(struct walk *walk, CXCursor cursor, const struct children *children) {
    enum CXCursorKind kind = clang_getCursorKind(cursor);
    switch ((int)kind) {
    case CXCursor_IfStmt:
        pass_branch(walk, children, has_else(walk, cursor, children) ? 2 : 1);
        break;
    case CXCursor_ConditionalOperator: pass_branch(walk, children, 2); break;
    case CXCursor_BinaryOperator: {
        enum CXBinaryOperatorKind operator= clang_getCursorBinaryOperatorKind(cursor);
        if (operator== CXBinaryOperator_LAnd || operator== CXBinaryOperator_LOr)
            pass_branch(walk, children, 1);
        else
            pass_all(walk, children->items, children->count);
        break;
    }
    case CXCursor_WhileStmt:
    case CXCursor_ForStmt:
    case CXCursor_CXXForRangeStmt:
    case CXCursor_DoStmt: pass_loop(walk, cursor, children); break;
    case CXCursor_SwitchStmt: pass_switch(walk, children); break;
    case CXCursor_DefaultStmt:
    case CXCursor_CaseStmt:
        walk->has_default |= kind == CXCursor_DefaultStmt;
        walk->state = join(walk->state, walk->entry, walk->depth);
        pass_all(walk, children->items, children->count);
        break;
    default: pass_all(walk, children->items, children->count);
    }
}

static void pass(struct walk *walk, CXCursor cursor) {
    struct children children = {0};
    enum CXCursorKind kind = clang_getCursorKind(cursor);
    if (kind == CXCursor_LambdaExpr)
        return;
    clang_visitChildren(cursor, add_child, &children);
    if (children.count)
        pass_children(walk, cursor, &children);
    free(children.items);
    switch ((int)kind) {
    case CXCursor_CallExpr: pass_call(walk, cursor); break;
    case CXCursor_BreakStmt: leave(walk, walk->breaks); break;
    case CXCursor_ContinueStmt: leave(walk, walk->continues); break;
    case CXCursor_ReturnStmt:
    case CXCursor_CXXThrowExpr: walk->state = nowhere; break;
    }
}

/* ---- functions ---- */

/* What the walk does not follow. */
static enum CXChildVisitResult find_jump(CXCursor cursor, CXCursor parent, CXClientData data) {
    bool *found = data;
    enum CXCursorKind kind = clang_getCursorKind(cursor);
    *found |= kind == CXCursor_GotoStmt || kind == CXCursor_IndirectGotoStmt ||
              kind == CXCursor_LambdaExpr;
    return *found ? CXChildVisit_Break : CXChildVisit_Recurse;
}

bool payload_check_paths(struct checker *checker, CXCursor function) {
    bool jumps = false;
    clang_visitChildren(function, find_jump, &jumps);
    if (jumps)
        return false;
    struct walk walk = {.checker = checker, .state = {.live = true, .empty = true}};
    pass(&walk, function);
    return true;
}
