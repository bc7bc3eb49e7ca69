#include "muonc/assembler/macro_demand.h"

#include "muonc/assembler/encode.h"
#include "muonc/assembler/macro_body.h"
#include "muonc/assembler/macro_list.h"
#include "muonc/assembler/words.h"

#include <stdlib.h>

/* Of the text of one body. */
enum { MAX_BYTES = 1 << 20 };

/* What a text has that clang's assembler would say no to. */
struct demand {
    const struct macro_table *table;
    unsigned instructions; /* are rewritten where they stand, if they are in the body as it is */
    unsigned handed_on;    /* arguments of other macros and repetitions */
};

/* Anything but a low register, a number of 12 bits and a parameter, which is not known yet. */
static bool may_be_wide(const char *text, struct span item) {
    size_t length = item.end - item.begin;
    if (!length || memchr(text + item.begin, '\\', length))
        return false;
    int reg = muon_register_number(text + item.begin, length);
    char *end;
    long number = strtol(text + item.begin, &end, 0);
    bool is_number = end == text + item.end;
    return is_number ? number < -0x800 || number > 0x7ff : reg < 0 || reg > 31;
}

static void demand_instruction(struct assembly *assembly, const struct statement *statement) {
    struct demand *demand = assembly->context;
    demand->instructions +=
        statement_has_high_register(statement) || encode_has_wide_immediate(assembly, statement);
}

static void demand_foreign(struct assembly *assembly, struct span head, struct span span) {
    struct demand *demand = assembly->context;
    struct span list = {head.end, span.end}, item;
    if (!word_opens_body(assembly->text, head) &&
        !macro_table_next(demand->table, assembly->text, head, NULL))
        return;
    while (macro_next_item(assembly->text, &list, &item))
        demand->handed_on += may_be_wide(assembly->text, macro_unquoted(assembly->text, item));
}

static struct demand demand_of(const struct macro_table *table, const char *text, size_t length) {
    struct demand demand = {.table = table};
    struct assembly assembly = {.text = text,
                                .length = length,
                                .instruction = demand_instruction,
                                .foreign = demand_foreign,
                                .context = &demand};
    assembly_parse(&assembly);
    return demand;
}

static bool arguments_demand(const struct macro_table *table, const struct macro *macro,
                             const struct macro_arguments *arguments) {
    char *result = NULL;
    size_t size;
    struct macro_output trial = {.file = open_memstream(&result, &size), .room = MAX_BYTES};
    macro_put_body(&trial, table->text, macro, arguments, 0);
    fclose(trial.file);
    struct demand after = demand_of(table, result, size);
    struct demand before =
        demand_of(table, table->text + macro->body.begin, macro->body.end - macro->body.begin);
    free(result);
    return after.handed_on > 0 || after.instructions > before.instructions;
}

bool macro_use_demands(const struct macro_table *table, const struct macro *macro,
                       struct span list) {
    struct macro_arguments arguments;
    macro_take_arguments(table->text, macro, list, &arguments);
    return arguments_demand(table, macro, &arguments);
}

bool macro_repetition_demands(const struct macro_table *table, const struct macro *repetition) {
    struct macro_arguments arguments;
    struct span values = repetition->rest;
    bool demands = false;
    while (!demands && macro_next_value(table->text, repetition, &values, &arguments.values[0]))
        demands = arguments_demand(table, repetition, &arguments);
    return demands;
}
