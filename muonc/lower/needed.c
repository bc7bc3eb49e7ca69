#include "muonc/lower/needed.h"

#include "muonc/lower/places.h"

#include <string.h>

const char *const call_names[] = {NULL, "neutrino_invoke", "neutrino_payload", "neutrino_complete",
                                  "neutrino_deps"};

static bool ends_with(const char *text, const char *end) {
    size_t length = strlen(text), wanted = strlen(end);
    return length >= wanted && !strcmp(text + length - wanted, end);
}

bool lower_needed(const char *text, size_t size, const char *header) {
    struct places places;
    places_init(&places, text, size);
    bool needed = false;
    for (int kind = CALL_INVOKE; kind <= CALL_DEPS && !needed; kind++) {
        size_t length = strlen(call_names[kind]);
        const char *at = text;
        while (!needed && (at = memmem(at, (size_t)(text + size - at), call_names[kind], length))) {
            const struct marker *marker = places_marker(&places, (size_t)(at - text));
            needed = !marker || !ends_with(marker->file, header);
            at += length;
        }
    }
    places_free(&places);
    return needed;
}
