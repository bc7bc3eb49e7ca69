/* words SEED: Muon words on standard output: instructions of every operation with any registers and
 * immediates, the same with a bit flipped, pairs that muonc would make one instruction of, and words
 * that are anything. */
#include "tests/isa/random_insn.h"

#include <stdio.h>
#include <stdlib.h>

enum { SAMPLES = 60, PAIRS = 200, OTHERS = 500 };

static void put(uint64_t word) {
    for (int i = 0; i < MUON_WORD_BYTES; i++)
        putchar((int)(word >> 8 * i & 0xff));
}

static uint64_t draw_word(uint64_t *seed) {
    uint64_t high = draw(seed);
    return high << 32 | draw(seed);
}

/* Most distances lead nowhere; these lead to a word nearby. */
static void aim(struct muon_insn *insn, uint64_t *seed) {
    enum muon_format format = muon_op_info(insn->op)->format;
    if ((format == MUON_FORMAT_BRANCH || format == MUON_FORMAT_JAL) && draw(seed) % 4)
        insn->imm = ((int32_t)(draw(seed) % 64) - 32) * MUON_WORD_BYTES;
}

static void put_operation(enum muon_op op, uint64_t *seed) {
    for (int i = 0; i < SAMPLES; i++) {
        static const unsigned widths[] = {32, 20, 12, 6};
        struct muon_insn insn = random_insn(op, i % 2 ? 32 : MUON_REGISTERS, widths[i % 4], seed);
        aim(&insn, seed);
        put(muon_encode(&insn));
        if (i % 8 == 0)
            put(muon_encode(&insn) ^ UINT64_C(1) << draw(seed) % 64);
    }
}

static void put_pair(uint64_t *seed) {
    struct muon_insn high = random_insn(MUON_LUI, MUON_REGISTERS, 32, seed);
    struct muon_insn low =
        random_insn(draw(seed) % 2 ? MUON_ADDI : MUON_LW_GLOBAL, MUON_REGISTERS, 12, seed);
    low.rd = low.rs1 = high.rd;
    put(muon_encode(&high));
    put(muon_encode(&low));
}

int main(int argc, char **argv) {
    uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 0) : 1;
    for (enum muon_op op = MUON_ILLEGAL + 1; op < MUON_OP_COUNT; op++)
        put_operation(op, &seed);
    for (int i = 0; i < PAIRS; i++)
        put_pair(&seed);
    for (int i = 0; i < OTHERS; i++)
        put(i % 10 ? draw_word(&seed) : 0);
    return ferror(stdout) != 0;
}
