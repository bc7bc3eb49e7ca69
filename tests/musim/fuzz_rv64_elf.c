/* Any bytes as a bare RV64 program: load them and run a little. */
#include "musim/neutrino/bare.h"

#include "support/alloc.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static FILE *nowhere;
    if (!nowhere)
        nowhere = fopen("/dev/null", "w");
    struct diag_engine diag;
    diag_init(&diag, "fuzz");
    diag.stream = nowhere;
    char *image = xmalloc(size + 1);
    memcpy(image, data, size);
    rv64_run_image("input", image, size, 1000, &diag);
    free(image);
    diag_free(&diag);
    return 0;
}
