#include "muonc/lower/calls.h"

#include "muonc/lower/arguments.h"
#include "muonc/lower/places.h"
#include "muonc/lower/tokens.h"
#include "support/array.h"

#include <stdlib.h>
#include <string.h>

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
    const struct call_source *source;
    const char *text; /* of the main file */
    struct call_list *calls;
    struct file_text *read; /* the file that was looked at last */
    unsigned *functions;    /* counted so far */
    unsigned function;      /* around the cursors visited */
    CXCursor body;
    const struct walk *up; /* the walk that visits their parent, NULL at the top */
    CXCursor cursor;       /* their parent */
};

static bool is_function(enum CXCursorKind kind) {
    return kind == CXCursor_FunctionDecl || kind == CXCursor_FunctionTemplate ||
           kind == CXCursor_CXXMethod || kind == CXCursor_Constructor ||
           kind == CXCursor_Destructor || kind == CXCursor_ConversionFunction;
}

/* Whether an expression, which ends at `end`, is a statement of its own, so that its value is
 * lost. */
static bool is_discarded(const struct walk *walk, CXCursor cursor, size_t end) {
    const char *text = walk->text;
    size_t next = token_next(text, end);
    switch ((int)clang_getCursorKind(walk->cursor)) {
    case CXCursor_UnexposedExpr: /* C++: a full expression with temporaries */
        return walk->up && is_discarded(walk->up, walk->cursor, end);
    case CXCursor_CompoundStmt: {
        /* The last value of a statement expression is the whole expression's. */
        bool in_expression = walk->up && clang_getCursorKind(walk->up->cursor) == CXCursor_StmtExpr;
        return !in_expression || text[next] != ';' || text[token_next(text, next + 1)] != '}';
    }
    case CXCursor_IfStmt:
    case CXCursor_WhileStmt:
    case CXCursor_SwitchStmt:
    case CXCursor_DoStmt: return text[next] == ';'; /* the condition is followed by ")" */
    case CXCursor_ForStmt:
    case CXCursor_CXXForRangeStmt:
        return text[next] == ';' && clang_equalCursors(cursor, cursor_last_child(walk->cursor));
    case CXCursor_LabelStmt:
    case CXCursor_CaseStmt:
    case CXCursor_DefaultStmt: return true;
    default: return false;
    }
}

/* ---- where calls are spelled ---- */

static bool is_in_text(const struct walk *walk, CXFile file) {
    return file && clang_File_isEqual(file, walk->source->places->file);
}

/* The macros that have a part in a cursor are to be expanded, with what stands between them. */
static void add_use(const struct walk *walk, CXCursor cursor) {
    const struct places *places = walk->source->places;
    struct spelling begin = cursor_begin(cursor), end = cursor_end(cursor);
    struct use use = {.span = {begin.use, end.use}};
    /* For an argument of a macro, clang does not say where the use of the macro ends. */
    if (begin.use != begin.offset || end.use <= begin.use) {
        size_t whole = arguments_use_end(walk->text, begin.use);
        use.span.end = whole > use.span.end ? whole : use.span.end;
    }
    /* What a macro ends with may find its arguments behind it. */
    for (size_t next; token_is(walk->text, next = token_next(walk->text, use.span.end), "(");) {
        size_t close = token_closing(walk->text, next, NULL);
        if (!walk->text[close])
            break;
        use.span.end = close + 1;
    }
    use.begin = places_position(places, use.span.begin);
    use.end = places_position(places, use.span.end);
    *ARRAY_ADD(walk->calls->uses, walk->calls->use_count) = use;
}

/* Whether a name that clang has there stands in the text. DEPS hands on its arguments as they
 * are. */
static bool is_spelled(const struct walk *walk, struct spelling at, enum call_kind kind) {
    const struct call_source *source = walk->source;
    return (at.use == at.offset || token_is(walk->text, at.use, "DEPS")) &&
           (!(source->macros.wrappers & 1u << kind) ||
            places_is_expanded(source->places, at.offset));
}

/* Fills in where the call and its arguments are. False if that is nowhere. */
static bool find_spelling(const struct walk *walk, struct call *call) {
    static const char *const deps[] = {"DEPS", "NO_DEPS", "neutrino_deps", NULL};
    const char *const builtin[] = {call_names[call->kind], NULL};
    struct spelling begin = cursor_begin(call->cursor);
    size_t begins[KEPT_ARGUMENTS];
    int count = call->argument_count < KEPT_ARGUMENTS ? call->argument_count : KEPT_ARGUMENTS;
    for (int i = 0; i < count; i++)
        begins[i] = cursor_begin(call->arguments[i]).offset;
    call->span = (struct span){begin.offset, token_end(walk->text, begin.offset)};
    call->name = begin.offset;
    if (call->kind != CALL_DEPS && !is_spelled(walk, begin, call->kind))
        return false;
    if (!arguments_find_name(walk->text, begin.offset, call->kind == CALL_DEPS ? deps : builtin,
                             &call->name))
        return false;
    if (token_is(walk->text, call->name, "NO_DEPS")) {
        call->span.end = token_end(walk->text, call->name);
        return true;
    }
    return arguments_find(walk->text, call->name, begins, count, call->spans, &call->span.end);
}

static void add_call(const struct walk *walk, CXCursor cursor, enum call_kind kind) {
    if (!is_in_text(walk, cursor_begin(cursor).file)) {
        walk->calls->outside = true;
        return;
    }
    struct call *call = ARRAY_ADD(walk->calls->items, walk->calls->count);
    *call = (struct call){.kind = kind,
                          .cursor = cursor,
                          .function = walk->function,
                          .body = walk->body,
                          .argument_count = clang_Cursor_getNumArguments(cursor)};
    for (int i = 0; i < call->argument_count && i < KEPT_ARGUMENTS; i++)
        call->arguments[i] = clang_Cursor_getArgument(cursor, (unsigned)i);
    call->cast_to_void = clang_getCursorKind(walk->cursor) == CXCursor_CStyleCastExpr &&
                         clang_getCursorType(walk->cursor).kind == CXType_Void;
    if (!find_spelling(walk, call))
        add_use(walk, cursor);
    call->unused = call->cast_to_void || is_discarded(walk, cursor, call->span.end);
}

static void add_address(const struct walk *walk, CXCursor reference) {
    struct call_list *calls = walk->calls;
    struct spelling at = cursor_location(reference);
    if (!is_in_text(walk, at.file))
        calls->outside = true;
    for (size_t i = 0; i < calls->count; i++)
        if (calls->items[i].name == at.offset)
            return;
    *ARRAY_ADD(calls->addresses, calls->address_count) = at.offset;
}

/* ---- what need not be visited ---- */

struct file_text {
    CXFile file;
    const char *text;
    size_t size;
};

static void read_text(const struct walk *walk, CXFile file) {
    struct file_text *read = walk->read;
    if (read->file && clang_File_isEqual(read->file, file))
        return;
    read->file = file;
    read->text = clang_getFileContents(walk->source->places->unit, file, &read->size);
}

/* Whether a builtin may stand in the text of a cursor, or DEPS or NO_DEPS. What has no text, being
 * implied, may have children that have some. */
static bool has_builtin(const struct walk *walk, CXCursor cursor) {
    if (walk->source->macros.builtins)
        return true;
    struct spelling begin = cursor_begin(cursor);
    size_t end = cursor_end(cursor).use;
    if (!begin.file || end <= begin.use)
        return true;
    read_text(walk, begin.file);
    if (!walk->read->text || end > walk->read->size)
        return true;
    const char *text = walk->read->text + begin.use;
    return memmem(text, end - begin.use, "neutrino", 8) || memmem(text, end - begin.use, "DEPS", 4);
}

/* Clang does not expose what kind of declaration this is. Others that it hides have a name, or are
 * the empty one. */
static bool is_assembly(const struct walk *walk, CXCursor cursor) {
    if (clang_getCursorKind(cursor) != CXCursor_UnexposedDecl || walk->function)
        return false;
    CXString name = clang_getCursorSpelling(cursor);
    bool named = *clang_getCString(name);
    clang_disposeString(name);
    struct spelling at = cursor_location(cursor);
    if (named || !at.file)
        return false;
    read_text(walk, at.file);
    return !walk->read->text || walk->read->text[at.offset] != ';';
}

static enum CXChildVisitResult visit(CXCursor cursor, CXCursor parent, CXClientData data) {
    struct walk *walk = data;
    enum CXCursorKind kind = clang_getCursorKind(cursor);
    walk->calls->assembly |= is_assembly(walk, cursor);
    /* Most of a unit has nothing to do with tasks. */
    if (!has_builtin(walk, cursor) && kind != CXCursor_Namespace && kind != CXCursor_LinkageSpec)
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
        add_address(walk, cursor);
    }
    clang_visitChildren(cursor, visit, &inside);
    return CXChildVisit_Continue;
}

struct inclusions {
    CXFile file;
    unsigned count;
};

static void count_inclusion(CXFile file, CXSourceLocation *stack, unsigned depth,
                            CXClientData data) {
    struct inclusions *inclusions = data;
    inclusions->count += clang_File_isEqual(file, inclusions->file) != 0;
}

/* Whether the main file includes itself, so that a call in it may be several. */
static bool is_included(const struct places *places) {
    struct inclusions inclusions = {.file = places->file};
    clang_getInclusions(places->unit, count_inclusion, &inclusions);
    return inclusions.count > 1;
}

static int by_place(const void *a, const void *b) {
    const struct call *x = a, *y = b;
    if (x->span.begin != y->span.begin)
        return x->span.begin < y->span.begin ? -1 : 1;
    return x->span.end > y->span.end ? -1 : x->span.end < y->span.end;
}

void calls_find(const struct call_source *source, struct call_list *calls) {
    *calls = (struct call_list){0};
    unsigned functions = 0;
    struct file_text read = {0};
    CXCursor root = clang_getTranslationUnitCursor(source->places->unit);
    struct walk walk = {.source = source,
                        .text = source->places->text,
                        .calls = calls,
                        .read = &read,
                        .functions = &functions,
                        .cursor = root};
    clang_visitChildren(root, visit, &walk);
    if (!calls->count)
        return;
    calls->outside |= is_included(source->places);
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
    free(calls->uses);
    *calls = (struct call_list){0};
}

struct call *calls_at(struct call_list *calls, CXCursor cursor) {
    CXCursor stripped = cursor_strip(cursor);
    struct spelling begin = cursor_begin(stripped);
    if (clang_getCursorKind(stripped) != CXCursor_CallExpr)
        return NULL;
    for (size_t i = 0; i < calls->count; i++)
        if (calls->items[i].span.begin == begin.offset &&
            clang_File_isEqual(cursor_begin(calls->items[i].cursor).file, begin.file))
            return &calls->items[i];
    return NULL;
}
