#include "muonc/assembler/macro_pass.h"

#include "muonc/assembler/macro_demand.h"
#include "muonc/assembler/macro_list.h"
#include "muonc/assembler/words.h"
#include "support/array.h"

#include <stdarg.h>
#include <stdlib.h>

/* The number of the definition that counts, of a name that has several, is a symbol's value: which
 * it is clang's conditions say. */
#define WHICH "\".Ldefinition of %.*s\""

static void copy_up_to(struct macro_pass *pass, size_t offset) {
    macro_put_span(&pass->output, pass->text, (struct span){pass->copied, offset});
    pass->copied = offset;
}

static void __attribute__((format(printf, 2, 3))) put(struct macro_pass *pass, const char *format,
                                                      ...) {
    va_list arguments;
    va_start(arguments, format);
    char *text = xvasprintf(format, arguments);
    va_end(arguments);
    macro_put(&pass->output, text, strlen(text));
    free(text);
}

/* What is written from here on comes from the span of the text. */
static struct macros_use begin_use(struct macro_pass *pass, struct span origin) {
    copy_up_to(pass, origin.begin);
    return (struct macros_use){.result.begin = pass->output.written, .origin = origin};
}

static void end_use(struct macro_pass *pass, struct macros_use use) {
    struct macros_pass *done = &pass->done;
    use.result.end = pass->output.written;
    pass->copied = use.origin.end;
    *ARRAY_ADD(done->uses, done->count) = use;
}

/* As many lines as were replaced, with their line markers. */
static void put_lines(struct macro_pass *pass, struct span replaced) {
    const char *text = pass->text;
    for (size_t at = replaced.begin; at < replaced.end; at++) {
        if (text[at] != '\n')
            continue;
        put(pass, "\n");
        size_t end = at + 1;
        while (end < replaced.end && text[end] != '\n')
            end++;
        if (text[at + 1] == '#')
            macro_put_span(&pass->output, text, (struct span){at + 1, end});
    }
}

/* ---- what takes the place of a use ---- */

static void put_too_deep(struct macro_pass *pass) {
    put(pass, ".error \"uses of macros are nested too deeply\"");
}

static void put_use(struct macro_pass *pass, const struct macro_table *table,
                    const struct macro *macro, struct span list) {
    struct macro_arguments arguments;
    if (macro->opaque) {
        put(pass, ".error \"this definition of the macro is clang's to expand: it takes no "
                  "registers above x31\"");
        return;
    }
    macro_take_arguments(table->text, macro, list, &arguments);
    macro_put_body(&pass->output, table->text, macro, &arguments, pass->number);
}

/* Every definition that may count, under the condition that it does. */
static void put_choice(struct macro_pass *pass, const struct macro_table *table, struct span name,
                       struct span list) {
    const char *spelled = table->text + name.begin;
    int length = (int)(name.end - name.begin);
    put(pass, ".ifndef " WHICH "; .error \"no definition of this macro counts here\"; ", length,
        spelled);
    for (const struct macro *macro = NULL;
         (macro = macro_table_next(table, table->text, name, macro));) {
        put(pass, ".elseif " WHICH " == %u; ", length, spelled, macro->number);
        put_use(pass, table, macro, list);
        put(pass, "; ");
    }
    put(pass, ".endif");
}

static void expand_use(struct macro_pass *pass, const struct macro_table *table, struct span name,
                       struct span list) {
    const struct macro *first = macro_table_next(table, table->text, name, NULL);
    struct macros_use use = begin_use(pass, (struct span){name.begin, list.end});
    if (pass->last)
        put_too_deep(pass);
    else if (macro_table_next(table, table->text, name, first))
        put_choice(pass, table, name, list);
    else
        put_use(pass, table, first, list);
    ++pass->number;
    put_lines(pass, use.origin);
    end_use(pass, use);
}

static void expand_repetition(struct macro_pass *pass, const struct macro *repetition) {
    const char *text = pass->text;
    struct macro_arguments arguments;
    struct span values = repetition->rest;
    struct macros_use use = begin_use(pass, repetition->whole);
    if (pass->last)
        put_too_deep(pass);
    while (!pass->last && !pass->output.full &&
           macro_next_value(text, repetition, &values, &arguments.values[0])) {
        macro_put_body(&pass->output, text, repetition, &arguments, pass->number);
        put(pass, "; ");
    }
    put_lines(pass, use.origin);
    end_use(pass, use);
}

/* ---- the handlers of a walk ---- */

static void number_definition(struct macro_walk *walk, const struct macro *macro) {
    struct macro_pass *pass = walk->context;
    const char *text = walk->table.text;
    struct span name = word_at(text, macro->name.begin, macro->name.end);
    if (name.end < macro->name.end || macro_table_count(pass->all, text, name) < 2)
        return;
    size_t at = macro->whole.begin;
    struct macros_use use = begin_use(pass, (struct span){at, at});
    put(pass, ".set " WHICH ", %u; ", (int)(name.end - name.begin), text + name.begin,
        macro->number);
    end_use(pass, use);
}

static void take_repetition(struct macro_walk *walk, const struct macro *repetition) {
    struct macro_pass *pass = walk->context;
    const char *text = walk->table.text;
    if (pass->output.full || repetition->opaque)
        return;
    if (macro_has_high_register(text, repetition->rest) ||
        (!pass->registers_only && macro_repetition_demands(&walk->table, repetition)))
        expand_repetition(pass, repetition);
}

/* Whether some definition that may count is ours to expand, and brings in what RV32 has not. Beside
 * one that is not, only a register says that clang's assembler could not do it either. */
static bool use_demands(const struct macro_pass *pass, const struct macro_table *table,
                        struct span name, struct span list) {
    const struct macro *macro = NULL;
    bool any = false, all = true;
    while ((macro = macro_table_next(table, table->text, name, macro))) {
        any |= !macro->opaque;
        all &= !macro->opaque;
    }
    if (any && macro_has_high_register(table->text, list))
        return true;
    if (!any || !all || pass->registers_only)
        return false;
    while ((macro = macro_table_next(table, table->text, name, macro)))
        if (macro_use_demands(table, macro, list))
            return true;
    return false;
}

static void take_use(struct macro_walk *walk, struct span name, struct span list) {
    struct macro_pass *pass = walk->context;
    if (!pass->output.full && use_demands(pass, &walk->table, name, list))
        expand_use(pass, &walk->table, name, list);
}

/* ---- passes ---- */

static void run(struct macro_pass *pass, struct macro_walk *walk) {
    pass->output = (struct macro_output){.room = pass->room};
    pass->output.file = open_memstream(&pass->result, &pass->size);
    walk->table.text = pass->text;
    walk->context = pass;
    macro_walk(walk, pass->length);
    copy_up_to(pass, pass->length);
    fclose(pass->output.file);
    macro_walk_end(walk);
    pass->full = pass->output.full;
}

static bool has_several(const struct macro_table *table) {
    for (size_t i = 0; i < table->count; i++)
        if (table->macros[i].number > 1)
            return true;
    return false;
}

bool macro_pass_number(struct macro_pass *pass) {
    struct macro_walk all = {.table.text = pass->text};
    macro_walk(&all, pass->length);
    bool several = has_several(&all.table);
    pass->all = &all.table;
    if (several)
        run(pass, &(struct macro_walk){.definition = number_definition});
    macro_walk_end(&all);
    return several;
}

void macro_pass_expand(struct macro_pass *pass) {
    run(pass, &(struct macro_walk){.repetition = take_repetition, .use = take_use});
}
