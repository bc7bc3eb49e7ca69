/* Whatever bytes stand where lld's executable should be, re-encoding ends: with a program or with
 * messages. */
#include "muonc/link/muon_elf.h"
#include "muonc/reencode/reencode.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct string_list inputs = {0};
    struct link_request request = {.inputs = &inputs, .prove = true};
    struct link_statistics statistics = {0};
    struct diag_engine diag;
    struct image image;
    char *text = NULL;
    size_t text_size, written;
    diag_init(&diag, "fuzz");
    diag.stream = open_memstream(&text, &text_size);
    if (image_read(bytes, size, "fuzz.elf", &image, &diag)) {
        if (reencode(&request, &image, bytes, size, &diag, &statistics))
            free(muon_elf_write(&image, &written));
        image_free(&image);
    }
    fclose(diag.stream);
    free(text);
    diag_free(&diag);
    return 0;
}
