#include "muonc/lower/calls.h"

#include "support/array.h"

#include <stdlib.h>
#include <string.h>

/* ---- cursors ---- */

static size_t offset_of(CXSourceLocation location) {
    unsigned offset = 0;
    clang_getExpansionLocation(location, NULL, NULL, NULL, &offset);
    return offset;
}

struct span cursor_span(CXCursor cursor) {
    CXSourceRange range = clang_getCursorExtent(cursor);
    return (struct span){offset_of(clang_getRangeStart(range)),
                         offset_of(clang_getRangeEnd(range))};
}

static enum CXChildVisitResult take_child(CXCursor cursor, CXCursor parent, CXClientData data) {
    CXCursor *child = data;
    *child = cursor;
    return CXChildVisit_Break;
}

CXCursor cursor_child(CXCursor cursor) {
    CXCursor child = clang_getNullCursor();
    clang_visitChildren(cursor, take_child, &child);
    return child;
}

CXCursor cursor_strip(CXCursor cursor) {
    for (;;) {
        enum CXCursorKind kind = clang_getCursorKind(cursor);
        CXCursor child = cursor_child(cursor);
        if ((kind != CXCursor_UnexposedExpr && kind != CXCursor_ParenExpr) ||
            clang_Cursor_isNull(child))
            return cursor;
        cursor = child;
    }
}

bool cursor_evaluate(CXCursor cursor, long long *value) {
    CXEvalResult result = clang_Cursor_Evaluate(cursor);
    bool is_integer = result && clang_EvalResult_getKind(result) == CXEval_Int;
    if (is_integer)
        *value = clang_EvalResult_getAsLongLong(result);
    clang_EvalResult_dispose(result);
    return is_integer;
}

/* ---- which builtin ---- */

static enum call_kind kind_of_name(CXString name) {
    const char *text = clang_getCString(name);
    enum call_kind kind = CALL_NONE;
    for (int i = CALL_INVOKE; text && i <= CALL_DEPS; i++)
        if (!strcmp(text, call_names[i]))
            kind = (enum call_kind)i;
    clang_disposeString(name);
    return kind;
}

/* What a call calls. In a template the overload may not be resolved yet: then the name counts. */
static enum call_kind kind_of_call(CXCursor call) {
    CXCursor callee = clang_getCursorReferenced(call);
    if (clang_Cursor_isNull(callee) || clang_isInvalid(clang_getCursorKind(callee))) {
        callee = cursor_strip(cursor_child(call));
        CXCursor overloads = cursor_child(callee);
        if (clang_getCursorKind(overloads) == CXCursor_OverloadedDeclRef)
            callee = overloads;
    }
    return kind_of_name(clang_getCursorSpelling(callee));
}

/* ---- the walk ---- */

struct walk {
    struct call_list *calls;
    const char *text;
    unsigned *functions; /* counted so far */
    unsigned function;   /* around the cursors visited */
    CXCursor body;
    const struct walk *up; /* the walk that visits their parent, NULL at the top */
    CXCursor cursor;       /* their parent */
};

static bool is_function(enum CXCursorKind kind) {
    return kind == CXCursor_FunctionDecl || kind == CXCursor_FunctionTemplate ||
           kind == CXCursor_CXXMethod || kind == CXCursor_Constructor ||
           kind == CXCursor_Destructor || kind == CXCursor_ConversionFunction;
}

/* The next character after offset that is no blank. */
static char next_character(const char *text, size_t offset) {
    return text[offset + strspn(text + offset, " \t\r\n")];
}

static char previous_character(const char *text, size_t offset) {
    while (offset > 0 && strchr(" \t\r\n", text[offset - 1]))
        offset--;
    return offset ? text[offset - 1] : '\0';
}

/* Whether the expression at span is a statement of its own, so that its value is lost. */
static bool is_discarded(const struct walk *walk, struct span span) {
    char next = next_character(walk->text, span.end);
    switch ((int)clang_getCursorKind(walk->cursor)) {
    case CXCursor_UnexposedExpr: /* C++: a full expression with temporaries */
        return walk->up && is_discarded(walk->up, span);
    case CXCursor_CompoundStmt: {
        /* The last value of a statement expression is the whole expression's. */
        bool in_expression = walk->up && clang_getCursorKind(walk->up->cursor) == CXCursor_StmtExpr;
        const char *semicolon = walk->text + span.end + strspn(walk->text + span.end, " \t\r\n");
        return !in_expression || *semicolon != ';' || next_character(semicolon + 1, 0) != '}';
    }
    case CXCursor_IfStmt:
    case CXCursor_WhileStmt:
    case CXCursor_SwitchStmt:
    case CXCursor_DoStmt: return next == ';'; /* the condition is followed by ")" */
    case CXCursor_ForStmt:
    case CXCursor_CXXForRangeStmt:
        return next == ';' && previous_character(walk->text, span.begin) == ')';
    case CXCursor_LabelStmt:
    case CXCursor_CaseStmt:
    case CXCursor_DefaultStmt: return true;
    default: return false;
    }
}

static struct call *append(struct call_list *calls) {
    struct call *call = ARRAY_ADD(calls->items, calls->count);
    *call = (struct call){0};
    return call;
}

static void add_call(const struct walk *walk, CXCursor cursor, enum call_kind kind) {
    struct call *call = append(walk->calls);
    call->kind = kind;
    call->cursor = cursor;
    call->span = cursor_span(cursor);
    call->function = walk->function;
    call->body = walk->body;
    /* Between the call's begin and its name there may be "::" or "(". */
    const char *name = strstr(walk->text + call->span.begin, call_names[kind]);
    call->name = name ? (size_t)(name - walk->text) : call->span.begin;
    call->argument_count = clang_Cursor_getNumArguments(cursor);
    for (int i = 0; i < call->argument_count && i < KEPT_ARGUMENTS; i++)
        call->arguments[i] = clang_Cursor_getArgument(cursor, (unsigned)i);
    call->cast_to_void = clang_getCursorKind(walk->cursor) == CXCursor_CStyleCastExpr &&
                         clang_getCursorType(walk->cursor).kind == CXType_Void;
    call->unused = call->cast_to_void || is_discarded(walk, call->span);
}

static void add_address(struct call_list *calls, CXCursor reference) {
    size_t offset = offset_of(clang_getCursorLocation(reference));
    for (size_t i = 0; i < calls->count; i++)
        if (calls->items[i].name == offset)
            return;
    *ARRAY_ADD(calls->addresses, calls->address_count) = offset;
}

/* Whether a builtin may stand in the text of a cursor. What has no text, being implied, may have
 * children that have some. */
static bool has_builtin(const char *text, struct span span) {
    return span.end <= span.begin ||
           memmem(text + span.begin, span.end - span.begin, "neutrino_", 9);
}

static enum CXChildVisitResult visit(CXCursor cursor, CXCursor parent, CXClientData data) {
    struct walk *walk = data;
    enum CXCursorKind kind = clang_getCursorKind(cursor);
    /* Most of a unit has nothing to do with tasks. */
    if (!has_builtin(walk->text, cursor_span(cursor)))
        return CXChildVisit_Continue;
    struct walk inside = *walk;
    inside.up = walk;
    inside.cursor = cursor;
    if (is_function(kind) && !walk->function) {
        inside.function = ++*walk->functions;
        inside.body = cursor;
    }
    if (kind == CXCursor_CallExpr) {
        enum call_kind call = kind_of_call(cursor);
        if (call != CALL_NONE)
            add_call(walk, cursor, call);
    } else if (kind == CXCursor_DeclRefExpr &&
               kind_of_name(clang_getCursorSpelling(cursor)) != CALL_NONE) {
        add_address(walk->calls, cursor);
    }
    clang_visitChildren(cursor, visit, &inside);
    return CXChildVisit_Continue;
}

static int by_place(const void *a, const void *b) {
    const struct call *x = a, *y = b;
    if (x->span.begin != y->span.begin)
        return x->span.begin < y->span.begin ? -1 : 1;
    return x->span.end > y->span.end ? -1 : x->span.end < y->span.end;
}

void calls_find(CXTranslationUnit unit, const char *text, struct call_list *calls) {
    *calls = (struct call_list){0};
    unsigned functions = 0;
    CXCursor root = clang_getTranslationUnitCursor(unit);
    struct walk walk = {.calls = calls, .text = text, .functions = &functions, .cursor = root};
    clang_visitChildren(root, visit, &walk);
    if (!calls->count)
        return;
    qsort(calls->items, calls->count, sizeof *calls->items, by_place);
    /* Some expressions are reached on two ways (both forms of an initializer list). */
    size_t kept = 1;
    for (size_t i = 1; i < calls->count; i++)
        if (by_place(&calls->items[i], &calls->items[kept - 1]))
            calls->items[kept++] = calls->items[i];
    calls->count = kept;
}

void calls_free(struct call_list *calls) {
    for (size_t i = 0; i < calls->count; i++) {
        free(calls->items[i].sync_point);
        free(calls->items[i].type);
    }
    free(calls->items);
    free(calls->addresses);
    *calls = (struct call_list){0};
}

struct call *calls_at(struct call_list *calls, CXCursor cursor) {
    size_t begin = cursor_span(cursor_strip(cursor)).begin;
    for (size_t i = 0; i < calls->count; i++)
        if (calls->items[i].span.begin == begin &&
            clang_getCursorKind(cursor_strip(cursor)) == CXCursor_CallExpr)
            return &calls->items[i];
    return NULL;
}
