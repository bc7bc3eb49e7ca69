/* Whatever bytes stand where lld's executable should be, re-encoding ends: with a program or with
 * messages. */
#include "muonc/link/assertions.h"
#include "muonc/link/code.h"
#include "muonc/link/debug_info.h"
#include "muonc/link/expand.h"
#include "muonc/link/fuse.h"
#include "muonc/link/layout.h"
#include "muonc/link/limits.h"
#include "muonc/link/muon_elf.h"
#include "muonc/link/note_check.h"
#include "muonc/link/relocate.h"
#include "muonc/link/spill.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void reencode(struct image *image, const uint8_t *bytes, size_t size,
                     struct diag_engine *diag) {
    struct string_list inputs = {0};
    struct link_request request = {.inputs = &inputs};
    struct link_statistics statistics = {0};
    if (!limits_check(image, diag) || !note_check_program(&request, image, diag) ||
        !code_decode(image, diag))
        return;
    fuse(image, &statistics);
    expand(image, &statistics);
    struct function_list functions = functions_find(image);
    struct spills spills = spills_promote(image, &functions, false, &statistics);
    bool placed = assertions_settle(image, diag) && layout_assign(image, diag);
    if (placed)
        debug_info_adjust(image, bytes, size, &functions, &spills);
    spills_free(&spills);
    functions_free(&functions);
    if (placed && relocate(image, diag)) {
        size_t written;
        free(muon_elf_write(image, &written));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct diag_engine diag;
    struct image image;
    char *text = NULL;
    size_t text_size;
    diag_init(&diag, "fuzz");
    diag.stream = open_memstream(&text, &text_size);
    if (image_read(bytes, size, "fuzz.elf", &image, &diag)) {
        reencode(&image, bytes, size, &diag);
        image_free(&image);
    }
    fclose(diag.stream);
    free(text);
    diag_free(&diag);
    return 0;
}
