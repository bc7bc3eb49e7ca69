#include "support/json_text.h"

#include "support/alloc.h"

#include <stdlib.h>
#include <string.h>

enum { CHARACTER_BYTES = 4 };
static const char replacement[] = "\xef\xbf\xbd";

/* Of the character that the text begins with; 0 if it begins with none. */
static size_t character_bytes(const char *text) {
    size_t size = strnlen(text, CHARACTER_BYTES);
    for (size_t bytes = 1; bytes <= size; bytes++) {
        json_t *string = json_stringn(text, bytes);
        json_decref(string);
        if (string)
            return bytes;
    }
    return 0;
}

json_t *json_text(const char *text) {
    json_t *string = json_string(text);
    if (string)
        return string;
    char *mended = xmalloc(strlen(text) * strlen(replacement) + 1), *end = mended;
    while (*text) {
        size_t bytes = character_bytes(text);
        end = mempcpy(end, bytes ? text : replacement, bytes ? bytes : strlen(replacement));
        text += bytes ? bytes : 1;
    }
    string = json_stringn(mended, (size_t)(end - mended));
    free(mended);
    return string;
}
