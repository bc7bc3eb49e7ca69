#include "muonc/lower/expand.h"

#include "muonc/lower/tokens.h"
#include "support/alloc.h"
#include "support/array.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define BEGIN_MARK "__neutrino_begin_%zu__"
#define END_MARK "__neutrino_end_%zu__"

/* ---- uses ---- */

static int by_place(const void *a, const void *b) {
    const struct use *x = a, *y = b;
    return x->span.begin < y->span.begin ? -1 : x->span.begin > y->span.begin;
}

void expand_merge(struct use *uses, size_t *count) {
    size_t kept = 0;
    if (*count)
        qsort(uses, *count, sizeof *uses, by_place);
    for (size_t i = 0; i < *count; i++) {
        struct use *last = kept ? &uses[kept - 1] : NULL;
        if (!last || uses[i].span.begin >= last->span.end) {
            uses[kept++] = uses[i];
        } else if (uses[i].span.end > last->span.end) {
            last->span.end = uses[i].span.end;
            last->end = uses[i].end;
        }
    }
    *count = kept;
}

char *expand_mark(const char *text, const struct use *uses, size_t count, bool counting) {
    const char *counter = counting ? "__COUNTER__" : "";
    char *marked = NULL;
    size_t size, at = 0;
    FILE *out = open_memstream(&marked, &size);
    for (size_t i = 0; i < count; i++) {
        struct span span = uses[i].span;
        fwrite(text + at, 1, span.begin - at, out);
        fprintf(out, " " BEGIN_MARK " %s %.*s %s " END_MARK " ", i, counter,
                (int)(span.end - span.begin), text + span.begin, counter, i);
        at = span.end;
    }
    fputs(text + at, out);
    fclose(out);
    return marked;
}

bool expand_counts(const char *text, const char *preprocessed) {
    return strstr(text, "__COUNTER__") || strstr(preprocessed, "__COUNTER__");
}

/* ---- names of macros ---- */

struct names {
    struct span *items; /* in the preprocessed text */
    size_t count;
    const char *text;
};

static int compare_names(const char *a, size_t a_length, const char *b, size_t b_length) {
    int order = memcmp(a, b, a_length < b_length ? a_length : b_length);
    return order ? order : (a_length > b_length) - (a_length < b_length);
}

static int by_name(const void *a, const void *b, void *text) {
    const struct span *x = a, *y = b;
    return compare_names((char *)text + x->begin, x->end - x->begin, (char *)text + y->begin,
                         y->end - y->begin);
}

/* All macros that the unit ever defines. */
static struct names defined_names(const char *text) {
    static const char define[] = "#define ";
    struct names names = {.text = text};
    for (const char *line = text; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        size_t name = (size_t)(line - text) + sizeof define - 1;
        if (!strncmp(line, define, sizeof define - 1))
            *ARRAY_ADD(names.items, names.count) = (struct span){name, token_end(text, name)};
    }
    if (names.count)
        qsort_r(names.items, names.count, sizeof *names.items, by_name, (char *)text);
    return names;
}

static bool is_defined(const struct names *names, const char *name, size_t length) {
    size_t low = 0, high = names->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        struct span span = names->items[middle];
        int order = compare_names(names->text + span.begin, span.end - span.begin, name, length);
        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* ---- one expansion ---- */

/* Goes through the tokens of an expansion, from the first on; false behind the last. Directives
 * are pragmas, which count as one token, and line markers. */
static bool next_token(const char *text, size_t *at, size_t end, size_t *token_begin) {
    for (;;) {
        *at += strspn(text + *at, " \t\r\n");
        if (*at >= end)
            return false;
        *token_begin = *at;
        bool directive = text[*at] == '#' && *at > 0 && text[*at - 1] == '\n';
        if (!directive) {
            *at = token_end(text, *at);
            return true;
        }
        *at += strcspn(text + *at, "\n");
        if (!strncmp(text + *token_begin, "#pragma", 7))
            return true;
    }
}

/* A macro's name that is left is one that the macro itself expands to; it must not be expanded
 * again. The last token may still find its arguments behind the use. */
static struct string_list left_names(const char *text, struct span expansion,
                                     const struct names *names) {
    struct string_list left = {0};
    size_t at = expansion.begin, token, last = expansion.end;
    while (next_token(text, &at, expansion.end, &token))
        last = token;
    for (at = expansion.begin; next_token(text, &at, last, &token) && token < last;) {
        bool known = !token_is_name(text, token) || !is_defined(names, text + token, at - token);
        for (size_t i = 0; i < left.count && !known; i++)
            known = token_is(text, token, left.items[i]);
        if (!known)
            string_list_addf(&left, "%.*s", (int)(at - token), text + token);
    }
    return left;
}

void expand_place(struct position position, FILE *out) {
    fprintf(out, "\n#line %u\n%*s", position.line, (int)position.column - 1, "");
}

/* Nothing speaks of such a token's place. */
static bool has_no_place(char first) {
    return strchr("();", first) != NULL;
}

static void put_expansion(const char *text, struct span expansion, const struct names *names,
                          struct position place, FILE *out) {
    struct string_list left = left_names(text, expansion, names);
    enum { PLACE, TOKEN, DIRECTIVE } after = PLACE; /* what stands before the next token */
    for (size_t i = 0; i < left.count; i++, after = DIRECTIVE)
        fprintf(out, "\n#pragma push_macro(\"%s\")\n#undef %s", left.items[i], left.items[i]);
    size_t at = expansion.begin, token;
    while (next_token(text, &at, expansion.end, &token)) {
        bool pragma = text[token] == '#' && text[token - 1] == '\n';
        if (pragma)
            fputc('\n', out);
        else if (after == TOKEN && has_no_place(text[token]))
            fputc(' ', out);
        else if (after != PLACE)
            expand_place(place, out);
        fwrite(text + token, 1, at - token, out);
        after = pragma ? DIRECTIVE : TOKEN;
    }
    for (size_t i = left.count; i-- > 0;)
        fprintf(out, "\n#pragma pop_macro(\"%s\")", left.items[i]);
    string_list_free(&left);
}

/* ---- all ---- */

/* Where use number i is in the preprocessed text, from *at on. */
static bool find_marked(const char *text, size_t i, size_t *at, struct span *found) {
    char begin[40], end[40];
    snprintf(begin, sizeof begin, BEGIN_MARK, i);
    snprintf(end, sizeof end, END_MARK, i);
    const char *from = strstr(text + *at, begin), *to = from ? strstr(from, end) : NULL;
    if (!to)
        return false;
    *found = (struct span){(size_t)(from - text) + strlen(begin), (size_t)(to - text)};
    *at = found->end;
    return true;
}

/* Those of before, of which the i-th begin at or behind `from`, moved along with their text. */
static void keep_expansions(const struct expansions *before, size_t *i, struct span unchanged,
                            size_t out, struct expansions *after) {
    for (; *i < before->count && before->items[*i].span.begin < unchanged.end; ++*i) {
        struct expansion expansion = before->items[*i];
        if (expansion.span.begin < unchanged.begin)
            continue;
        expansion.span.begin += out - unchanged.begin;
        expansion.span.end += out - unchanged.begin;
        *ARRAY_ADD(after->items, after->count) = expansion;
    }
}

/* What stands behind a use still finds __COUNTER__ as if the use were there. */
static void put_counts(const struct preprocessed *preprocessed, size_t i, size_t *from, FILE *out) {
    struct span found;
    if (!preprocessed->counted || !find_marked(preprocessed->counted, i, from, &found))
        return;
    const char *begin = preprocessed->counted + found.begin;
    const char *end = preprocessed->counted + found.end;
    while (end > begin && !isdigit((unsigned char)*end))
        end--;
    while (end > begin && isdigit((unsigned char)end[-1]))
        end--;
    unsigned long count = strtoul(end, NULL, 10) - strtoul(begin, NULL, 10) - 1;
    size_t most = found.end - found.begin; /* each shows in a digit at least */
    for (; count > 0 && most > 0; count--, most--)
        fputs("\n#if __COUNTER__ < 0\n#endif", out);
}

char *expand_uses(const char *text, const struct use *uses, size_t count,
                  const struct preprocessed *preprocessed, struct expansions *expansions) {
    struct names names = defined_names(preprocessed->text);
    struct expansions after = {0};
    char *result = NULL;
    size_t size, at = 0, from = 0, counted = 0, old = 0;
    bool ok = true;
    FILE *out = open_memstream(&result, &size);
    for (size_t i = 0; i <= count && ok; i++) {
        struct span unchanged = {at, i < count ? uses[i].span.begin : strlen(text)}, found;
        keep_expansions(expansions, &old, unchanged, (size_t)ftell(out), &after);
        fwrite(text + at, 1, unchanged.end - at, out);
        if (i == count)
            break;
        ok = find_marked(preprocessed->text, i, &from, &found);
        size_t begin = (size_t)ftell(out);
        if (ok)
            put_expansion(preprocessed->text, found, &names, uses[i].begin, out);
        *ARRAY_ADD(after.items, after.count) = (struct expansion){
            {begin, (size_t)ftell(out)},
            (unsigned)(token_end(text, uses[i].span.begin) - uses[i].span.begin)};
        put_counts(preprocessed, i, &counted, out);
        expand_place(uses[i].end, out);
        at = uses[i].span.end;
    }
    fclose(out);
    free(names.items);
    free(expansions->items);
    *expansions = after;
    if (ok)
        return result;
    free(result);
    return NULL;
}
