#include "muonc/lower/needed.h"

#include <string.h>

const char *const call_names[] = {NULL, "neutrino_invoke", "neutrino_payload", "neutrino_complete",
                                  "neutrino_deps"};

bool lower_likely(const char *text) {
    for (int kind = CALL_INVOKE; kind <= CALL_DEPS; kind++)
        if (strstr(text, call_names[kind]))
            return true;
    return strstr(text, "__kernel") != NULL;
}
