#include "nbc/overlay/check.h"

#include "nbc/names.h"
#include "nbc/overlay/c.h"
#include "support/array.h"
#include "support/nearest.h"

#include <stdlib.h>
#include <string.h>

static const char *const kind_names[] = {[NAME_BUFFER] = "a buffer",
                                         [NAME_SCALAR] = "a variable",
                                         [NAME_OVERLAY] = "an overlay",
                                         [NAME_TASK] = "a task",
                                         [NAME_VARIABLE] = "a loop's variable"};

/* names.h knows those that C and C++ do not share. */
static bool is_keyword(const char *name) {
    static const char *const keywords[] = {
        "auto",  "break",    "case",   "char",     "const",  "continue", "default",
        "do",    "double",   "else",   "enum",     "extern", "float",    "for",
        "goto",  "if",       "inline", "int",      "long",   "register", "return",
        "short", "signed",   "sizeof", "static",   "struct", "switch",   "typedef",
        "union", "unsigned", "void",   "volatile", "while",
    };
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (!strcmp(keywords[i], name))
            return true;
    return names_is_keyword(name);
}

bool check_spelling(struct check *check, const struct word *word) {
    static const char *const prefixes[] = {"overlay_", "OVERLAY_", "__"};
    if (is_keyword(word->text)) {
        overlay_error(check->source, word->span,
                      "'%s' is a keyword of C or C++: nothing can have this name", word->text);
        return false;
    }
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (!strncmp(word->text, prefixes[i], strlen(prefixes[i]))) {
            overlay_error(check->source, word->span, "names that begin with '%s' are the runtime's",
                          prefixes[i]);
            return false;
        }
    return true;
}

bool check_declare(struct check *check, const struct word *word, enum name_kind kind, void *what) {
    const struct named *other = lookup_find(&check->program->names, word->text);
    if (other) {
        overlay_error(check->source, word->span, "'%s' is %s already", word->text,
                      kind_names[other->kind]);
        overlay_note(check->source, other->span, "here");
        return false;
    }
    if (kind != NAME_OVERLAY && !check_spelling(check, word))
        return false;
    if ((kind == NAME_BUFFER || kind == NAME_SCALAR) && c_is_taken(word->text)) {
        overlay_error(check->source, word->span,
                      "no C variable can be called '%s' here: the generated C has one of its own",
                      word->text);
        return false;
    }
    lookup_add(&check->program->names, (struct named){word->text, (int)kind, word->span, what});
    return true;
}

void *check_find(struct check *check, const struct word *word, enum name_kind kind) {
    const struct named *found = lookup_find(&check->program->names, word->text);
    if (found && found->kind == (int)kind)
        return found->what;
    if (found) {
        overlay_error(check->source, word->span, "'%s' is %s, not %s", word->text,
                      kind_names[found->kind], kind_names[kind]);
        overlay_note(check->source, found->span, "here");
        return NULL;
    }
    struct nearest search = nearest_to(word->text);
    lookup_offer(&check->program->names, (int)kind, &search);
    char *hint = nearest_hint(&search, "");
    overlay_error(check->source, word->span, "there is no %s '%s'%s",
                  strchr(kind_names[kind], ' ') + 1, word->text, hint);
    free(hint);
    return NULL;
}

void check_unknown(struct check *check, const struct word *word, const char *what,
                   const char *const *words, size_t count) {
    struct nearest search = nearest_to(word->text);
    char *all = NULL;
    size_t size;
    FILE *out = open_memstream(&all, &size);
    fputs("; there are ", out);
    for (size_t i = 0; i < count; i++) {
        nearest_offer(&search, words[i]);
        fprintf(out, "%s%s", i == 0 ? "" : i + 1 < count ? ", " : " and ", words[i]);
    }
    fclose(out);
    char *hint = nearest_hint(&search, all);
    overlay_error(check->source, word->span, "unknown %s '%s'%s", what, word->text, hint);
    free(hint);
    free(all);
}

/* ---- integer expressions ---- */

static struct symbol *variable_in(struct loop *scope, const char *name) {
    for (; scope; scope = scope->outer)
        if (!strcmp(scope->variable.name, name))
            return &scope->variable;
    return NULL;
}

/* What realize has to bind, since nothing else has this name. */
static struct symbol *bound_symbol(struct check *check, const struct word *word,
                                   struct loop *scope) {
    struct overlay_program *program = check->program;
    const struct named *found = lookup_find(&program->bound, word->text);
    if (found)
        return found->what;
    struct symbol *symbol = xcalloc(1, sizeof *symbol);
    *symbol = (struct symbol){.kind = SYMBOL_BOUND,
                              .name = word->text,
                              .span = word->span,
                              .scope = scope,
                              .least = INT64_MIN,
                              .most = INT64_MAX};
    *ARRAY_ADD(program->symbols, program->symbol_count) = symbol;
    lookup_add(&program->bound, (struct named){word->text, NAME_VARIABLE, word->span, symbol});
    return symbol;
}

static bool check_name(struct check *check, struct expression *name, struct loop *scope) {
    const struct word *word = &name->name;
    name->symbol = variable_in(scope, word->text);
    if (name->symbol)
        return true;
    const struct named *found = lookup_find(&check->program->names, word->text);
    if (!found) {
        name->symbol = check_spelling(check, word) ? bound_symbol(check, word, scope) : NULL;
        return name->symbol;
    }
    if (found->kind == NAME_SCALAR) {
        struct scalar *scalar = found->what;
        if (!type_is_floating(scalar->symbol.type)) {
            name->symbol = &scalar->symbol;
            return true;
        }
        overlay_error(check->source, name->span, "'%s' is a %s: integers only can be computed with",
                      word->text, scalar->symbol.type.name);
        return false;
    }
    overlay_error(check->source, name->span, "'%s' is %s, not a number", word->text,
                  kind_names[found->kind]);
    overlay_note(check->source, found->span, "here");
    return false;
}

static bool check_call(struct check *check, struct expression *call, struct loop *scope) {
    static const char *const functions[] = {"min", "max"};
    if (strcmp(call->name.text, "min") && strcmp(call->name.text, "max")) {
        check_unknown(check, &call->name, "function", functions, 2);
        return false;
    }
    if (call->count < 2) {
        overlay_error(check->source, call->span, "%s is of two values or more", call->name.text);
        return false;
    }
    bool ok = true;
    for (size_t i = 0; i < call->count; i++)
        ok &= check_expression(check, call->parts[i], scope);
    return ok;
}

/* An operation on constants has to have a value. */
static bool check_constant(struct check *check, const struct expression *expression) {
    int64_t operands[2] = {0}, value;
    for (size_t i = 0; i < expression->count; i++)
        if (!value_constant(expression->parts[i], &operands[i]))
            return true;
    const char *fault = value_apply(expression->operator, operands[0], operands[1], &value);
    if (fault)
        overlay_error(check->source, expression->span, "%s in 64 bits", fault);
    return !fault;
}

bool check_expression(struct check *check, struct expression *expression, struct loop *scope) {
    bool ok = true;
    switch (expression->kind) {
    case EXPRESSION_INTEGER: return true;
    case EXPRESSION_NAME: return check_name(check, expression, scope);
    case EXPRESSION_CALL: return check_call(check, expression, scope);
    case EXPRESSION_UNARY:
    case EXPRESSION_BINARY:
    case EXPRESSION_CONDITIONAL:
        for (size_t i = 0; i < expression->count; i++)
            ok &= check_expression(check, expression->parts[i], scope);
        return ok &&
               (expression->kind == EXPRESSION_CONDITIONAL || check_constant(check, expression));
    case EXPRESSION_FLOATING:
        overlay_error(check->source, expression->span,
                      "a floating constant can only be the argument of a floating parameter");
        return false;
    case EXPRESSION_VIEW:
    case EXPRESSION_BINDING:
    case EXPRESSION_LIST: break;
    }
    overlay_error(check->source, expression->span, "an integer expression belongs here");
    return false;
}

bool check_affine(struct check *check, struct expression *expression, struct loop *scope,
                  const char *what) {
    struct affine affine;
    const struct expression *wrong;
    if (!check_expression(check, expression, scope))
        return false;
    bool ok = affine_of(expression, &affine, &wrong);
    affine_free(&affine);
    if (!ok)
        overlay_error(check->source, wrong->span,
                      "%s has to be affine: variables and symbols times constants, and their sums",
                      what);
    return ok;
}
