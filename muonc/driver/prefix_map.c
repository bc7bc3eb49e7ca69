#include "muonc/driver/prefix_map.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "OLD=NEW" of an option of clang's, or NULL. */
static const char *map_of(const char *option) {
    static const char *const names[] = {"-ffile-prefix-map=", "-fdebug-prefix-map="};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strncmp(option, names[i], strlen(names[i])))
            return option + strlen(names[i]);
    return NULL;
}

/* What the path's begin, of *old bytes, becomes; NULL if it stays. */
static const char *new_prefix(const char *path, size_t length, const struct string_list *clang,
                              size_t *old) {
    for (size_t i = clang->count; i-- > 0;) {
        const char *map = map_of(clang->items[i]);
        const char *equals = map ? strchr(map, '=') : NULL;
        *old = equals ? (size_t)(equals - map) : 0;
        if (equals && *old <= length && !strncmp(path, map, *old))
            return equals + 1;
    }
    return NULL;
}

char *prefix_map_path(const char *path, const struct string_list *clang) {
    size_t old;
    const char *prefix = new_prefix(path, strlen(path), clang, &old);
    return prefix ? xasprintf("%s%s", prefix, path + old) : xstrdup(path);
}

/* The path of a line marker without its quotes, or NULL for any other line. */
static const char *marker_path(const char *line, const char *end, size_t *length) {
    if (end - line < 4 || line[0] != '#' || line[1] != ' ')
        return NULL;
    const char *at = line + 2 + strspn(line + 2, "0123456789");
    if (at == line + 2 || at[0] != ' ' || at[1] != '"')
        return NULL;
    const char *path = at + 2;
    for (at = path; at < end && *at != '"'; at++)
        at += *at == '\\' && at + 1 < end;
    *length = (size_t)(at - path);
    return at < end ? path : NULL;
}

char *prefix_map_markers(const char *text, size_t size, const struct string_list *clang,
                         size_t *mapped_size) {
    char *mapped = NULL;
    FILE *out = open_memstream(&mapped, mapped_size);
    const char *copied = text, *end = text + size;
    for (const char *line = text, *next; line < end; line = next) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        size_t length, old;
        next = newline ? newline + 1 : end;
        const char *path = marker_path(line, next, &length);
        const char *prefix = path ? new_prefix(path, length, clang, &old) : NULL;
        if (!prefix)
            continue;
        fwrite(copied, 1, (size_t)(path - copied), out);
        fputs(prefix, out);
        copied = path + old;
    }
    bool changed = copied > text;
    fwrite(copied, 1, (size_t)(end - copied), out);
    fclose(out);
    if (changed)
        return mapped;
    free(mapped);
    return NULL;
}
