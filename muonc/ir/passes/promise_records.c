#include "muonc/ir/passes/promise_records.h"

#include "muonc/ir/passes/passes.h"
#include "object/promises.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char section[] = ".pushsection " PROMISES_SECTION ",\"\",@progbits";

/* A symbol's name may hold anything. */
static void print_name(FILE *out, const char *name) {
    putc('"', out);
    for (; *name; name++) {
        if (*name == '"' || *name == '\\')
            putc('\\', out);
        putc(*name, out);
    }
    putc('"', out);
}

bool promises_emit(struct ir_unit *unit) {
    char *text = NULL;
    size_t size, length;
    bool any = false;
    if (unit->options->output != IR_OBJECT)
        return true;
    FILE *out = open_memstream(&text, &size);
    fprintf(out, "%s\n", section);
    FOR_EACH_FUNCTION(function, unit->module) {
        if (LLVMIsDeclaration(function) ||
            LLVMGetLinkage(function) == LLVMAvailableExternallyLinkage)
            continue;
        bool single_lane = unit_has_annotation(unit->module, function, UNIT_SINGLE_LANE);
        fprintf(out, ".word %d, ", single_lane ? PROMISE_SINGLE_LANE : PROMISE_COMPILED);
        print_name(out, LLVMGetValueName2(function, &length));
        fputs(", 0\n", out);
        any = true;
    }
    fputs(".popsection\n", out);
    fclose(out);
    if (any)
        LLVMAppendModuleInlineAsm(unit->module, text, size);
    free(text);
    return true;
}

char *promises_vouch(const char *text) {
    return xasprintf("770:\n%s\n771:\n%s\n.word %d, 770b, 771b\n.popsection", text, section,
                     PROMISE_ASSEMBLY);
}
