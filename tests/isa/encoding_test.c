#include "isa/isa.h"

#include "tests/isa/random_insn.h"
#include "tests/suite.h"

#include <stdio.h>
#include <string.h>

#define ROUNDS 2000
static const struct muon_disasm plain = {.flags = MUON_DISASM_NO_ALIASES};

static bool equal(const struct muon_insn *a, const struct muon_insn *b) {
    return a->op == b->op && a->rd == b->rd && a->rs1 == b->rs1 && a->rs2 == b->rs2 &&
           a->rs3 == b->rs3 && a->rs4 == b->rs4 && a->rm == b->rm && a->retire == b->retire &&
           a->part == b->part && a->sync == b->sync && a->elems == b->elems && a->imm == b->imm;
}

/* Both directions, for every row of the table. */
START_TEST(every_instruction_survives_encoding) {
    uint64_t seed = 1;
    for (enum muon_op op = MUON_ILLEGAL + 1; op < MUON_OP_COUNT; op++) {
        for (int round = 0; round < ROUNDS; round++) {
            struct muon_insn insn = random_insn(op, MUON_REGISTERS, 32, &seed), decoded;
            uint64_t word = muon_encode(&insn);
            char text[128];
            ck_assert_msg(muon_decode(word, &decoded), "%s: %016lx is illegal",
                          muon_op_info(op)->mnemonic, (unsigned long)word);
            ck_assert_msg(equal(&insn, &decoded), "%s: %016lx decodes to a different %s",
                          muon_op_info(op)->mnemonic, (unsigned long)word,
                          muon_op_info(decoded.op)->mnemonic);
            ck_assert_uint_eq(muon_encode(&decoded), word);
            ck_assert_int_gt(muon_disassemble(&insn, &plain, text, sizeof text), 0);
            ck_assert_int_eq(
                strncmp(text, muon_op_info(op)->mnemonic, strlen(muon_op_info(op)->mnemonic)), 0);
        }
    }
}
END_TEST

/* Two operations never print the same without aliases: mnemonics are unique. */
START_TEST(mnemonics_are_unique) {
    for (enum muon_op a = MUON_ILLEGAL + 1; a < MUON_OP_COUNT; a++)
        for (enum muon_op b = a + 1; b < MUON_OP_COUNT; b++)
            ck_assert_str_ne(muon_op_info(a)->mnemonic, muon_op_info(b)->mnemonic);
}
END_TEST

/* Words put together from the description of their layout, without the library. */
#define R4(funct7, rs4, rs3, rs2, rs1, funct3, rd, opext, opcode)                                  \
    ((funct7##ull) << 52 | (rs4##ull) << 44 | (rs3##ull) << 36 | (rs2##ull) << 28 |                \
     (rs1##ull) << 20 | (funct3##ull) << 17 | (rd##ull) << 9 | (opext##ull) << 7 | (opcode##ull))
#define R(funct7, rs2, rs1, funct3, rd, opext, opcode)                                             \
    R4(funct7, 0, 0, rs2, rs1, funct3, rd, opext, opcode)
#define IMM(low24, high8, rs1, funct3, rd, opext, opcode)                                          \
    ((low24##ull) << 36 | R(0, high8, rs1, funct3, rd, opext, opcode))
#define NU(elems_1, part, dep2, dep1, dep0, task, retire, sync, rd, kind, opcode)                  \
    ((elems_1##ull) << 54 | (part##ull) << 52 | (dep2##ull) << 44 | (dep1##ull) << 36 |            \
     (dep0##ull) << 28 | (task##ull) << 20 | (retire##ull) << 18 | (sync##ull) << 17 |             \
     (rd##ull) << 9 | (kind##ull) << 7 | (opcode##ull))
#define PREDICATE(word) ((word) | 1ull << 60)

static const struct {
    uint64_t word;
    const char *text;
} known[] = {
    /* in hexadecimal, for the macros' sake */
    {0x00000000c0b01433, "add a0, a1, a2"},
    {0x0ffffffff0b01413, "addi a0, a1, -1"},
    {R(0x00, 12, 11, 0, 10, 0, 0x33), "add a0, a1, a2"},
    {R(0x20, 12, 11, 0, 10, 0, 0x33), "sub a0, a1, a2"},
    {R(0x01, 12, 11, 4, 10, 0, 0x33), "div a0, a1, a2"},
    {R(0x00, 32, 127, 7, 96, 0, 0x33), "and t7, t38, a8"},
    {R(0x2c, 0, 5, 1, 12, 0, 0x53), "fsqrt.s a2, t0, rtz"},
    {R(0x60, 1, 5, 7, 12, 0, 0x53), "fcvt.wu.s a2, t0"},
    {R(0x70, 0, 5, 1, 12, 0, 0x53), "fclass.s a2, t0"},
    {R(0x10, 11, 11, 0, 10, 0, 0x53), "fsgnj.s a0, a1, a1"},
    {R(0x02, 12, 11, 7, 10, 0, 0x53), "fadd.h a0, a1, a2"},
    {R(0x20, 2, 11, 7, 10, 0, 0x53), "fcvt.s.h a0, a1"},
    {R(0x22, 0, 11, 0, 10, 0, 0x53), "fcvt.h.s a0, a1, rne"},
    {R(0x2e, 1, 11, 7, 10, 1, 0x7b), "fexp.h a0, a1"},
    {R(0x2e, 2, 11, 7, 10, 1, 0x7b), "fnexp.h a0, a1"},
    {R4(0, 0, 13, 12, 11, 7, 10, 0, 0x43), "fmadd.s a0, a1, a2, a3"},
    {R4(2, 0, 100, 12, 11, 4, 10, 0, 0x4f), "fnmadd.h a0, a1, a2, t11, rmm"},
    {IMM(80, 0, 11, 0, 10, 0, 0x13), "addi a0, a1, 80"},
    {IMM(0x345678, 0x12, 11, 0, 10, 0, 0x13), "addi a0, a1, 0x12345678"},
    {IMM(0, 0x80, 11, 7, 10, 0, 0x13), "andi a0, a1, -0x80000000"},
    {IMM(31, 0, 11, 1, 10, 0, 0x13), "slli a0, a1, 31"},
    {IMM(31, 0, 11, 5, 10, 0, 0x13), "srli a0, a1, 31"},
    {R4(0x20, 0, 31, 0, 11, 5, 10, 0, 0x13), "srai a0, a1, 31"},
    {IMM(16, 0, 11, 2, 10, 0, 0x03), "lw.global a0, 16(a1)"},
    {IMM(16, 0, 11, 2, 10, 1, 0x03), "lw.shared a0, 16(a1)"},
    {IMM(16, 10, 11, 2, 0, 0, 0x23), "sw.global a0, 16(a1)"},
    {IMM(0xffffff, 10, 11, 0, 0xff, 1, 0x23), "sb.shared a0, -1(a1)"},
    {IMM(16, 11, 10, 0, 0, 0, 0x63), "beq a0, a1, 0x1010"},
    {IMM(0xfffff8, 11, 10, 1, 0xff, 0, 0x63), "bne a0, a1, 0xff8"},
    {IMM(0xabcde, 0, 0, 0, 10, 0, 0x37), "lui a0, 0xabcde"},
    {IMM(0x345678, 0x12, 0, 0, 10, 0, 0x17), "auipc a0, 0x12345678"},
    {IMM(0xfffff8, 0xff, 0, 0, 1, 0, 0x6f), "jal ra, 0xff8"},
    {IMM(4, 0, 11, 0, 1, 0, 0x67), "jalr ra, 4(a1)"},
    {IMM(0xff, 0, 0, 0, 0, 0, 0x0f), "fence"},
    {IMM(0, 0, 0, 1, 0, 0, 0x0f), "fence.i"},
    {IMM(0, 0, 0, 2, 0, 0, 0x0f), "fence.s"},
    {IMM(2, 0, 10, 0, 0, 0, 0x73), "tohost a0"},
    {IMM(0xcc0, 0, 0, 2, 10, 0, 0x73), "csrrs a0, tid, zero"},
    {IMM(1, 0, 31, 5, 10, 0, 0x73), "csrrwi a0, fflags, 31"},
    {IMM(0x7c0, 0, 11, 3, 10, 0, 0x73), "csrrc a0, 0x7c0, a1"},
    {R(0, 0, 10, 0, 0, 0, 0x0b), "vx_tmc a0"},
    {R(0, 11, 10, 1, 0, 0, 0x0b), "vx_wspawn a0, a1"},
    {R(0, 0, 11, 2, 10, 0, 0x0b), "vx_split a0, a1"},
    {R(0, 1, 11, 2, 10, 0, 0x0b), "vx_split_n a0, a1"},
    {R(0, 0, 10, 3, 0, 0, 0x0b), "vx_join a0"},
    {R(0, 11, 10, 5, 0, 0, 0x0b), "vx_pred a0, a1"},
    {R(0, 11, 10, 5, 1, 0, 0x0b), "vx_pred_n a0, a1"},
    {NU(0, 0, 14, 13, 12, 11, 1, 0, 10, 0, 0x5b), "nu.invoke.rh.pt.async a0, a1, a2, a3, a4, 1"},
    {NU(63, 2, 14, 13, 12, 11, 2, 1, 10, 0, 0x5b), "nu.invoke.rm.pc.sync a0, a1, a2, a3, a4, 64"},
    {NU(63, 1, 0, 0, 11, 10, 0, 1, 0, 0, 0x5b),
     "nu.invoke.ri.pw.sync zero, a0, a1, zero, zero, 64"},
    {NU(7, 0, 14, 13, 12, 255, 0, 0, 10, 0, 0x7b), "nu.invokei.ri.pt.async a0, 255, a2, a3, a4, 8"},
    {NU(63, 0, 15, 14, 13, 11, 0, 0, 0, 1, 0x5b), "nu.payload a1, a3, a4, a5, 63"},
    {NU(7, 1, 0, 0, 0, 10, 0, 0, 0, 2, 0x5b), "nu.complete.pw a0, 8"},
};

START_TEST(words_put_together_by_hand) {
    struct muon_disasm how = {.flags = MUON_DISASM_NO_ALIASES, .pc = 0x1000};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        struct muon_insn insn;
        char text[128];
        ck_assert_msg(muon_decode(known[i].word, &insn), "%s", known[i].text);
        muon_disassemble(&insn, &how, text, sizeof text);
        ck_assert_str_eq(text, known[i].text);
        ck_assert_msg(muon_encode(&insn) == known[i].word, "%s: %016lx", known[i].text,
                      (unsigned long)muon_encode(&insn));
    }
}
END_TEST

START_TEST(reserved_words_are_illegal) {
    static const struct {
        const char *why;
        uint64_t word;
    } illegal[] = {
        {"zero", 0},
        {"all ones", UINT64_MAX},
        {"predicate", PREDICATE(R(0, 12, 11, 0, 10, 0, 0x33))},
        {"opext of add", R(0, 12, 11, 0, 10, 1, 0x33)},
        {"opext 2 of loads", IMM(16, 0, 11, 2, 10, 2, 0x03)},
        {"funct3 3 of loads", IMM(16, 0, 11, 3, 10, 0, 0x03)},
        {"funct3 6 of shared loads", IMM(16, 0, 11, 6, 10, 1, 0x03)},
        {"funct3 3 of stores", IMM(16, 10, 11, 3, 0, 0, 0x23)},
        {"funct3 2 of branches", IMM(16, 11, 10, 2, 0, 0, 0x63)},
        {"funct3 1 of jalr", IMM(4, 0, 11, 1, 1, 0, 0x67)},
        {"funct7 of add", R(0x40, 12, 11, 0, 10, 0, 0x33)},
        {"czero.eqz", R(0x07, 12, 11, 5, 10, 0, 0x33)},
        {"funct7 of srli", R4(0x10, 0, 31, 0, 11, 5, 10, 0, 0x13)},
        {"shift by 32", IMM(32, 0, 11, 1, 10, 0, 0x13)},
        {"rounding mode 5", R(0x02, 12, 11, 5, 10, 0, 0x53)},
        {"rounding mode 6", R4(0, 0, 13, 12, 11, 6, 10, 0, 0x43)},
        {"rs2 of fsqrt", R(0x2c, 1, 5, 1, 12, 0, 0x53)},
        {"rs2 of fcvt", R(0x60, 2, 5, 7, 12, 0, 0x53)},
        {"funct3 2 of fclass", R(0x70, 0, 5, 2, 12, 0, 0x53)},
        {"double precision", R(0x01, 12, 11, 7, 10, 0, 0x53)},
        {"double precision fmadd", R4(1, 0, 13, 12, 11, 7, 10, 0, 0x43)},
        {"rs2 0 of fexp", R(0x2e, 0, 11, 7, 10, 1, 0x7b)},
        {"rs2 3 of fexp", R(0x2e, 3, 11, 7, 10, 1, 0x7b)},
        {"funct7 of fexp", R(0x2c, 1, 11, 7, 10, 1, 0x7b)},
        {"custom-3, opext 2", R(0x2e, 1, 11, 7, 10, 2, 0x7b)},
        {"system, funct3 4", IMM(0xcc0, 0, 0, 4, 10, 0, 0x73)},
        {"csr 0x1000", IMM(0x1000, 0, 0, 2, 10, 0, 0x73)},
        {"zimm 32", IMM(1, 0, 32, 5, 10, 0, 0x73)},
        {"fence, funct3 3", IMM(0, 0, 0, 3, 0, 0, 0x0f)},
        {"SIMT, funct3 4", R(0, 0, 10, 4, 0, 0, 0x0b)},
        {"SIMT, funct7", R(1, 0, 10, 0, 0, 0, 0x0b)},
        {"SIMT, opext", R(0, 0, 10, 0, 0, 1, 0x0b)},
        {"vx_split, rs2 2", R(0, 2, 11, 2, 10, 0, 0x0b)},
        {"vx_pred, rd 2", R(0, 11, 10, 5, 2, 0, 0x0b)},
        {"Neutrino kind 3", NU(0, 0, 14, 13, 12, 11, 1, 0, 10, 3, 0x5b)},
        {"retire 3", NU(0, 0, 14, 13, 12, 11, 3, 0, 10, 0, 0x5b)},
        {"part 3", NU(0, 3, 14, 13, 12, 11, 1, 0, 10, 0, 0x5b)},
        {"part 3 of nu.invokei", NU(0, 3, 14, 13, 12, 11, 1, 0, 10, 0, 0x7b)},
        {"part 3 of nu.complete", NU(7, 3, 0, 0, 0, 10, 0, 0, 0, 2, 0x5b)},
        {"rd x128", R(0, 12, 11, 0, 128, 0, 0x33)},
        {"rs1 x128", R(0, 12, 128, 0, 10, 0, 0x33)},
        {"rs2 x255", R(0, 255, 11, 0, 10, 0, 0x33)},
        {"rs3 x128", R4(0, 0, 128, 12, 11, 7, 10, 0, 0x43)},
        {"dep2 x128", NU(0, 0, 128, 13, 12, 11, 1, 0, 10, 0, 0x5b)},
        {"task x128", NU(0, 0, 14, 13, 12, 128, 1, 0, 10, 0, 0x5b)},
    };
    for (size_t i = 0; i < sizeof illegal / sizeof *illegal; i++) {
        struct muon_insn insn = {.rd = 1};
        char text[32];
        ck_assert_msg(!muon_decode(illegal[i].word, &insn), "%s is %s", illegal[i].why,
                      muon_op_info(insn.op)->mnemonic);
        ck_assert_int_eq(insn.op, MUON_ILLEGAL);
        ck_assert_uint_eq(insn.rd, 0);
        muon_disassemble(&insn, &plain, text, sizeof text);
        ck_assert_str_eq(text, "<unknown>");
    }
}
END_TEST

START_TEST(unused_bits_are_ignored) {
    static const struct {
        const char *what;
        uint64_t word, canonical;
    } words[] = {
        {"add: rs3, rs4, bit 59", R4(0x80, 255, 255, 12, 11, 0, 10, 0, 0x33),
         R(0, 12, 11, 0, 10, 0, 0x33)},
        {"fence rw, rw with registers", IMM(0x33, 0xff, 31, 0, 31, 0, 0x0f),
         IMM(0xff, 0, 0, 0, 0, 0, 0x0f)},
        {"vx_tmc: rd, rs2", R(0, 200, 10, 0, 200, 0, 0x0b), R(0, 0, 10, 0, 0, 0, 0x0b)},
        {"fmadd: high bits of funct7", R4(0x7c, 255, 13, 12, 11, 7, 10, 0, 0x43),
         R4(0, 0, 13, 12, 11, 7, 10, 0, 0x43)},
        {"nu.payload: part, retire, sync, rd", NU(63, 3, 15, 14, 13, 11, 3, 1, 255, 1, 0x5b),
         NU(63, 0, 15, 14, 13, 11, 0, 0, 0, 1, 0x5b)},
        {"nu.complete: deps, retire, sync, rd", NU(7, 1, 255, 255, 255, 10, 3, 1, 255, 2, 0x5b),
         NU(7, 1, 0, 0, 0, 10, 0, 0, 0, 2, 0x5b)},
        {"lui: above imm20", IMM(0xfabcde, 0xff, 255, 7, 10, 0, 0x37),
         IMM(0xabcde, 0, 0, 0, 10, 0, 0x37)},
        {"tohost: imm 0", IMM(0, 0, 10, 0, 0, 0, 0x73), IMM(2, 0, 10, 0, 0, 0, 0x73)},
        {"tohost: imm 1", IMM(1, 0, 10, 0, 0, 0, 0x73), IMM(2, 0, 10, 0, 0, 0, 0x73)},
        {"tohost: imm -1, rd", IMM(0xffffff, 0xff, 127, 0, 10, 0, 0x73),
         IMM(2, 0, 127, 0, 0, 0, 0x73)},
        {"tohost: an ecall's fields", IMM(0, 0, 0, 0, 0, 0, 0x73), IMM(2, 0, 0, 0, 0, 0, 0x73)},
        {"tohost: an mret's fields", IMM(0x302, 0, 0, 0, 0, 0, 0x73), IMM(2, 0, 0, 0, 0, 0, 0x73)},
        {"csrrs: above the number", IMM(0xcc0, 0xff, 0, 2, 10, 0, 0x73),
         IMM(0xcc0, 0, 0, 2, 10, 0, 0x73)},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct muon_insn insn;
        ck_assert_msg(muon_decode(words[i].word, &insn), "%s", words[i].what);
        ck_assert_msg(muon_encode(&insn) == words[i].canonical, "%s: %016lx", words[i].what,
                      (unsigned long)muon_encode(&insn));
    }
}
END_TEST

#define BARRIER NU(63, 1, 0, 0, 11, 10, 0, 1, 0, 0, 0x5b)

START_TEST(only_the_exact_pattern_is_a_barrier) {
    struct muon_insn barrier;
    ck_assert(muon_decode(BARRIER, &barrier));
    ck_assert(muon_is_barrier(&barrier));
    uint8_t *const fields[] = {&barrier.rd, &barrier.rs3, &barrier.rs4, &barrier.retire};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        *fields[i] = 1;
        ck_assert_msg(!muon_is_barrier(&barrier), "field %zu", i);
        *fields[i] = 0;
    }
    barrier.elems = 63;
    ck_assert(!muon_is_barrier(&barrier));
    barrier.elems = 64;
    barrier.part = MUON_PART_CORES;
    ck_assert(!muon_is_barrier(&barrier));
    barrier.part = MUON_PART_WARPS;
    barrier.sync = false;
    ck_assert(!muon_is_barrier(&barrier));
    barrier.sync = true;
    barrier.op = MUON_NU_INVOKEI;
    ck_assert(!muon_is_barrier(&barrier));
}
END_TEST

SUITE("encoding", NULL, NULL, every_instruction_survives_encoding, mnemonics_are_unique,
      words_put_together_by_hand, reserved_words_are_illegal, unused_bits_are_ignored,
      only_the_exact_pattern_is_a_barrier)
