/* Any text through every entry point of the assembler, as a file, as a template and as assembly at
 * file scope. */
#include "muonc/assembler/assembler.h"
#include "muonc/assembler/include.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *text = (const char *)data;
    struct assembler_summary summary;
    struct diag_engine diag;
    size_t length;
    diag_init(&diag, "fuzz");
    diag.stream = fopen("/dev/null", "w");
    free(assembler_rewrite(text, size, ASSEMBLER_FILE, DIAG_FILE("x.S"), &diag));
    free(assembler_rewrite(text, size, ASSEMBLER_INLINE, DIAG_FILE("x.c"), &diag));
    free(assembler_rewrite(text, size, ASSEMBLER_MODULE, DIAG_FILE("x.c"), &diag));
    free(assembler_quote(text, size, ASSEMBLER_FILE, DIAG_FILE("x.S"), &diag));
    free(assembler_unquote(text, size, &length));
    assembler_summarize(text, size, &summary);
    free(include_expand(text, size, ASSEMBLER_FILE, "x.S", &(struct include_search){0}, &length));
    fclose(diag.stream);
    diag_free(&diag);
    return 0;
}
