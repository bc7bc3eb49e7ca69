#include "muonc/assembler/macros.h"

#include "muonc/assembler/encode.h"
#include "muonc/assembler/words.h"
#include "support/alloc.h"

#include <stdio.h>
#include <stdlib.h>

/* MAX_PASSES: how deep macros may use macros, as in clang. FIRST_NUMBER: of what \@ is; clang's
 * begins at 0. */
enum { MAX_PASSES = 20, MAX_GROWTH = 1 << 20, MAX_ARGUMENTS = 64, FIRST_NUMBER = 1000000 };

struct parameter {
    struct span name, initial;
    bool takes_rest; /* :vararg */
};

struct macro {
    struct span name, body;
    struct parameter *parameters;
    size_t count;
    bool by_character; /* .irpc */
};

/* One pass over the text. */
struct expansion {
    const char *text;
    FILE *out;
    size_t written, room;
    bool full;     /* more than there is room for */
    size_t copied; /* of the text, to the output */
    struct macro *macros;
    size_t count;
    /* A definition or a repetition that is being read; its body is not looked into. */
    unsigned depth; /* 0: none */
    struct span head, opening;
    struct macros_pass *pass;
    unsigned *number;    /* of expansions so far, for \@ */
    bool registers_only; /* leave to clang what has no registers above x31 */
    bool last_pass;      /* no use may come out of it */
};

static void put(struct expansion *expansion, const char *bytes, size_t length) {
    if (expansion->full || length > expansion->room - expansion->written) {
        expansion->full = true;
        return;
    }
    fwrite(bytes, 1, length, expansion->out);
    expansion->written += length;
}

static void put_span(struct expansion *expansion, struct span span) {
    put(expansion, expansion->text + span.begin, span.end - span.begin);
}

/* ---- lists ---- */

/* Steps over one item of a list that commas or blanks separate; false at its end. */
static bool next_item(const char *text, struct span *rest, struct span *item) {
    unsigned nesting = 0;
    bool quoted = false;
    *rest = word_trim(text, *rest);
    if (rest->begin == rest->end)
        return false;
    size_t at = rest->begin;
    for (; at < rest->end; at++) {
        char c = text[at];
        if (c == '"')
            quoted = !quoted;
        else if (quoted)
            continue;
        else if (c == '(' || c == '[')
            nesting++;
        else if ((c == ')' || c == ']') && nesting > 0)
            nesting--;
        else if (nesting == 0 && c == ',')
            break;
        else if (nesting == 0 && (c == ' ' || c == '\t') && at > rest->begin &&
                 (word_has(text[at - 1]) || text[at - 1] == ')')) {
            struct span behind = word_trim(text, (struct span){at, rest->end});
            if (behind.begin < behind.end &&
                (word_has(text[behind.begin]) || text[behind.begin] == '\\'))
                break;
        }
    }
    *item = word_trim(text, (struct span){rest->begin, at});
    rest->begin = at < rest->end && text[at] == ',' ? at + 1 : at;
    return true;
}

/* The text between quotes. */
static struct span unquoted(const char *text, struct span span) {
    if (span.end - span.begin >= 2 && text[span.begin] == '"' && text[span.end - 1] == '"')
        return (struct span){span.begin + 1, span.end - 1};
    return span;
}

/* Steps over what one round of a repetition is for; false at the end. */
static bool next_value(const char *text, const struct macro *repetition, struct span *rest,
                       struct span *value) {
    if (!repetition->by_character) {
        if (!next_item(text, rest, value))
            return false;
        *value = unquoted(text, *value);
        return true;
    }
    *rest = unquoted(text, word_trim(text, *rest));
    *value = (struct span){rest->begin, rest->begin + 1};
    if (rest->begin == rest->end)
        return false;
    rest->begin++;
    return true;
}

static bool is_high_register(const char *text, struct span span) {
    return muon_register_number(text + span.begin, span.end - span.begin) > 31;
}

static bool has_high_register(const char *text, struct span list) {
    bool has = false;
    for (size_t at = list.begin; at < list.end;) {
        struct span word = word_at(text, at, list.end);
        has |= is_high_register(text, word);
        at = word.end > at ? word.end : at + 1;
    }
    return has;
}

/* ---- definitions ---- */

static struct parameter parse_parameter(const char *text, struct span item) {
    struct parameter parameter = {.name = word_at(text, item.begin, item.end)};
    struct span rest = {parameter.name.end, item.end};
    if (rest.begin < rest.end && text[rest.begin] == '=')
        parameter.initial =
            unquoted(text, word_trim(text, (struct span){rest.begin + 1, rest.end}));
    if (rest.begin < rest.end && text[rest.begin] == ':')
        parameter.takes_rest = word_equals(text, (struct span){rest.begin + 1, rest.end}, "vararg");
    return parameter;
}

static void add_parameter(struct macro *macro, struct parameter parameter) {
    macro->parameters = xrealloc(macro->parameters, (macro->count + 1) * sizeof *macro->parameters);
    macro->parameters[macro->count++] = parameter;
}

/* .macro name parameters, or .irp parameter, values (or .irpc): *rest is what follows. */
static struct macro parse_opening(const struct expansion *expansion, bool repetition,
                                  struct span body, struct span *rest) {
    const char *text = expansion->text;
    struct macro macro = {.body = body};
    struct span item;
    *rest = (struct span){expansion->head.end, expansion->opening.end};
    if (!next_item(text, rest, &item))
        return macro;
    if (repetition) {
        macro.by_character = word_equals(text, expansion->head, ".irpc");
        add_parameter(&macro, parse_parameter(text, item));
        return macro;
    }
    macro.name = item;
    while (next_item(text, rest, &item))
        add_parameter(&macro, parse_parameter(text, item));
    return macro;
}

/* The definition that a name of the given text means, with the number of those it has. */
static const struct macro *find_macro(const struct expansion *expansion, const char *text,
                                      struct span name, unsigned *definitions) {
    const struct macro *found = NULL;
    size_t length = name.end - name.begin;
    *definitions = 0;
    for (size_t i = 0; i < expansion->count; i++) {
        struct span defined = expansion->macros[i].name;
        if (defined.end - defined.begin == length &&
            !memcmp(expansion->text + defined.begin, text + name.begin, length)) {
            found = &expansion->macros[i];
            ++*definitions;
        }
    }
    return found;
}

/* The number of a parameter; the count of parameters if it is none. */
static size_t find_parameter(const char *text, const struct macro *macro, struct span name) {
    size_t i = 0;
    while (i < macro->count && !word_same(text, macro->parameters[i].name, name))
        i++;
    return i;
}

/* ---- what a use becomes ---- */

/* By parameter. */
struct arguments {
    struct span values[MAX_ARGUMENTS];
};

static void take_arguments(const char *text, const struct macro *macro, struct span list,
                           struct arguments *arguments) {
    struct span item;
    size_t position = 0;
    for (size_t i = 0; i < macro->count; i++)
        arguments->values[i] = macro->parameters[i].initial;
    while (position < macro->count) {
        if (macro->parameters[position].takes_rest) {
            arguments->values[position] = word_trim(text, list);
            return;
        }
        if (!next_item(text, &list, &item))
            return;
        struct span name = word_at(text, item.begin, item.end);
        bool keyword = name.end < item.end && text[name.end] == '=';
        size_t to = keyword ? find_parameter(text, macro, name) : macro->count;
        if (to < macro->count)
            item.begin = name.end + 1;
        else
            to = position;
        if (item.end > item.begin)
            arguments->values[to] = unquoted(text, item);
        position = to + 1;
    }
}

/* What stands for \name, \@ or \(); returns the end of it in the text. */
static size_t put_substitute(struct expansion *expansion, const struct macro *macro,
                             const struct arguments *arguments, size_t at) {
    const char *text = expansion->text;
    size_t name = at + 1, end = name;
    if (end + 1 < macro->body.end && text[end] == '(' && text[end + 1] == ')')
        return end + 2;
    if (end < macro->body.end && text[end] == '@') {
        char number[16];
        put(expansion, number,
            (size_t)snprintf(number, sizeof number, "%u", FIRST_NUMBER + *expansion->number));
        return end + 1;
    }
    while (end < macro->body.end && word_has(text[end]) && text[end] != '@')
        end++;
    size_t parameter = find_parameter(text, macro, (struct span){name, end});
    if (parameter < macro->count) {
        put_span(expansion, arguments->values[parameter]);
        return end;
    }
    end = end > name ? end : end < macro->body.end ? end + 1 : end;
    put_span(expansion, (struct span){at, end});
    return end;
}

/* The end of the comment that begins there, or the same place. */
static size_t skip_comment(const char *text, size_t at, size_t end) {
    const char *from = text + at, *close = NULL;
    size_t length = end - at;
    if (from[0] == '#' || (length > 1 && from[0] == '/' && from[1] == '/'))
        close = memchr(from, '\n', length);
    else if (length > 1 && from[0] == '/' && from[1] == '*')
        close = memmem(from + 2, length - 2, "*/", 2);
    else
        return at;
    return !close ? end : *close == '\n' ? (size_t)(close - text) : (size_t)(close - text) + 2;
}

/* The body on one line, with blanks for comments. */
static void put_body(struct expansion *expansion, const struct macro *macro,
                     const struct arguments *arguments) {
    const char *text = expansion->text;
    bool quoted = false;
    for (size_t at = macro->body.begin; at < macro->body.end && !expansion->full;) {
        size_t behind = quoted ? at : skip_comment(text, at, macro->body.end);
        if (behind > at) {
            put(expansion, " ", 1);
            at = behind;
        } else if (text[at] == '\\') {
            at = put_substitute(expansion, macro, arguments, at);
        } else {
            bool newline = text[at] == '\n';
            size_t length =
                at + 2 < macro->body.end && text[at] == '\'' && text[at + 2] == '\'' ? 3 : 1;
            quoted = !newline && quoted != (text[at] == '"');
            put(expansion, newline ? "; " : text + at, newline ? 2 : length);
            at += length;
        }
    }
}

/* As many lines as were replaced, with their line markers. */
static void put_lines(struct expansion *expansion, struct span replaced) {
    const char *text = expansion->text;
    for (size_t at = replaced.begin; at < replaced.end; at++) {
        if (text[at] != '\n')
            continue;
        put(expansion, "\n", 1);
        size_t end = at + 1;
        while (end < replaced.end && text[end] != '\n')
            end++;
        if (text[at + 1] == '#')
            put_span(expansion, (struct span){at + 1, end});
    }
}

static void copy_up_to(struct expansion *expansion, size_t offset) {
    put_span(expansion, (struct span){expansion->copied, offset});
    expansion->copied = offset;
}

/* values: the arguments of a use, or what a repetition is for, one after the other. */
static void expand(struct expansion *expansion, const struct macro *macro, bool repetition,
                   struct span values, struct span replaced) {
    struct arguments arguments;
    copy_up_to(expansion, replaced.begin);
    struct macros_use use = {.result.begin = expansion->written, .origin = replaced};
    if (expansion->last_pass) {
        static const char error[] = ".error \"uses of macros are nested too deeply\"";
        put(expansion, error, sizeof error - 1);
    } else if (repetition) {
        while (!expansion->full &&
               next_value(expansion->text, macro, &values, &arguments.values[0])) {
            put_body(expansion, macro, &arguments);
            put(expansion, "; ", 2);
        }
    } else {
        take_arguments(expansion->text, macro, values, &arguments);
        put_body(expansion, macro, &arguments);
        ++*expansion->number;
    }
    put_lines(expansion, replaced);
    use.result.end = expansion->written;
    expansion->copied = replaced.end;
    struct macros_pass *pass = expansion->pass;
    pass->uses = xrealloc(pass->uses, (pass->count + 1) * sizeof *pass->uses);
    pass->uses[pass->count++] = use;
}

/* ---- which uses are not for clang ---- */

/* What clang's assembler would say no to in a text: registers above x31 and immediates of more than
 * 12 bits, where they stand and where they are handed to another macro. */
struct demand {
    const struct expansion *expansion;
    unsigned count;
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
    demand->count +=
        statement_has_high_register(statement) || encode_has_wide_immediate(assembly, statement);
}

static void demand_foreign(struct assembly *assembly, struct span head, struct span span) {
    struct demand *demand = assembly->context;
    unsigned definitions;
    struct span list = {head.end, span.end}, item;
    if (!word_opens_body(assembly->text, head) &&
        !find_macro(demand->expansion, assembly->text, head, &definitions))
        return;
    while (next_item(assembly->text, &list, &item))
        demand->count += may_be_wide(assembly->text, unquoted(assembly->text, item));
}

static unsigned demand_of(const struct expansion *expansion, const char *text, size_t length) {
    struct demand demand = {.expansion = expansion};
    struct assembly assembly = {.text = text,
                                .length = length,
                                .instruction = demand_instruction,
                                .foreign = demand_foreign,
                                .context = &demand};
    assembly_parse(&assembly);
    return demand.count;
}

/* Whether the arguments bring in what the body has not: what it has is rewritten where it stands.
 */
static bool arguments_demand(const struct expansion *expansion, const struct macro *macro,
                             const struct arguments *arguments) {
    char *result = NULL;
    size_t size;
    struct expansion trial = *expansion;
    trial.out = open_memstream(&result, &size);
    trial.written = 0;
    trial.room = MAX_GROWTH;
    put_body(&trial, macro, arguments);
    fclose(trial.out);
    const char *body = expansion->text + macro->body.begin;
    bool more = demand_of(expansion, result, size) >
                demand_of(expansion, body, macro->body.end - macro->body.begin);
    free(result);
    return more;
}

static bool use_demands(const struct expansion *expansion, const struct macro *macro,
                        unsigned definitions, struct span list) {
    struct arguments arguments;
    if (has_high_register(expansion->text, list))
        return true;
    /* Which of several definitions counts is clang's to know. */
    if (expansion->registers_only || definitions > 1)
        return false;
    take_arguments(expansion->text, macro, list, &arguments);
    return arguments_demand(expansion, macro, &arguments);
}

static bool repetition_demands(const struct expansion *expansion, const struct macro *macro,
                               struct span values) {
    struct arguments arguments;
    bool demands = has_high_register(expansion->text, values);
    while (!demands && !expansion->registers_only &&
           next_value(expansion->text, macro, &values, &arguments.values[0]))
        demands = arguments_demand(expansion, macro, &arguments);
    return demands;
}

/* ---- the walk through the statements ---- */

static bool is_left_to_clang(const struct expansion *expansion, struct span body) {
    static const char *const words[] = {".exitm", ".macro", ".altmacro", "LOCAL", NULL};
    for (size_t at = body.begin; at < body.end;) {
        struct span word = word_at(expansion->text, at, body.end);
        if (word_is_one_of(expansion->text, word, words))
            return true;
        at = word.end > at ? word.end : at + 1;
    }
    return false;
}

static void end_definition(struct expansion *expansion, struct span head) {
    bool repetition = !word_equals(expansion->text, expansion->head, ".macro");
    struct span rest, body = {expansion->opening.end, head.begin};
    struct macro macro = parse_opening(expansion, repetition, body, &rest);
    bool fits = macro.count <= MAX_ARGUMENTS && !is_left_to_clang(expansion, body);
    if (fits && macro.name.end > macro.name.begin) {
        expansion->macros =
            xrealloc(expansion->macros, (expansion->count + 1) * sizeof *expansion->macros);
        expansion->macros[expansion->count++] = macro;
        return;
    }
    if (fits && macro.count == 1 && repetition_demands(expansion, &macro, rest))
        expand(expansion, &macro, true, rest, (struct span){expansion->opening.begin, head.end});
    free(macro.parameters);
}

static void take_foreign(struct assembly *assembly, struct span head, struct span span) {
    struct expansion *expansion = assembly->context;
    const char *text = expansion->text;
    if (expansion->full)
        return;
    if (expansion->depth > 0) {
        expansion->depth += word_opens_body(text, head);
        expansion->depth -= word_closes_body(text, head);
        if (expansion->depth == 0)
            end_definition(expansion, head);
    } else if (word_opens_body(text, head) && !word_equals(text, head, ".rept")) {
        expansion->depth = 1;
        expansion->head = head;
        expansion->opening = span;
    } else {
        unsigned definitions;
        const struct macro *macro = find_macro(expansion, text, head, &definitions);
        struct span list = {head.end, span.end};
        if (macro && use_demands(expansion, macro, definitions, list))
            expand(expansion, macro, false, list, span);
    }
}

/* False if there is no room for what comes out. */
static bool run_pass(struct macros *macros, struct expansion expansion) {
    char *result = NULL;
    size_t size = 0;
    expansion.text = macros->text;
    expansion.out = open_memstream(&result, &size);
    struct assembly assembly = {.text = macros->text,
                                .length = macros->length,
                                .foreign = take_foreign,
                                .context = &expansion};
    assembly_parse(&assembly);
    copy_up_to(&expansion, macros->length);
    fclose(expansion.out);
    for (size_t i = 0; i < expansion.count; i++)
        free(expansion.macros[i].parameters);
    free(expansion.macros);
    if (macros->text != macros->original)
        free(macros->text);
    macros->text = result;
    macros->length = size;
    return !expansion.full;
}

static void forget(struct macros *macros) {
    for (size_t i = 0; i < macros->pass_count; i++)
        free(macros->passes[i].uses);
    free(macros->passes);
    if (macros->text != macros->original)
        free(macros->text);
}

void macros_free(struct macros *macros) {
    forget(macros);
    free(macros->original);
}

bool macros_origin(const struct macros *macros, struct span *where) {
    bool expanded = false;
    for (size_t p = macros->pass_count; p-- > 0;) {
        const struct macros_pass *pass = &macros->passes[p];
        size_t moved = 0; /* the result is that much longer up to here */
        for (size_t i = 0; i < pass->count && pass->uses[i].result.begin <= where->begin; i++) {
            const struct macros_use *use = &pass->uses[i];
            moved = use->result.end - use->origin.end;
            if (where->begin < use->result.end) {
                *where = use->origin;
                expanded = true;
                moved = 0;
                break;
            }
        }
        where->begin -= moved;
        where->end -= moved;
    }
    return expanded;
}

/* As it was before any pass. */
static void start_over(struct macros *macros, size_t length) {
    forget(macros);
    macros->text = macros->original;
    macros->length = length;
    macros->passes = NULL;
    macros->pass_count = 0;
}

/* False if what comes out is too long: macros->at is then the use that made it so. */
static bool run_passes(struct macros *macros, bool registers_only) {
    struct expansion next = {.room = macros->length + MAX_GROWTH, .registers_only = registers_only};
    unsigned number = 0;
    next.number = &number;
    while (!next.last_pass) {
        struct macros_pass pass = {0};
        next.last_pass = macros->pass_count == MAX_PASSES;
        next.pass = &pass;
        bool fits = run_pass(macros, next);
        if (!fits) {
            macros->at = pass.uses[pass.count - 1].origin;
            macros_origin(macros, &macros->at);
        }
        if (!fits || pass.count == 0) {
            free(pass.uses);
            return fits;
        }
        macros->passes =
            xrealloc(macros->passes, (macros->pass_count + 1) * sizeof *macros->passes);
        macros->passes[macros->pass_count++] = pass;
    }
    return true;
}

struct macros macros_expand(const char *text, size_t length) {
    struct macros macros = {.original = xmalloc(length + 1), .length = length};
    memcpy(macros.original, text, length);
    macros.original[length] = '\0';
    macros.text = macros.original;
    if (!strcasestr(macros.text, ".macro") && !strcasestr(macros.text, ".irp"))
        return macros;
    for (int attempt = 0; attempt < 2; attempt++) {
        macros.endless = !run_passes(&macros, attempt > 0);
        if (!macros.endless)
            break;
        start_over(&macros, length);
    }
    return macros;
}
