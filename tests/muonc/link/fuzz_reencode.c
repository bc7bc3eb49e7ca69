/* Whatever bytes stand where lld's executable should be, re-encoding ends: with a program or with
 * messages. */
#include "muonc/link/limits.h"
#include "muonc/link/muon_elf.h"
#include "muonc/link/note_check.h"
#include "muonc/program/code.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct string_list inputs = {0};
    struct link_request request = {.inputs = &inputs, .reencode.prove = true};
    struct reencode_counts counts;
    struct diag_engine diag;
    struct image image;
    char *text = NULL;
    size_t text_size, written;
    diag_init(&diag, "fuzz");
    diag.stream = open_memstream(&text, &text_size);
    if (image_read(bytes, size, "fuzz.elf", &image, &diag)) {
        if (limits_check(&image, &diag) && note_check_program(&request, &image, &diag) &&
            reencode(&request.reencode, &image, bytes, size, &diag, &counts))
            free(muon_elf_write(&image, &written));
        code_free(&image);
        image_free(&image);
    }
    fclose(diag.stream);
    free(text);
    diag_free(&diag);
    return 0;
}
