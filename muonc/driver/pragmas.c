#include "muonc/driver/pragmas.h"

#include "support/alloc.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The pragmas in which clang's compiler expands macros. */
static const char *const kinds[] = {"unroll", "unroll_and_jam", "GCC unroll",      "clang loop",
                                    "pack",   "weak",           "redefine_extname"};
enum { KINDS = sizeof kinds / sizeof *kinds, NO_KIND = KINDS };

/* A line from `start`, of which the pragma's operands begin at `operands`. */
struct pragma {
    const char *start, *operands, *end;
    int kind;
};

static bool is_word(char c) {
    return isalnum((unsigned char)c) || c == '_' || c == '$';
}

static bool starts(const char *at, const char *end, const char *word) {
    size_t length = strlen(word), left = (size_t)(end - at);
    return left >= length && !memcmp(at, word, length) && (left == length || !is_word(at[length]));
}

/* The next line with a pragma, from the beginning of a line on; false if there is none. Clang
 * writes them all alike, with a space between the words. */
static bool next_pragma(const char *at, const char *end, struct pragma *pragma) {
    static const char directive[] = "#pragma ";
    for (const char *line = at, *next; line < end; line = next) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        next = newline ? newline + 1 : end;
        if (strncmp(line, directive, sizeof directive - 1))
            continue;
        const char *name = line + sizeof directive - 1;
        *pragma = (struct pragma){line, name, newline ? newline : end, 0};
        while (pragma->kind < KINDS && !starts(name, pragma->end, kinds[pragma->kind]))
            pragma->kind++;
        if (pragma->kind != NO_KIND)
            pragma->operands += strlen(kinds[pragma->kind]);
        return true;
    }
    return false;
}

/* Whether operands have a name that is none of the pragmas' own words. */
static bool has_name(const struct pragma *pragma) {
    static const char *const words[] = {
        "push",          "pop",
        "show",          "enable",
        "disable",       "full",
        "vectorize",     "vectorize_width",
        "interleave",    "interleave_count",
        "unroll",        "distribute",
        "unroll_count",  "pipeline",
        "assume_safety",
    };
    const char *end = pragma->end;
    for (const char *p = pragma->operands, *next; p < end; p = next) {
        bool name = isalpha((unsigned char)*p) || *p == '_';
        next = p + 1;
        while (is_word(*p) && next < end && is_word(*next))
            next++;
        for (size_t i = 0; name && i < sizeof words / sizeof *words; i++)
            name = !starts(p, end, words[i]);
        if (name)
            return true;
    }
    return false;
}

bool pragmas_need_values(const char *text, size_t size) {
    const char *end = text + size;
    struct pragma pragma = {.end = text};
    while (next_pragma(pragma.end, end, &pragma))
        if (pragma.kind != NO_KIND && has_name(&pragma))
            return true;
    return false;
}

char *pragmas_with_values(const char *text, size_t *size, const char *expanded,
                          size_t expanded_size) {
    struct pragma from = {.end = expanded}, to = {.end = text};
    const char *end = text + *size, *expanded_end = expanded + expanded_size, *copied = text;
    char *result = NULL;
    size_t result_size;
    FILE *out = open_memstream(&result, &result_size);
    bool more, same;
    do {
        more = next_pragma(to.end, end, &to);
        same = more == next_pragma(from.end, expanded_end, &from);
        if (more && same && to.kind != NO_KIND && to.kind == from.kind) {
            fwrite(copied, 1, (size_t)(to.operands - copied), out);
            fwrite(from.operands, 1, (size_t)(from.end - from.operands), out);
            copied = to.end;
        }
    } while (more && same);
    fwrite(copied, 1, (size_t)(end - copied), out);
    fclose(out);
    if (!same) {
        free(result);
        return NULL;
    }
    *size = result_size;
    return result;
}
