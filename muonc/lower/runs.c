/* Facts about the runs of a unit: facts/facts.h. */
#include "muonc/lower/check.h"

#include "support/alloc.h"
#include "support/array.h"

#include <stdlib.h>
#include <string.h>

/* ---- anonymous dummies and sync points by number ---- */

/* A meeting: task 0, to wait for others and for nothing else. Whoever waits for a run does that
 * with as many participants as it takes, and with one participant there is nobody to miss. */
static bool is_meeting(const struct call *call) {
    return call->has_id && call->id == 0 && call->run_count == 0 && call->flags.count > 1;
}

static void find_in_calls(struct checker *checker) {
    for (size_t i = 0; i < checker->calls->count; i++) {
        const struct call *call = &checker->calls->items[i];
        if (call->kind != CALL_INVOKE)
            continue;
        if (is_meeting(call))
            facts_add(&checker->facts,
                      (struct fact){.kind = FACT_MEETING,
                                    .flags = call->flags,
                                    .where = check_argument_place(checker, call, 2)});
        if (call->has_id && call->id >= NEUTRINO_FIRST_SYNC_POINT)
            facts_add(&checker->facts,
                      (struct fact){.kind = FACT_SYNC_ID,
                                    .value = (uint32_t)call->id,
                                    .where = check_argument_place(checker, call, 0)});
    }
}

/* ---- variables at file scope ---- */

/* The walk over a unit: what stands around the cursor that is visited. */
struct walk {
    struct checker *checker;
    CXCursor parent;
};

bool runs_is_run_type(CXType type) {
    return type_is_called(type, (const char *const[]){"run_id_t", NULL});
}

/* Whether a cursor is a variable of runs that more than one function can name. */
static bool is_shared_variable(CXCursor cursor) {
    return clang_getCursorKind(cursor) == CXCursor_VarDecl &&
           clang_getCursorLinkage(cursor) >= CXLinkage_Internal &&
           runs_is_run_type(clang_getCursorType(cursor));
}

static void add_fact(struct checker *checker, enum fact_kind kind, CXCursor variable,
                     enum fact_run value, struct diag_location where) {
    bool internal = clang_getCursorLinkage(variable) < CXLinkage_UniqueExternal;
    CXString name = internal ? clang_getCursorUSR(variable) : clang_Cursor_getMangling(variable);
    facts_add(&checker->facts, (struct fact){.kind = kind,
                                             .value = value,
                                             .name = xstrdup(clang_getCString(name)),
                                             .internal = internal,
                                             .where = where});
    clang_disposeString(name);
}

static void add_value(struct checker *checker, CXCursor variable, CXCursor value) {
    const struct call *call = calls_at(checker->calls, value);
    long long number;
    if (call && call->kind == CALL_INVOKE && !call->open)
        add_fact(checker, FACT_RUN, variable,
                 call->flags.retire == RETIRE_MANUAL ? RUN_MANUAL : RUN_NOT_MANUAL,
                 check_name_place(checker, call));
    else if (!cursor_evaluate(value, &number) || number != 0)
        add_fact(checker, FACT_RUN, variable, RUN_OTHER, DIAG_NOWHERE);
}

/* A name that stands for the variable and not for its value, as the target of an assignment, an
 * address or a reference. */
static void visit_reference(const struct walk *walk, CXCursor reference, CXCursor variable) {
    if (clang_getCursorKind(walk->parent) == CXCursor_UnexposedExpr)
        return; /* converted to its value */
    if (clang_getCursorKind(walk->parent) == CXCursor_BinaryOperator &&
        clang_getCursorBinaryOperatorKind(walk->parent) == CXBinaryOperator_Assign &&
        clang_equalCursors(cursor_child(walk->parent), reference))
        add_value(walk->checker, variable, cursor_last_child(walk->parent));
    else
        add_fact(walk->checker, FACT_RUN, variable, RUN_OTHER, DIAG_NOWHERE);
}

static enum CXChildVisitResult visit(CXCursor cursor, CXCursor parent, CXClientData data) {
    struct walk *walk = data, inside = {walk->checker, cursor};
    if (is_shared_variable(cursor)) {
        CXCursor value = clang_Cursor_getVarDeclInitializer(cursor);
        if (!clang_Cursor_isNull(value))
            add_value(walk->checker, cursor, value);
    } else if (clang_getCursorKind(cursor) == CXCursor_DeclRefExpr) {
        CXCursor variable = clang_getCursorReferenced(cursor);
        if (is_shared_variable(variable))
            visit_reference(walk, cursor, variable);
    }
    clang_visitChildren(cursor, visit, &inside);
    return CXChildVisit_Continue;
}

static enum CXChildVisitResult find_variable(CXCursor cursor, CXCursor parent, CXClientData data) {
    bool *found = data;
    enum CXCursorKind kind = clang_getCursorKind(cursor);
    *found |= is_shared_variable(cursor);
    bool has_variables = kind == CXCursor_Namespace || kind == CXCursor_LinkageSpec ||
                         kind == CXCursor_ClassDecl || kind == CXCursor_StructDecl;
    return *found          ? CXChildVisit_Break
           : has_variables ? CXChildVisit_Recurse
                           : CXChildVisit_Continue;
}

static void find_completions(struct checker *checker) {
    for (size_t i = 0; i < checker->calls->count; i++) {
        const struct call *call = &checker->calls->items[i];
        if (call->kind != CALL_COMPLETE)
            continue;
        CXCursor variable = clang_getCursorReferenced(cursor_strip(call->arguments[0]));
        if (is_shared_variable(variable))
            add_fact(checker, FACT_COMPLETION, variable, RUN_OTHER,
                     check_argument_place(checker, call, 0));
    }
}

void runs_find(struct checker *checker, CXTranslationUnit unit) {
    CXCursor root = clang_getTranslationUnitCursor(unit);
    struct walk walk = {checker, root};
    bool has_variables = false;
    find_in_calls(checker);
    /* Most units have none, and the walk is over all of the unit. */
    clang_visitChildren(root, find_variable, &has_variables);
    if (!has_variables)
        return;
    clang_visitChildren(root, visit, &walk);
    find_completions(checker);
}
