#include "support/input_script.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *input_script(const struct string_list *inputs, size_t *size) {
    char *text = NULL;
    FILE *stream = open_memstream(&text, size);
    bool ok = true;
    fputs("INPUT(", stream);
    for (size_t i = 0; i < inputs->count; i++) {
        ok = ok && inputs->items[i][0] == '/' && !strchr(inputs->items[i], '"');
        fprintf(stream, " \"%s\"", inputs->items[i]);
    }
    fputs(" )\n", stream);
    fclose(stream);
    if (ok)
        return text;
    free(text);
    return NULL;
}
