#include "nbc/emit.h"

#include <stdlib.h>
#include <string.h>

/* A character of assembly's string in C's string, in which ??= is a trigraph. */
static void print_character(FILE *out, unsigned char c) {
    if (c >= ' ' && c <= '~' && !strchr("\"\\?", c))
        fputc(c, out);
    else
        fprintf(out, "\\\\%03o", c);
}

/* A line of the text to each line. */
static void print_section(FILE *out, const char *name, const char *text) {
    fprintf(out, "__asm__(\".pushsection %s, \\\"\\\", @progbits\\n\"\n", name);
    while (*text) {
        size_t length = strcspn(text, "\n");
        length += text[length] == '\n';
        fputs("        \".ascii \\\"", out);
        for (size_t i = 0; i < length; i++)
            print_character(out, (unsigned char)text[i]);
        fputs("\\\"\\n\"\n", out);
        text += length;
    }
    fputs("        \".popsection\");\n", out);
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
