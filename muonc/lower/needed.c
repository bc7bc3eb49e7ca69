#include "muonc/lower/needed.h"

#include "muonc/lower/places.h"

#include <string.h>

const char *const call_names[] = {NULL, "neutrino_invoke", "neutrino_payload", "neutrino_complete",
                                  "neutrino_deps"};

static bool ends_with(const char *text, const char *end) {
    size_t length = strlen(text), wanted = strlen(end);
    return length >= wanted && !strcmp(text + length - wanted, end);
}

/* Whether a name stands somewhere else than in the header. */
static bool mentions(const struct places *places, const char *name, const char *header) {
    const char *text = places->lines.text, *end = text + places->lines.size;
    for (const char *at = text; (at = memmem(at, (size_t)(end - at), name, strlen(name))); at++) {
        const struct marker *marker = places_marker(places, (size_t)(at - text));
        if (!marker || !ends_with(marker->file, header))
            return true;
    }
    return false;
}

bool lower_needed(const char *text, size_t size, const char *header) {
    struct places places;
    places_init(&places, text, size);
    bool needed = mentions(&places, "run_t", header) || mentions(&places, "run_id_t", header);
    for (int kind = CALL_INVOKE; kind <= CALL_DEPS && !needed; kind++)
        needed = mentions(&places, call_names[kind], header);
    places_free(&places);
    return needed;
}
