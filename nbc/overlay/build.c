#include "nbc/overlay/build.h"

#include "support/alloc.h"
#include "support/array.h"
#include "support/nearest.h"

#include <stdlib.h>
#include <string.h>

void reading_error(struct reading *reading, struct span span, const char *format, ...) {
    if (reading->errors++ >= READING_ERRORS)
        return;
    va_list arguments;
    va_start(arguments, format);
    char *message = xvasprintf(format, arguments);
    va_end(arguments);
    overlay_error(reading->source, span, "%s", message);
    free(message);
}

/* ---- statements ---- */

struct statement_list build_single(struct statement statement) {
    struct statement_list list = {0};
    *ARRAY_ADD(list.items, list.count) = statement;
    return list;
}

struct statement_list build_append(struct statement_list list, struct statement_list more) {
    for (size_t i = 0; i < more.count; i++)
        *ARRAY_ADD(list.items, list.count) = more.items[i];
    free(more.items);
    return list;
}

struct word build_type(struct word first, struct word second, struct span span) {
    struct word both = {xasprintf("%s %s", first.text, second.text), span};
    word_free(&first);
    word_free(&second);
    return both;
}

struct statement_list build_declaration(struct statement_list list, struct word type,
                                        struct declaration declaration, struct span span) {
    declaration.type = type;
    *ARRAY_ADD(list.items, list.count) =
        (struct statement){.kind = STATEMENT_DECLARATION, .span = span, .declaration = declaration};
    return list;
}

struct statement_list build_next_declaration(struct statement_list list,
                                             struct declaration declaration, struct span span) {
    struct word type = list.items[0].declaration.type;
    type.text = xstrdup(type.text);
    return build_declaration(list, type, declaration, span);
}

struct statement build_overlay(struct word keyword, struct word name,
                               struct expression_list options, struct overlay_syntax commands,
                               struct span span) {
    word_free(&keyword);
    commands.name = name;
    commands.options = options;
    return (struct statement){.kind = STATEMENT_OVERLAY, .span = span, .overlay = commands};
}

struct command_syntax build_command(struct word keyword, struct expression *queue,
                                    struct word function, struct command_syntax parameters,
                                    struct span span) {
    word_free(&keyword);
    parameters.queue = queue;
    parameters.function = function;
    parameters.span = span;
    return parameters;
}

struct command_syntax build_parameter(struct command_syntax list, struct parameter_syntax next) {
    *ARRAY_ADD(list.parameters, list.count) = next;
    return list;
}

struct word build_step(struct reading *reading, struct word name, uint64_t step, struct span span) {
    if (step != 1)
        reading_error(reading, span, "a loop goes in steps of 1");
    return name;
}

/* How many loops there are in each other. */
static unsigned loop_depth(const struct statement_list *list) {
    unsigned deepest = 0;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].kind == STATEMENT_LOOP && list->items[i].loop.depth > deepest)
            deepest = list->items[i].loop.depth;
    return deepest;
}

struct statement build_loop(struct reading *reading, struct word variables[3],
                            struct expression *first, struct expression *limit,
                            struct statement_list body, struct span span) {
    struct loop_syntax loop = {.variable = variables[0], .first = first, .limit = limit};
    for (int i = 1; i < 3; i++) {
        if (strcmp(variables[i].text, variables[0].text))
            reading_error(reading, variables[i].span, "'%s' is not the variable of this loop, '%s'",
                          variables[i].text, variables[0].text);
        word_free(&variables[i]);
    }
    loop.depth = loop_depth(&body) + 1;
    if (loop.depth > LOOPS_MOST) {
        if (!reading->too_deep)
            reading_error(reading, variables[0].span, "there are more than %d loops in each other",
                          LOOPS_MOST);
        reading->too_deep = true;
        statement_list_free(&body);
        loop.depth = 1;
    }
    loop.body = body;
    return (struct statement){.kind = STATEMENT_LOOP, .span = span, .loop = loop};
}

struct statement build_enqueue(struct word task, struct word_list variables, struct word keyword,
                               struct word overlay, struct expression *queue,
                               struct expression_list arguments, struct span span) {
    struct enqueue_syntax enqueue = {task, variables, overlay, queue, arguments};
    word_free(&keyword);
    return (struct statement){.kind = STATEMENT_ENQUEUE, .span = span, .enqueue = enqueue};
}

struct chain_syntax build_call(struct chain_syntax chain, struct call_syntax call) {
    *ARRAY_ADD(chain.calls, chain.count) = call;
    return chain;
}

struct statement build_chain(struct word task, struct chain_syntax chain,
                             struct expression *condition, struct span span) {
    chain.task = task;
    chain.condition = condition;
    return (struct statement){.kind = STATEMENT_CHAIN, .span = span, .chain = chain};
}

/* ---- expressions ---- */

struct expression_list build_add(struct expression_list list, struct expression *item) {
    *ARRAY_ADD(list.items, list.count) = item;
    return list;
}

static struct expression *make(enum expression_kind kind, struct span span) {
    struct expression *expression = xcalloc(1, sizeof *expression);
    expression->kind = kind;
    expression->span = span;
    expression->depth = 1;
    return expression;
}

static void add_part(struct expression *expression, struct expression *part) {
    *ARRAY_ADD(expression->parts, expression->count) = part;
    if (part->depth >= expression->depth)
        expression->depth = part->depth + 1;
}

/* An expression that is not too deep to be walked; a constant in place of one that is. */
static struct expression *check_depth(struct reading *reading, struct expression *expression) {
    if (expression->depth <= EXPRESSION_DEPTH)
        return expression;
    if (!reading->too_deep)
        reading_error(reading, expression->span, "this expression is nested too deeply");
    reading->too_deep = true;
    struct span span = expression->span;
    expression_free(expression);
    return build_integer(0, span);
}

struct expression *build_integer(uint64_t value, struct span span) {
    struct expression *expression = make(EXPRESSION_INTEGER, span);
    expression->value = value;
    return expression;
}

struct expression *build_named(enum expression_kind kind, struct word name, struct span span) {
    struct expression *expression = make(kind, span);
    expression->name = name;
    return expression;
}

struct expression *build_parts(enum expression_kind kind, struct expression_list parts,
                               struct span span) {
    struct expression *expression = make(kind, span);
    for (size_t i = 0; i < parts.count; i++)
        add_part(expression, parts.items[i]);
    free(parts.items);
    return expression;
}

struct expression *build_binding(struct word name, struct expression *value, struct span span) {
    struct expression *expression = build_named(EXPRESSION_BINDING, name, span);
    add_part(expression, value);
    return expression;
}

struct expression *build_unary(struct reading *reading, enum operator operator,
                               struct expression * part, struct span span) {
    struct expression *expression = make(EXPRESSION_UNARY, span);
    expression->operator= operator;
    add_part(expression, part);
    return check_depth(reading, expression);
}

struct expression *build_binary(struct reading *reading, enum operator operator,
                                struct expression * left, struct expression *right,
                                struct span span) {
    struct expression *expression = make(EXPRESSION_BINARY, span);
    expression->operator= operator;
    add_part(expression, left);
    add_part(expression, right);
    return check_depth(reading, expression);
}

struct expression *build_conditional(struct reading *reading, struct expression *condition,
                                     struct expression *yes, struct expression *no,
                                     struct span span) {
    struct expression *expression = make(EXPRESSION_CONDITIONAL, span);
    add_part(expression, condition);
    add_part(expression, yes);
    add_part(expression, no);
    return check_depth(reading, expression);
}

struct expression *build_call_of(struct reading *reading, struct word name,
                                 struct expression_list arguments, struct span span) {
    struct expression *expression = build_parts(EXPRESSION_CALL, arguments, span);
    expression->name = name;
    return check_depth(reading, expression);
}

struct expression *build_view(struct reading *reading, struct word buffer, struct word method,
                              struct expression_list arguments, struct span span) {
    struct expression *expression = build_parts(EXPRESSION_VIEW, arguments, span);
    expression->name = buffer;
    expression->method = method;
    return check_depth(reading, expression);
}

/* ---- syntax errors ---- */

/* A word that does not fit may be a keyword that is misspelt, or follow one. */
static char *keyword_hint(const struct reading *reading, struct span span) {
    static const char *const keywords[] = {"overlay", "command", "enqueue", "for", "if"};
    const struct span places[] = {span, reading->word};
    const char *text = reading->source->lines.text;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct span place = places[i];
        char *word = xstrndup(text + place.begin, place.end - place.begin);
        struct nearest search = nearest_to(word);
        bool is_keyword = false;
        for (size_t k = 0; k < sizeof keywords / sizeof *keywords; k++) {
            is_keyword |= !strcmp(word, keywords[k]);
            nearest_offer(&search, keywords[k]);
        }
        char *hint = search.word && !is_keyword && place.end > place.begin
                         ? nearest_hint(&search, "")
                         : NULL;
        free(word);
        if (hint)
            return hint;
    }
    return xstrdup("");
}

void build_syntax_error(struct reading *reading, struct span span, const char *found,
                        const char *const *expected, int count) {
    char *hint = keyword_hint(reading, span), *text = NULL;
    size_t size;
    const char *source = reading->source->lines.text + span.begin;
    FILE *out = open_memstream(&text, &size);
    if (span.end > span.begin)
        fprintf(out, "'%.*s' does not fit here", (int)(span.end - span.begin), source);
    else
        fprintf(out, "%s does not fit here", found);
    for (int i = 0; i < count; i++)
        fprintf(out, "%s%s", i == 0 ? "; expected " : i + 1 < count ? ", " : " or ", expected[i]);
    fclose(out);
    reading_error(reading, span, "%s%s", text, hint);
    free(text);
    free(hint);
}
