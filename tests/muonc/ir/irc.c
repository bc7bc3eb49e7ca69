/* irc [-O<n>] [-g0] [-Rnu-divergent] [-mdivergence=ignore|all] [--emit=object|asm|llvm]
 *      [--inline-library=FILE] [-o FILE] FILE: muonc's IR step on its own, for tests. FILE is LLVM
 * assembly or bitcode. */
#include "muonc/ir/ir.h"
#include "muonc/targets/targets.h"
#include "support/output.h"

#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv) {
    struct ir_request request = {
        .path = "-", .target = targets[0], .options = {.optimization = 2, .output = IR_ASM}};
    struct diag_engine diag;
    const char *output = "-";
    char *result = NULL;
    size_t size;
    diag_init(&diag, "irc");
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "-O", 2) == 0)
            request.options.optimization = (unsigned)atoi(argv[i] + 2);
        else if (strcmp(argv[i], "--emit=object") == 0)
            request.options.output = IR_OBJECT;
        else if (strcmp(argv[i], "--emit=asm") == 0)
            request.options.output = IR_ASM;
        else if (strcmp(argv[i], "--emit=llvm") == 0)
            request.options.output = IR_LLVM;
        else if (strcmp(argv[i], "-mdivergence=ignore") == 0)
            request.options.divergence = IR_DIVERGENCE_IGNORE;
        else if (strcmp(argv[i], "-mdivergence=all") == 0)
            request.options.divergence = IR_DIVERGENCE_ALL;
        else if (strncmp(argv[i], "--inline-library=", 17) == 0)
            request.options.inline_library = argv[i] + 17;
        else if (strcmp(argv[i], "-g0") == 0)
            request.options.strip_debug = true;
        else if (diag_option(&diag, argv[i]) == DIAG_OPTION_TAKEN)
            continue;
        else if (strcmp(argv[i], "-o") == 0 && i + 1 < argc)
            output = argv[++i];
        else
            request.path = argv[i];
    }
    char *bitcode = input_read(request.path, &request.bitcode_size, &diag);
    request.bitcode = bitcode;
    if (bitcode && ir_compile(&request, &diag, &result, &size))
        output_write(output, result, size, &diag);
    int status = diag.errors > 0;
    free(result);
    free(bitcode);
    diag_free(&diag);
    return status;
}
