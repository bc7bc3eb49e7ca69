/* Whatever bytes stand where an object should be, the check of its relocations ends. */
#include "muonc/link/object_check.h"

#include <gelf.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct diag_engine diag;
    char *text = NULL, *copy = malloc(size + 1); /* aligned */
    size_t text_size;
    if (!copy)
        return 0;
    memcpy(copy, bytes, size);
    elf_version(EV_CURRENT);
    diag_init(&diag, "fuzz");
    diag.stream = open_memstream(&text, &text_size);
    object_check("fuzz.o", "", copy, size, &diag);
    fclose(diag.stream);
    free(text);
    free(copy);
    diag_free(&diag);
    return 0;
}
