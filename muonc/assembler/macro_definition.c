#include "muonc/assembler/macro_definition.h"

#include "muonc/assembler/macro_list.h"
#include "muonc/assembler/words.h"
#include "support/array.h"

#include <stdlib.h>

/* ---- one definition ---- */

static struct macro_parameter parse_parameter(const char *text, struct span item) {
    struct macro_parameter parameter = {.name = word_at(text, item.begin, item.end)};
    struct span rest = {parameter.name.end, item.end};
    if (rest.begin < rest.end && text[rest.begin] == '=')
        parameter.initial =
            macro_unquoted(text, word_trim(text, (struct span){rest.begin + 1, rest.end}));
    if (rest.begin < rest.end && text[rest.begin] == ':')
        parameter.takes_rest = word_equals(text, (struct span){rest.begin + 1, rest.end}, "vararg");
    return parameter;
}

static void add_parameter(struct macro *macro, struct macro_parameter parameter) {
    *ARRAY_ADD(macro->parameters, macro->count) = parameter;
}

static bool is_opaque(const char *text, const struct macro *macro) {
    static const char *const words[] = {".exitm", ".macro", ".altmacro", "LOCAL", NULL};
    for (size_t at = macro->body.begin; at < macro->body.end;) {
        struct span word = word_at(text, at, macro->body.end);
        if (word_is_one_of(text, word, words))
            return true;
        at = word.end > at ? word.end : at + 1;
    }
    return macro->count > MACRO_MAX_PARAMETERS;
}

/* .macro name parameters, or .irp parameter, values (or .irpc). */
static struct macro parse(const struct macro_walk *walk, struct span end) {
    const char *text = walk->table.text;
    bool repetition = !word_equals(text, walk->head, ".macro");
    struct macro macro = {.body = {walk->opening.end, end.begin},
                          .whole = {walk->opening.begin, end.end},
                          .rest = {walk->head.end, walk->opening.end},
                          .by_character = word_equals(text, walk->head, ".irpc")};
    struct span item;
    if (!macro_next_item(text, &macro.rest, &item))
        return macro;
    if (repetition) {
        add_parameter(&macro, parse_parameter(text, item));
    } else {
        macro.name = item;
        while (macro_next_item(text, &macro.rest, &item))
            add_parameter(&macro, parse_parameter(text, item));
    }
    macro.opaque = is_opaque(text, &macro);
    return macro;
}

size_t macro_find_parameter(const char *text, const struct macro *macro, struct span name) {
    size_t i = 0;
    while (i < macro->count && !word_same(text, macro->parameters[i].name, name))
        i++;
    return i;
}

bool macro_next_value(const char *text, const struct macro *repetition, struct span *rest,
                      struct span *value) {
    if (repetition->by_character)
        return macro_next_character(text, rest, value);
    if (!macro_next_item(text, rest, value))
        return false;
    *value = macro_unquoted(text, *value);
    return true;
}

/* ---- all ---- */

const struct macro *macro_table_next(const struct macro_table *table, const char *text,
                                     struct span name, const struct macro *behind) {
    size_t length = name.end - name.begin;
    for (size_t i = behind ? (size_t)(behind - table->macros) + 1 : 0; i < table->count; i++) {
        struct span defined = table->macros[i].name;
        if (defined.end - defined.begin == length &&
            !memcmp(table->text + defined.begin, text + name.begin, length))
            return &table->macros[i];
    }
    return NULL;
}

unsigned macro_table_count(const struct macro_table *table, const char *text, struct span name) {
    const struct macro *macro = NULL;
    unsigned count = 0;
    while ((macro = macro_table_next(table, text, name, macro)))
        count++;
    return count;
}

static void add_macro(struct macro_table *table, struct macro macro) {
    macro.number = macro_table_count(table, table->text, macro.name) + 1;
    *ARRAY_ADD(table->macros, table->count) = macro;
}

/* ---- the walk ---- */

static void end_body(struct macro_walk *walk, struct span end) {
    struct macro macro = parse(walk, end);
    if (macro.name.end > macro.name.begin) {
        add_macro(&walk->table, macro);
        if (walk->definition)
            walk->definition(walk, &walk->table.macros[walk->table.count - 1]);
        return;
    }
    if (macro.count == 1 && walk->repetition)
        walk->repetition(walk, &macro);
    free(macro.parameters);
}

static void take_foreign(struct assembly *assembly, struct span head, struct span span) {
    struct macro_walk *walk = assembly->context;
    const char *text = walk->table.text;
    if (walk->depth > 0) {
        walk->depth += word_opens_body(text, head);
        walk->depth -= word_closes_body(text, head);
        if (walk->depth == 0)
            end_body(walk, head);
    } else if (word_opens_body(text, head) && !word_equals(text, head, ".rept")) {
        walk->depth = 1;
        walk->head = head;
        walk->opening = span;
    } else if (walk->use) {
        walk->use(walk, head, (struct span){head.end, span.end});
    }
}

void macro_walk(struct macro_walk *walk, size_t length) {
    struct assembly assembly = {
        .text = walk->table.text, .length = length, .foreign = take_foreign, .context = walk};
    assembly_parse(&assembly);
}

void macro_walk_end(struct macro_walk *walk) {
    for (size_t i = 0; i < walk->table.count; i++)
        free(walk->table.macros[i].parameters);
    free(walk->table.macros);
}
