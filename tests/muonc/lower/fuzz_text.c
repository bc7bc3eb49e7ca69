/* Any text as a preprocessed unit, as far as it is looked at without libclang. */
#include "muonc/lower/file_scope.h"
#include "muonc/lower/needed.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = malloc(size + 1); /* units are followed by a zero byte */
    memcpy(text, data, size);
    text[size] = '\0';
    lower_needed(text, size, "neutrino/muon.h");
    file_scope_has_assembly(text, size);
    free(text);
    return 0;
}
