#include "nbc/emit.h"

#include <stdlib.h>
#include <string.h>

char *depfile_quote(const char *text) {
    char *quoted = NULL;
    size_t size;
    FILE *out = open_memstream(&quoted, &size);
    for (; *text; text++) {
        if (*text == ' ' || *text == '#')
            fputc('\\', out);
        if (*text == '$')
            fputc('$', out);
        fputc(*text, out);
    }
    fclose(out);
    return quoted;
}

static bool is_wanted(const struct depfile_request *request, size_t file) {
    return request->system_headers || request->files->items[file][0] != '\1';
}

const char *depfile_path(const char *file) {
    return file + (file[0] == '\1');
}

/* A file's path in make's quoting; the caller frees it. */
static char *quoted_file(const struct depfile_request *request, size_t file) {
    return depfile_quote(depfile_path(request->files->items[file]));
}

char *emit_depfile(const struct depfile_request *request) {
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    for (size_t i = 0; i < request->targets->count; i++)
        fprintf(out, "%s%s", i ? " " : "", request->targets->items[i]);
    fputc(':', out);
    for (size_t i = 0; i < request->files->count; i++) {
        char *file = quoted_file(request, i);
        if (is_wanted(request, i))
            fprintf(out, " \\\n  %s", file);
        free(file);
    }
    fputc('\n', out);
    for (size_t i = request->source_count; request->phony && i < request->files->count; i++) {
        char *file = quoted_file(request, i);
        if (is_wanted(request, i))
            fprintf(out, "\n%s:\n", file);
        free(file);
    }
    fclose(out);
    return text;
}
