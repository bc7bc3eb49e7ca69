/* asmrw [--inline] [--quote|--unquote|--summary] FILE: muonc's assembler on its own, for tests. */
#include "muonc/assembler/assembler.h"
#include "support/alloc.h"
#include "support/output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_summary(const char *text, size_t size) {
    struct assembler_summary summary;
    assembler_summarize(text, size, &summary);
    printf("understood %d only_computes %d uniform_result %d changes_mask %d control_flow %d\n",
           summary.understood, summary.only_computes, summary.uniform_result, summary.changes_mask,
           summary.control_flow);
}

int main(int argc, char **argv) {
    enum assembler_source source = ASSEMBLER_FILE;
    const char *path = "-", *mode = "";
    struct diag_engine diag;
    size_t size;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--inline") == 0)
            source = ASSEMBLER_INLINE;
        else if (argv[i][0] == '-' && argv[i][1])
            mode = argv[i];
        else
            path = argv[i];
    }
    diag_init(&diag, "asmrw");
    char *text = input_read(path, &size, &diag), *result = NULL;
    if (text && strcmp(mode, "--summary") == 0)
        print_summary(text, size);
    else if (text && strcmp(mode, "--quote") == 0)
        result = assembler_quote(text, size, source, DIAG_FILE(path), &diag);
    else if (text && strcmp(mode, "--unquote") == 0)
        result = assembler_unquote(text, size, &size);
    else if (text)
        result = assembler_rewrite(text, size, source, DIAG_FILE(path), &diag);
    if (result)
        fputs(result, stdout);
    int status = diag.errors > 0;
    free(result);
    free(text);
    diag_free(&diag);
    return status;
}
