/* Any text as a source, as far as it is looked at without libclang: its tokens, a call's arguments,
 * and a macro's use with what the preprocessor may have made of it. */
#include "muonc/lower/arguments.h"
#include "muonc/lower/expand.h"
#include "muonc/lower/needed.h"
#include "muonc/lower/tokens.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void scan(const char *text) {
    struct span argument;
    size_t end, begin;
    for (size_t at = token_next(text, 0); text[at]; at = token_next(text, token_end(text, at))) {
        begin = token_next(text, token_end(text, token_next(text, token_end(text, at))));
        arguments_find(text, at, &begin, 1, &argument, &end);
        arguments_use_end(text, at);
    }
    lower_likely(text);
}

static void expand(const char *text, size_t length) {
    struct use use = {{length / 3, length / 2}, {1, 1}, {2, 3}};
    struct expansions expansions = {0};
    char *marked = expand_mark(text, &use, 1, true);
    struct preprocessed preprocessed = {marked, marked};
    free(expand_uses(text, &use, 1, &preprocessed, &expansions));
    free(marked);
    free(expansions.items);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = malloc(size + 1);
    memcpy(text, data, size);
    text[size] = '\0';
    scan(text);
    expand(text, strlen(text));
    free(text);
    return 0;
}
