#include "muonc/lower/places.h"

#include "support/array.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_word(char c) {
    return isalnum((unsigned char)c) || c == '_' || c == '$';
}

/* ---- line markers ---- */

/* A file name between quotes, as the preprocessor escapes it. */
static char *unquote(const char *from, const char *to) {
    char *name = xmalloc((size_t)(to - from) + 1), *out = name;
    while (from < to) {
        if (*from == '\\' && from + 1 < to)
            from++;
        *out++ = *from++;
    }
    *out = '\0';
    return name;
}

/* Takes the line [line, end) if it is a marker. */
static bool parse_marker(const char *line, const char *end, struct marker *marker) {
    if (end - line < 5 || line[0] != '#' || line[1] != ' ' || !isdigit((unsigned char)line[2]))
        return false;
    char *next;
    marker->line = (unsigned)strtoul(line + 2, &next, 10);
    const char *open = memchr(next, '"', (size_t)(end - next));
    const char *close = open ? memrchr(open + 1, '"', (size_t)(end - open - 1)) : NULL;
    if (!close)
        return false;
    marker->file = unquote(open + 1, close);
    bool is_system = memchr(close, '3', (size_t)(end - close)) != NULL;
    marker->flags = is_system ? " 3" : "";
    return true;
}

void places_init(struct places *places, const char *text, size_t size) {
    *places = (struct places){0};
    text_lines_init(&places->lines, text, size);
    for (size_t number = 1; number <= places->lines.count; number++) {
        struct span line = text_lines_line(&places->lines, number);
        struct marker marker = {.offset = line.end < size ? line.end + 1 : size};
        if (parse_marker(text + line.begin, text + line.end, &marker))
            *ARRAY_ADD(places->markers, places->count) = marker;
    }
}

void places_free(struct places *places) {
    for (size_t i = 0; i < places->count; i++)
        free(places->markers[i].file);
    free(places->markers);
    text_lines_free(&places->lines);
    free(places->cached_path);
    free(places->cached_text);
    *places = (struct places){0};
}

const struct marker *places_marker(const struct places *places, size_t offset) {
    size_t low = 0, high = places->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (places->markers[middle].offset <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? &places->markers[low - 1] : NULL;
}

unsigned places_line(const struct places *places, size_t offset) {
    const struct marker *marker = places_marker(places, offset);
    size_t first = text_lines_number(&places->lines, marker ? marker->offset : 0);
    size_t here = text_lines_number(&places->lines, offset);
    return (marker ? marker->line : 1) + (unsigned)(here - first);
}

/* ---- the user's source ---- */

static char *read_source(const char *path) {
    FILE *file = fopen(path, "r");
    if (!file)
        return NULL;
    char *text = NULL;
    size_t capacity = 0;
    /* No file of text has a zero byte: the whole of it is one "line". */
    if (getdelim(&text, &capacity, '\0', file) < 0) {
        free(text);
        text = NULL;
    }
    fclose(file);
    return text;
}

/* The text of a source from the given line on, or NULL. */
static const char *source_at(struct places *places, const char *path, unsigned line) {
    if (!places->cached_path || strcmp(places->cached_path, path)) {
        free(places->cached_path);
        free(places->cached_text);
        places->cached_path = xstrdup(path);
        places->cached_text = read_source(path);
        places->cached_at = NULL;
    }
    if (!places->cached_at || line < places->cached_line) {
        places->cached_line = 1;
        places->cached_at = places->cached_text;
    }
    for (; places->cached_at && places->cached_line < line; places->cached_line++) {
        const char *end = strchr(places->cached_at, '\n');
        places->cached_at = end ? end + 1 : NULL;
    }
    return places->cached_at;
}

/* The end of the token at p: an identifier or number, a string, or one character. */
static const char *token_end(const char *p) {
    if (is_word(*p)) {
        while (is_word(*p))
            p++;
        return p;
    }
    if (*p == '"' || *p == '\'') {
        char quote = *p++;
        while (*p && *p != quote && *p != '\n')
            p += p[0] == '\\' && p[1] ? 2 : 1;
        return *p == quote ? p + 1 : p;
    }
    return *p ? p + 1 : p;
}

/* Past blanks and comments, over line ends if multiline. */
static const char *skip_blank(const char *p, bool multiline) {
    for (;;) {
        if (*p == '\n' ? multiline : isspace((unsigned char)*p))
            p++;
        else if (p[0] == '\\' && p[1] == '\n')
            p += 2;
        else if (p[0] == '/' && p[1] == '/')
            p += strcspn(p, "\n");
        else if (p[0] == '/' && p[1] == '*' && strstr(p + 2, "*/"))
            p = strstr(p + 2, "*/") + 2;
        else
            return p;
    }
}

static bool same_token(const char *a, const char *a_end, const char *b, const char *b_end) {
    return a_end - a == b_end - b && !memcmp(a, b, (size_t)(a_end - a));
}

/* How many tokens like `wanted` stand in a line from p to `to`, NULL for the line's end. *last is
 * the one before which `skip` others come. */
static unsigned count_tokens(const char *p, const char *to, const char *wanted, unsigned skip,
                             const char **last) {
    unsigned count = 0;
    const char *wanted_end = token_end(wanted);
    for (p = skip_blank(p, false); *p && *p != '\n' && p != to; p = skip_blank(token_end(p), false))
        if (same_token(p, token_end(p), wanted, wanted_end) && count++ == skip && last)
            *last = p;
    return count;
}

/* The first token that differs between a source line and its preprocessed form, in both. */
static void find_difference(const char **source, const char **line) {
    const char *p = skip_blank(*source, false), *q = skip_blank(*line, false);
    *source = p;
    *line = q;
    while (*p && *p != '\n' && same_token(p, token_end(p), q, token_end(q))) {
        p = skip_blank(token_end(p), false);
        q = skip_blank(token_end(q), false);
        if (*p && *p != '\n') {
            *source = p;
            *line = q;
        }
    }
}

/* Finds in the source line the token that stands at `wanted` in the preprocessed line, *exact; or
 * else the macro that it came from. */
static const char *find_spelled(const char *source, const char *line, const char *wanted,
                                bool *exact) {
    unsigned before = count_tokens(line, wanted, wanted, 0, NULL);
    unsigned all = count_tokens(line, NULL, wanted, 0, NULL);
    unsigned spelled = count_tokens(source, NULL, wanted, 0, NULL);
    const char *found = NULL, *macro = source, *expansion = line;
    find_difference(&macro, &expansion);
    if (spelled < all && expansion == wanted &&
        !same_token(macro, token_end(macro), wanted, token_end(wanted)))
        return macro;
    /* Tokens that macros brought along are taken to stand before it. */
    if (spelled + before >= all)
        count_tokens(source, NULL, wanted, spelled + before - all, &found);
    *exact = found != NULL;
    return found ? found : macro;
}

/* The user's spelling of the token at offset. *exact: it is that token and no macro. Sets
 * where->file and where->line in any case. */
static const char *find_token(struct places *places, size_t offset, struct diag_location *where,
                              bool *exact) {
    const struct marker *marker = places_marker(places, offset);
    *exact = false;
    if (!marker)
        return NULL;
    where->file = marker->file;
    where->line = places_line(places, offset);
    const char *source = source_at(places, marker->file, where->line);
    if (!source)
        return NULL;
    const struct text_lines *lines = &places->lines;
    struct span line = text_lines_line(lines, text_lines_number(lines, offset));
    return find_spelled(source, lines->text + line.begin, lines->text + offset, exact);
}

/* Completes where for the range [from, to) of the cached source. */
static struct diag_location locate(struct places *places, struct diag_location where,
                                   const char *from, const char *to) {
    const char *start = source_at(places, where.file, where.line);
    for (const char *p = start; p < from; p++)
        if (*p == '\n') {
            where.line++;
            start = p + 1;
        }
    where.column = (unsigned)(from - start) + 1;
    size_t length = strcspn(from, "\n");
    where.length = (unsigned)((size_t)(to - from) < length ? (size_t)(to - from) : length);
    return where;
}

const char *places_source(struct places *places, struct diag_location where) {
    const char *line = where.column ? source_at(places, where.file, where.line) : NULL;
    return line ? line + where.column - 1 : NULL;
}

struct diag_location places_name(struct places *places, size_t offset) {
    struct diag_location where = {0};
    bool exact;
    const char *found = find_token(places, offset, &where, &exact);
    return found ? locate(places, where, found, token_end(found)) : where;
}

/* ---- arguments ---- */

struct range {
    const char *from, *to;
};

/* Argument index of the call whose "(" comes next after `call`; argument is set on success. */
static bool find_argument(const char *call, int index, struct range *argument) {
    const char *p = skip_blank(call, true);
    if (*p != '(')
        return false;
    p = skip_blank(p + 1, true);
    struct range range = {p, p};
    for (int depth = 0; *p;) {
        bool ends = depth == 0 && (*p == ',' || *p == ')');
        if (ends && index-- == 0) {
            *argument = range;
            return range.to > range.from;
        }
        if (ends && *p == ')')
            return false;
        depth += strchr("([{", *p) != NULL;
        depth -= strchr(")]}", *p) != NULL;
        const char *end = token_end(p);
        p = skip_blank(end, true);
        if (ends)
            range.from = p;
        else
            range.to = end;
    }
    return false;
}

struct diag_location places_argument(struct places *places, size_t offset, int index, int inner) {
    struct diag_location where = {0};
    bool exact;
    const char *name = find_token(places, offset, &where, &exact);
    if (!name)
        return where;
    struct range range = {name, token_end(name)}, nested;
    if (!exact || !find_argument(range.to, index, &range))
        return locate(places, where, range.from, range.to);
    if (inner >= 0 && is_word(*range.from) && token_end(range.from) < range.to &&
        find_argument(token_end(range.from), inner, &nested) && nested.to < range.to)
        range = nested;
    return locate(places, where, range.from, range.to);
}
