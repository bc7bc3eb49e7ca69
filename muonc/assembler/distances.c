#include "muonc/assembler/distances.h"

#include "muonc/assembler/words.h"
#include "support/array.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_DEPTH = 64 };

enum content { NEITHER, CODE, DATA };

struct name {
    struct span name;
    struct span value; /* of an assignment */
    bool in_code;
    enum content before, after; /* what comes before the place and behind it */
};

/* Which assignments a question has been at: each is followed once, since several may lead to one,
 * or to each other. */
struct search {
    unsigned question, *seen_by; /* the last question that was at an assignment */
    struct only {
        bool known;
        struct span address;
    } *only; /* only_address of each */
};

struct names {
    struct name *items;
    size_t count;
};

struct distances {
    const char *text;
    bool within_code;
    struct names labels, assignments;
    struct search *search;
    bool has_bodies;        /* of macros and repetitions, which may have labels */
    enum content collected; /* while they are read: what came last */

    /* The walk through the statements. */
    enum content last; /* what came last, as far as it is not broken off */
    size_t end;        /* of the last statement */
    bool data_section; /* surely no code here */
    bool saw_place;    /* a label or directive: something can be measured */
};

/* ---- words ---- */

/* Steps to the next word of an expression, past strings; an empty span at its end. */
static struct span next_word(const char *text, size_t at, size_t end) {
    bool quoted = false;
    for (; at < end && (quoted || !word_has(text[at])); at++) {
        if (text[at] == '"')
            quoted = !quoted;
        else if (text[at] == '\\' && at + 1 < end)
            at++;
    }
    return word_at(text, at, end);
}

bool distances_mentions_here(const char *text, struct span span) {
    for (struct span word = {span.begin, span.begin};;) {
        word = next_word(text, word.end, span.end);
        if (word.begin == word.end)
            return false;
        if (word_equals(text, word, "."))
            return true;
    }
}

/* ---- directives ---- */

/* name = expression, .set name, expression. Returns false if the statement is neither. */
static bool parse_assignment(const char *text, struct span head, struct span span,
                             struct name *assigned) {
    static const char *const setters[] = {".set", ".equ", ".equiv", ".eqv", NULL};
    struct span rest = word_trim(text, (struct span){head.end, span.end});
    char separator = '=';
    assigned->name = head;
    if (word_is_one_of(text, head, setters)) {
        separator = ',';
        assigned->name = next_word(text, rest.begin, rest.end);
        rest = word_trim(text, (struct span){assigned->name.end, rest.end});
    }
    if (rest.begin == rest.end || text[rest.begin] != separator)
        return false;
    rest.begin++;
    assigned->value = word_trim(text, rest);
    return true;
}

static bool is_data(const char *text, struct span head) {
    static const char *const directives[] = {
        ".byte",    ".2byte",  ".4byte",   ".8byte",  ".half",       ".hword",
        ".short",   ".word",   ".long",    ".int",    ".dword",      ".quad",
        ".octa",    ".ascii",  ".asciz",   ".string", ".zero",       ".skip",
        ".space",   ".fill",   ".float",   ".single", ".double",     ".uleb128",
        ".sleb128", ".incbin", ".include", ".org",    ".dtprelword", NULL};
    return word_is_one_of(text, head, directives);
}

/* Directives whose operands have to be numbers while assembling. */
static bool needs_number(const char *text, struct span head) {
    static const char *const directives[] = {".skip", ".space",   ".zero",    ".fill",   ".org",
                                             ".rept", ".sleb128", ".p2align", ".balign", ".align",
                                             ".if",   ".ifeq",    ".ifne",    ".ifge",   ".ifgt",
                                             ".ifle", ".iflt",    ".elseif",  NULL};
    return word_is_one_of(text, head, directives);
}

static bool is_export(const char *text, struct span head) {
    static const char *const directives[] = {".globl", ".global", ".weak", NULL};
    return word_is_one_of(text, head, directives);
}

/* .section name [, "flags" …]: sections are code by their flags, or else by their name. */
static bool opens_data_section(const char *text, struct span span) {
    const char *flags = memchr(text + span.begin, '"', span.end - span.begin);
    const char *comma = memchr(text + span.begin, ',', span.end - span.begin);
    if (flags && comma && comma < flags) {
        const char *close = memchr(flags + 1, '"', (size_t)(text + span.end - flags - 1));
        return close && !memchr(flags, 'x', (size_t)(close - flags));
    }
    struct span name = next_word(text, span.begin, span.end);
    static const char *const code[] = {".text", ".init", ".fini"};
    for (size_t i = 0; i < sizeof code / sizeof *code; i++) {
        size_t length = strlen(code[i]);
        if (name.end - name.begin >= length && !strncmp(text + name.begin, code[i], length) &&
            (name.end - name.begin == length || text[name.begin + length] == '.'))
            return false;
    }
    return name.begin < name.end;
}

static void follow_section(struct distances *distances, struct span head, struct span span) {
    static const char *const data[] = {".data", ".bss", ".rodata", ".sdata", ".sbss", NULL};
    static const char *const open[] = {".section", ".pushsection", NULL};
    static const char *const other[] = {".text", ".popsection", ".previous", ".subsection", NULL};
    if (word_is_one_of(distances->text, head, data))
        distances->data_section = true;
    else if (word_is_one_of(distances->text, head, open))
        distances->data_section =
            opens_data_section(distances->text, (struct span){head.end, span.end});
    else if (word_is_one_of(distances->text, head, other))
        distances->data_section = false;
}

/* ---- names ---- */

static void add_name(struct names *names, struct name name) {
    *ARRAY_ADD(names->items, names->count) = name;
}

static bool depends_on_layout(const struct distances *distances, struct span value, bool in_code,
                              int depth);

/* 1b and 1f stand for labels 1. */
static bool is_first_time(const struct distances *distances, size_t assignment) {
    unsigned *seen_by = &distances->search->seen_by[assignment];
    bool first = *seen_by != distances->search->question;
    *seen_by = distances->search->question;
    return first;
}

static bool name_depends(const struct distances *distances, struct span word, int depth) {
    distances->search->question += depth == 0;
    bool number = isdigit((unsigned char)distances->text[word.begin]);
    char last = distances->text[word.end - 1];
    if (number && last != 'b' && last != 'f')
        return false;
    word.end -= number;
    for (size_t i = 0; i < distances->labels.count; i++) {
        const struct name *label = &distances->labels.items[i];
        if (label->in_code && word_same(distances->text, label->name, word))
            return true;
    }
    for (size_t i = 0; i < distances->assignments.count; i++) {
        const struct name *assigned = &distances->assignments.items[i];
        if (word_same(distances->text, assigned->name, word) && is_first_time(distances, i) &&
            depends_on_layout(distances, assigned->value, assigned->in_code, depth + 1))
            return true;
    }
    return false;
}

/* Whether an expression's value has addresses in code in it. */
static bool depends_on_layout(const struct distances *distances, struct span value, bool in_code,
                              int depth) {
    for (struct span word = {value.begin, value.begin}; depth < MAX_DEPTH;) {
        word = next_word(distances->text, word.end, value.end);
        if (word.begin == word.end)
            break;
        if (word_equals(distances->text, word, ".") ? in_code
                                                    : name_depends(distances, word, depth))
            return true;
    }
    return false;
}

/* Whether a symbol is assigned more than another name for an address in code. */
static bool is_distance(const struct distances *distances, struct span symbol) {
    for (size_t i = 0; i < distances->assignments.count; i++) {
        const struct name *name = &distances->assignments.items[i];
        struct span first = next_word(distances->text, name->value.begin, name->value.end);
        bool alone = word_same(distances->text, first, name->value);
        if (word_same(distances->text, name->name, symbol) && !alone &&
            depends_on_layout(distances, name->value, name->in_code, 0))
            return true;
    }
    return false;
}

static bool symbol_is_computed(const struct distances *distances, struct span symbol, int depth);

/* Whether a value is more than another name for an address. */
static bool is_computed(const struct distances *distances, struct span value, int depth) {
    const char *text = distances->text;
    struct span first = next_word(text, value.begin, value.end);
    bool alone = word_same(text, first, value);
    if (!alone || !isdigit((unsigned char)text[value.begin]))
        return !alone || symbol_is_computed(distances, value, depth);
    bool local_label = strspn(text + value.begin, "0123456789") + 1 == value.end - value.begin &&
                       strchr("bf", text[value.end - 1]);
    return !local_label;
}

static bool symbol_is_computed(const struct distances *distances, struct span symbol, int depth) {
    distances->search->question += depth == 0;
    for (size_t i = 0; i < distances->assignments.count && depth < MAX_DEPTH; i++) {
        const struct name *name = &distances->assignments.items[i];
        if (word_same(distances->text, name->name, symbol) && is_first_time(distances, i) &&
            is_computed(distances, name->value, depth + 1))
            return true;
    }
    return false;
}

enum symbol_kind distances_symbol(const struct distances *distances, struct span symbol) {
    if (!symbol_is_computed(distances, symbol, 0))
        return SYMBOL_ADDRESS;
    return name_depends(distances, symbol, 0) ? SYMBOL_DISTANCE : SYMBOL_NUMBER;
}

/* ---- places that are assigned ---- */

static const struct name *find_name(const struct distances *distances, const struct names *names,
                                    struct span wanted) {
    for (size_t i = 0; i < names->count; i++)
        if (word_same(distances->text, names->items[i].name, wanted))
            return &names->items[i];
    return NULL;
}

/* The only address in code that a value has, an empty span if there are none or several: the
 * distance between two is none. */
static struct span only_address(const struct distances *distances, const struct name *assigned,
                                int depth);

static struct span find_only_address(const struct distances *distances, const struct name *assigned,
                                     int depth) {
    const char *text = distances->text;
    struct span value = assigned->value, found = {0};
    for (struct span word = {value.begin, value.begin}; depth < MAX_DEPTH;) {
        word = next_word(text, word.end, value.end);
        if (word.begin == word.end)
            break;
        if (word_equals(text, word, ".") ? !assigned->in_code : !name_depends(distances, word, 0))
            continue;
        const struct name *other = find_name(distances, &distances->assignments, word);
        if (other && span_is_empty(only_address(distances, other, depth + 1)))
            continue;
        if (!span_is_empty(found))
            return (struct span){0};
        found = word;
    }
    return found;
}

/* The same, found once. */
static struct span only_address(const struct distances *distances, const struct name *assigned,
                                int depth) {
    struct only *only = &distances->search->only[assigned - distances->assignments.items];
    if (only->known)
        return only->address;
    only->known = true;
    only->address = find_only_address(distances, assigned, depth);
    return only->address;
}

/* The place that a name stands for, through other names; NULL if it is not in the text. */
static const struct name *place_of(const struct distances *distances, const struct name *assigned,
                                   struct span name, int depth) {
    if (word_equals(distances->text, name, "."))
        return assigned;
    name.end -= isdigit((unsigned char)distances->text[name.begin]) != 0; /* 1b, 1f */
    const struct name *label = find_name(distances, &distances->labels, name);
    const struct name *other = find_name(distances, &distances->assignments, name);
    if (label || !other || depth == MAX_DEPTH)
        return label;
    return place_of(distances, other,
                    next_word(distances->text, other->value.begin, other->value.end), depth + 1);
}

/* Whether an assigned value is an address in code and a number which the assembler adds to it in
 * RV32's bytes. Those of data between labels are Muon's, too. */
static bool counts_code(const struct distances *distances, const struct name *assigned) {
    struct span value = assigned->value;
    struct span address = only_address(distances, assigned, 0);
    if (span_is_empty(address) || word_same(distances->text, address, value))
        return false;
    const struct name *place = place_of(distances, assigned, address, 0);
    size_t length = value.end - value.begin;
    bool backward = memchr(distances->text + value.begin, '-', length);
    bool forward = !backward || memchr(distances->text + value.begin, '+', length);
    return !place || (forward && place->after != DATA) || (backward && place->before != DATA);
}

static bool is_among(const struct distances *distances, const struct names *names,
                     struct span symbol) {
    for (size_t i = 0; i < names->count; i++)
        if (word_same(distances->text, names->items[i].name, symbol))
            return true;
    return false;
}

bool distances_has_symbol(const struct distances *distances, struct span symbol) {
    if (word_equals(distances->text, symbol, "."))
        return true;
    symbol.end -= isdigit((unsigned char)distances->text[symbol.begin]) != 0; /* 1b, 1f */
    return is_among(distances, &distances->labels, symbol) ||
           is_among(distances, &distances->assignments, symbol);
}

/* What comes behind the names since the last content. */
static void collect_content(struct distances *distances, enum content content) {
    struct names *lists[] = {&distances->labels, &distances->assignments};
    for (size_t l = 0; l < sizeof lists / sizeof *lists; l++)
        for (size_t i = lists[l]->count; i-- > 0 && lists[l]->items[i].after == NEITHER;)
            lists[l]->items[i].after = content;
    distances->collected = content;
}

static void collect_label(struct assembly *assembly, struct span name) {
    struct distances *distances = assembly->context;
    add_name(&distances->labels, (struct name){.name = name,
                                               .in_code = !distances->data_section,
                                               .before = distances->collected});
}

static void collect_foreign(struct assembly *assembly, struct span head, struct span span) {
    struct distances *distances = assembly->context;
    struct name assigned = {.before = distances->collected};
    distances->has_bodies |= word_opens_body(assembly->text, head);
    follow_section(distances, head, span);
    assigned.in_code = !distances->data_section;
    if (parse_assignment(assembly->text, head, span, &assigned))
        add_name(&distances->assignments, assigned);
    else if (is_data(assembly->text, head))
        collect_content(distances, DATA);
    else if (assembly->text[head.begin] != '.' || word_equals(assembly->text, head, ".insn"))
        collect_content(distances, CODE);
}

static void collect_instruction(struct assembly *assembly, const struct statement *statement) {
    struct distances *distances = assembly->context;
    distances->data_section = false;
    collect_content(distances, CODE);
}

struct distances *distances_create(const char *text, size_t length, bool within_code) {
    struct distances *distances = xcalloc(1, sizeof *distances);
    distances->text = text;
    struct assembly assembly = {.text = text,
                                .length = length,
                                .instruction = collect_instruction,
                                .label = collect_label,
                                .foreign = collect_foreign,
                                .context = distances};
    assembly_parse(&assembly);
    distances->search = xcalloc(1, sizeof *distances->search);
    distances->search->seen_by =
        xcalloc(distances->assignments.count + 1, sizeof *distances->search->seen_by);
    distances->search->only =
        xcalloc(distances->assignments.count + 1, sizeof *distances->search->only);
    distances->within_code = within_code;
    distances->last = within_code ? CODE : NEITHER;
    distances->data_section = false;
    return distances;
}

void distances_free(struct distances *distances) {
    if (!distances)
        return;
    free(distances->labels.items);
    free(distances->assignments.items);
    free(distances->search->seen_by);
    free(distances->search->only);
    free(distances->search);
    free(distances);
}

/* ---- the walk ---- */

/* A break behind the last statement if that ended a run of instructions (or other). */
static size_t end_run(struct distances *distances, bool needed) {
    if (!needed)
        return DISTANCES_NO_BREAK;
    distances->last = NEITHER;
    return distances->data_section ? DISTANCES_NO_BREAK : distances->end;
}

size_t distances_label(struct distances *distances, struct span name) {
    distances->saw_place = true;
    return end_run(distances, distances->last == CODE);
}

/* Data before code is filled up to whole words. */
size_t distances_instruction(struct distances *distances, struct span span) {
    distances->data_section = false;
    size_t at = end_run(distances, distances->last == DATA);
    distances->last = CODE;
    distances->end = span.end;
    return at;
}

static void check_exports(const struct distances *distances, struct assembly *assembly,
                          struct span operands) {
    for (struct span word = {operands.begin, operands.begin};;) {
        word = next_word(distances->text, word.end, operands.end);
        if (word.begin == word.end)
            return;
        if (is_distance(distances, word))
            assembly->error(assembly, word,
                            "the value of this symbol is a distance in code, which is known only "
                            "when the program is laid out: export a word that holds it");
    }
}

/* .size name, expression: clang's assembler ends without a place if it has a symbol that is not in
 * the text. Macros may define any. */
static void check_size(const struct distances *distances, struct assembly *assembly,
                       struct span operands) {
    const char *text = distances->text;
    const char *comma = memchr(text + operands.begin, ',', operands.end - operands.begin);
    if (!comma || distances->has_bodies)
        return;
    for (struct span word = {.end = (size_t)(comma - text)};;) {
        word = next_word(text, word.end, operands.end);
        if (span_is_empty(word))
            return;
        bool number = isdigit((unsigned char)text[word.begin]) && text[word.end - 1] != 'b' &&
                      text[word.end - 1] != 'f';
        if (number || strchr("$%", text[word.begin]) || distances_has_symbol(distances, word))
            continue;
        assembly->error(assembly, word,
                        "a size is of what this file defines: here is no such symbol");
        return;
    }
}

/* Each assignment by its own place: a name may have several. */
static void check_assignment(const struct distances *distances, struct assembly *assembly,
                             struct span value) {
    for (size_t i = 0; i < distances->assignments.count; i++) {
        const struct name *assigned = &distances->assignments.items[i];
        if (assigned->value.begin == value.begin && counts_code(distances, assigned))
            assembly->error(assembly, value,
                            "a symbol cannot be so many bytes from an instruction: put a label "
                            "there, or write the number where the symbol is used");
    }
}

static void check(const struct distances *distances, struct assembly *assembly, struct span head,
                  struct span span) {
    const char *text = distances->text;
    struct span operands = word_trim(text, (struct span){head.end, span.end});
    if (is_export(text, head))
        return check_exports(distances, assembly, operands);
    if (word_equals(text, head, ".size") && !distances->within_code)
        return check_size(distances, assembly, operands);
    if (!needs_number(text, head))
        return;
    bool in_code = !distances->data_section;
    bool org = word_equals(text, head, ".org");
    if (org && word_equals(text, operands, "."))
        return; /* a break */
    if (org && in_code)
        assembly->error(assembly, operands,
                        ".org in code: its addresses are known only when the "
                        "program is laid out");
    else if (depends_on_layout(distances, operands, in_code, 0))
        assembly->error(assembly, operands,
                        "a distance in code is known only when the program is laid out");
}

size_t distances_foreign(struct distances *distances, struct assembly *assembly, struct span head,
                         struct span span) {
    const char *text = distances->text;
    struct name assigned;
    if (word_equals(text, head, "nop") || word_equals(text, head, ".insn"))
        return distances_instruction(distances, span);
    check(distances, assembly, head, span);
    bool data = is_data(text, head), directive = text[head.begin] == '.';
    bool assignment = parse_assignment(text, head, span, &assigned);
    if (assignment)
        check_assignment(distances, assembly, assigned.value);
    size_t at = DISTANCES_NO_BREAK;
    bool nothing = distances->labels.count == 0 && distances->assignments.count == 0;
    if (distances->within_code && nothing && !directive)
        distances->last = NEITHER; /* nothing to measure from */
    if (distances->last == CODE || (distances->last == DATA && !directive && !assignment))
        at = end_run(distances, true);
    follow_section(distances, head, span);
    if (data)
        distances->last = DATA;
    else if (!directive && !assignment) /* a macro may be anything */
        distances->last = CODE;
    distances->saw_place |= directive || assignment;
    distances->end = span.end;
    return at;
}

size_t distances_end(struct distances *distances) {
    bool needed = distances->within_code && distances->saw_place && distances->last == CODE;
    return end_run(distances, needed);
}
