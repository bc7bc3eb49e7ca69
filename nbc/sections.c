#include "nbc/emit.h"

#include <stdlib.h>
#include <string.h>

static void print_section(FILE *out, const char *name, const char *text) {
    fprintf(out, "    .section %s, \"\", @progbits\n", name);
    for (size_t i = 0; text[i]; i++) {
        if (i % 32 == 0)
            fputs(i ? "\n    .byte " : "    .byte ", out);
        fprintf(out, "%s%u", i % 32 ? "," : "", (unsigned char)text[i]);
    }
    fputc('\n', out);
}

char *emit_sections(const char *header, const char *map) {
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    print_section(out, ".neutrino.header", header);
    print_section(out, ".neutrino.map", map);
    fclose(out);
    return text;
}
