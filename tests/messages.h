/* A fixture for unit tests of what reports through support/diag: messages_setup before each test,
 * messages_teardown after it, messages() for what was reported so far. */
#ifndef TESTS_MESSAGES_H
#define TESTS_MESSAGES_H

#include "support/diag.h"

#include <stdlib.h>

static struct diag_engine diag;
static char *messages_text;
static size_t messages_size;

static inline void messages_setup(void) {
    diag_init(&diag, "tool");
    diag.color = false;
    diag.stream = open_memstream(&messages_text, &messages_size);
}

static inline void messages_teardown(void) {
    fclose(diag.stream);
    free(messages_text);
    diag_free(&diag);
}

static inline const char *messages(void) {
    fflush(diag.stream);
    return messages_text;
}

#endif
