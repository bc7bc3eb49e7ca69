#include "muonc/assembler/include.h"

#include "muonc/assembler/line_markers.h"
#include "muonc/assembler/words.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The depth is that of the C preprocessor. */
enum { MAX_DEPTH = 200, MAX_FILES = 1 << 14, MAX_BYTES = 1 << 24 };

/* What is the same for all texts that include each other. */
struct inclusion {
    enum assembler_source source;
    const struct include_search *search;
    FILE *out;
    size_t bytes, count; /* of included text, of files */
};

/* One text. */
struct text {
    struct inclusion *inclusion;
    const char *bytes, *name;
    unsigned depth;
    size_t copied;   /* of the text, to the output */
    unsigned bodies; /* of macros and repetitions, which are open here: no place for markers */
    bool shifted;    /* lines were put into such a body */
};

static void include_text(struct inclusion *inclusion, const char *bytes, size_t length,
                         const char *name, unsigned depth);

static void copy_up_to(struct text *text, size_t offset) {
    fwrite(text->bytes + text->copied, 1, offset - text->copied, text->inclusion->out);
    text->copied = offset;
}

/* What follows the offset stands on a line of its own, with the number it has in its file. */
static void resume(struct text *text, size_t offset) {
    FILE *out = text->inclusion->out;
    fputc('\n', out);
    if (text->inclusion->source != ASSEMBLER_FILE || text->bodies > 0)
        return;
    char *file;
    struct diag_location place =
        line_markers_locate(text->bytes, (struct span){offset, offset}, text->name, &file);
    fprintf(out, "# %u \"%s\"\n", place.line, file);
    free(file);
}

/* ---- files ---- */

static bool is_file(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

/* The path of what a directive names, which the caller frees; NULL if there is no such file. */
static char *find(const struct text *text, struct span operand) {
    const char *name = text->bytes + operand.begin;
    size_t length = operand.end - operand.begin;
    const struct string_list *directories = text->inclusion->search->directories;
    if (length < 3 || name[0] != '"' || memchr(name + 1, '"', length - 1) != name + length - 1 ||
        memchr(name, '\\', length))
        return NULL;
    char *path = xstrndup(name + 1, length - 2);
    for (size_t i = 0; !is_file(path) && directories; i++) {
        free(path);
        if (i == directories->count)
            return NULL;
        path = xasprintf("%s/%.*s", directories->items[i], (int)length - 2, name + 1);
    }
    return path;
}

/* As it may stand among the text that includes it: a template's dollars are operands, and a zero
 * byte is a blank to clang. */
static char *read_text(const char *path, enum assembler_source source, size_t *size) {
    FILE *in = fopen(path, "rb");
    char *text = NULL;
    if (!in)
        return NULL;
    FILE *out = open_memstream(&text, size);
    for (int c; (c = getc(in)) != EOF;) {
        if (c == '$' && source == ASSEMBLER_INLINE)
            fputc('$', out);
        fputc(c ? c : ' ', out);
    }
    fclose(out);
    bool good = !ferror(in);
    fclose(in);
    if (good)
        return text;
    free(text);
    return NULL;
}

/* ---- the walk through the statements ---- */

static void put_file(struct text *text, const char *path, const char *bytes, size_t size) {
    struct inclusion *inclusion = text->inclusion;
    fputc('\n', inclusion->out);
    if (inclusion->source == ASSEMBLER_FILE && text->bodies == 0)
        fprintf(inclusion->out, "# 1 \"%s\"\n", path);
    include_text(inclusion, bytes, size, path, text->depth + 1);
}

static void note(struct string_list *files, const char *path) {
    for (size_t i = 0; i < files->count; i++)
        if (!strcmp(files->items[i], path))
            return;
    string_list_add(files, path);
}

static void include(struct text *text, struct span operand, struct span directive) {
    struct inclusion *inclusion = text->inclusion;
    size_t size;
    char *path = find(text, operand);
    char *bytes = path ? read_text(path, inclusion->source, &size) : NULL;
    if (bytes) {
        copy_up_to(text, directive.begin);
        inclusion->count++;
        inclusion->bytes += size;
        if (text->depth == MAX_DEPTH || inclusion->count > MAX_FILES ||
            inclusion->bytes > MAX_BYTES)
            fputs(".error \".include is nested too deeply\"", inclusion->out);
        else
            put_file(text, path, bytes, size);
        if (inclusion->search->files)
            note(inclusion->search->files, path);
        text->copied = directive.end;
        text->shifted |= text->bodies > 0;
        resume(text, directive.end);
    }
    free(bytes);
    free(path);
}

static void take_foreign(struct assembly *assembly, struct span head, struct span span) {
    struct text *text = assembly->context;
    if (word_opens_body(text->bytes, head)) {
        text->bodies++;
    } else if (word_closes_body(text->bytes, head) && text->bodies > 0) {
        text->bodies--;
        if (text->bodies == 0 && text->shifted) {
            copy_up_to(text, span.end);
            resume(text, span.end);
            text->shifted = false;
        }
    } else if (word_equals(text->bytes, head, ".include")) {
        include(text, word_trim(text->bytes, (struct span){head.end, span.end}), span);
    }
}

static void include_text(struct inclusion *inclusion, const char *bytes, size_t length,
                         const char *name, unsigned depth) {
    struct text text = {.inclusion = inclusion, .bytes = bytes, .name = name, .depth = depth};
    struct assembly assembly = {.text = bytes,
                                .length = length,
                                .substitutes = inclusion->source == ASSEMBLER_INLINE,
                                .foreign = take_foreign,
                                .context = &text};
    assembly_parse(&assembly);
    copy_up_to(&text, length);
}

char *include_expand(const char *text, size_t length, enum assembler_source source,
                     const char *name, const struct include_search *search, size_t *result_length) {
    char *result = NULL, *ended = xstrndup(text, length);
    if (length <= INT_MAX && strcasestr(ended, ".include")) {
        struct inclusion inclusion = {
            .source = source, .search = search, .out = open_memstream(&result, result_length)};
        include_text(&inclusion, text, length, name, 0);
        fclose(inclusion.out);
        if (inclusion.count == 0) {
            free(result);
            result = NULL;
        }
    }
    free(ended);
    return result;
}
