/* Any bytes as Muon words and as words of the RV32 intermediate form. */
#include "isa/rv32.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool condition) {
    if (!condition)
        abort();
}

/* What a legal word decodes to says everything about it: it encodes to a word that decodes to the
 * same, and has a text that ends. */
static void check_insn(const struct muon_insn *insn) {
    struct muon_insn again;
    char text[256];
    check(muon_decode(muon_encode(insn), &again));
    check(again.op == insn->op && again.rd == insn->rd && again.rs1 == insn->rs1 &&
          again.rs2 == insn->rs2 && again.rs3 == insn->rs3 && again.rs4 == insn->rs4 &&
          again.rm == insn->rm && again.retire == insn->retire && again.part == insn->part &&
          again.sync == insn->sync && again.elems == insn->elems && again.imm == insn->imm);
    for (unsigned flags = 0; flags <= MUON_DISASM_NO_ALIASES; flags++) {
        struct muon_disasm how = {.flags = flags, .pc = 0x10000000};
        int length = muon_disassemble(insn, &how, text, sizeof text);
        check(length > 0 && strlen(text) == (size_t)length);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    uint32_t words[256];
    size_t count = size / sizeof *words;
    count = count < 256 ? count : 256;
    memcpy(words, data, count * sizeof *words);
    for (size_t i = 0; i + 1 < count; i += 2) {
        struct muon_insn insn;
        if (muon_decode((uint64_t)words[i + 1] << 32 | words[i], &insn))
            check_insn(&insn);
        else
            check(insn.op == MUON_ILLEGAL);
    }
    struct rv32_insn insn;
    for (size_t i = 0; i < count; i += insn.words) {
        if (rv32_decode(words + i, count - i, &insn) && insn.kind == RV32_PLAIN)
            check_insn(&insn.insn);
        check(insn.words >= 1 && insn.words <= count - i);
    }
    return 0;
}
