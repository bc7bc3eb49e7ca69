#include "muonc/assembler/line_markers.h"

#include "support/alloc.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static bool parse(const char *line, unsigned *number, const char **file, size_t *file_length) {
    char *end;
    if (line[0] != '#' || line[1] != ' ')
        return false;
    unsigned long value = strtoul(line + 2, &end, 10);
    if (end == line + 2 || end[0] != ' ' || end[1] != '"' || value > UINT_MAX)
        return false;
    const char *quote = end + 2 + strcspn(end + 2, "\"\n");
    if (*quote != '"')
        return false;
    *number = (unsigned)value;
    *file = end + 2;
    *file_length = (size_t)(quote - *file);
    return true;
}

struct diag_location line_markers_locate(const char *text, struct span where, const char *file_name,
                                         char **file) {
    const char *name = file_name ? file_name : "";
    size_t name_length = strlen(name), line_start = 0;
    unsigned line = 1;
    for (;;) {
        const char *newline = memchr(text + line_start, '\n', where.begin - line_start);
        if (!newline)
            break;
        unsigned marked;
        if (parse(text + line_start, &marked, &name, &name_length))
            line = marked;
        else
            line++;
        line_start = (size_t)(newline + 1 - text);
    }
    *file = xstrndup(name, name_length);
    return (struct diag_location){.file = *file,
                                  .line = line,
                                  .column = (unsigned)(where.begin - line_start) + 1,
                                  .length = (unsigned)(where.end - where.begin)};
}
