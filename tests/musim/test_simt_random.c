/* Random straight-line programs with splits, memory and floating point must leave the same memory
 * whatever runs them: each vector unit, each vector width that holds the lanes, any schedule. */
#include "tests/musim/program.h"
#include "tests/musim/reference.h"
#include "tests/suite.h"

#include "musim/simt/simt.h"

#include <string.h>

enum { PROGRAMS = 12, INSTRUCTIONS = 400, LANES = 8, WARPS = 3 };
enum { OUT = 1, FIRST = 8, REGISTERS = 24, C = 3, WINDOW = 256 };

static struct program p;

static uint8_t pick(uint64_t *seed) {
    return (uint8_t)(FIRST + reference_random(seed) % REGISTERS);
}

static enum muon_op pick_arithmetic(uint64_t *seed) {
    for (;;) {
        struct muon_insn insn = {
            .op = (enum muon_op)(1 + reference_random(seed) % (MUON_OP_COUNT - 1))};
        uint32_t result;
        unsigned flags;
        if (reference_lane(&insn, 0, 0, 0, 0, &result, &flags))
            return insn.op;
    }
}

static void emit_arithmetic(uint64_t *seed) {
    enum muon_op op = pick_arithmetic(seed);
    enum muon_format format = muon_op_info(op)->format;
    struct muon_insn insn = {.op = op, .rd = pick(seed)};
    if (format != MUON_FORMAT_U)
        insn.rs1 = pick(seed);
    if (format == MUON_FORMAT_R || format == MUON_FORMAT_R4)
        insn.rs2 = pick(seed);
    if (format == MUON_FORMAT_R4)
        insn.rs3 = pick(seed);
    if (format == MUON_FORMAT_I)
        insn.imm = (int32_t)reference_operand(seed);
    if (format == MUON_FORMAT_SHIFT)
        insn.imm = (int32_t)(reference_random(seed) & 31);
    if (format == MUON_FORMAT_U)
        insn.imm = (int32_t)(reference_random(seed) & 0xfffff);
    if (muon_op_info(op)->has_rm)
        insn.rm = (uint8_t)(reference_random(seed) % 5);
    program_emit(&p, &insn);
}

/* A lane's own window, at an offset within it that depends on data. */
static void emit_memory(uint64_t *seed) {
    EMIT(&p, ANDI, .rd = C, .rs1 = pick(seed), .imm = WINDOW - 4);
    EMIT(&p, ADD, .rd = C, .rs1 = C, .rs2 = OUT);
    if (reference_random(seed) & 1)
        EMIT(&p, SW_GLOBAL, .rs1 = C, .rs2 = pick(seed));
    else
        EMIT(&p, LW_GLOBAL, .rd = pick(seed), .rs1 = C);
}

static void emit_block(uint64_t *seed, unsigned count, unsigned depth) {
    while (count--) {
        unsigned kind = (unsigned)(reference_random(seed) % 12);
        if (kind == 0 && depth < 3) {
            EMIT(&p, ANDI, .rd = C, .rs1 = pick(seed), .imm = 1);
            EMIT(&p, VX_SPLIT, .rs1 = C);
            unsigned to_else = EMIT(&p, BEQ, .rs1 = C);
            emit_block(seed, 6, depth + 1);
            unsigned to_join = EMIT(&p, JAL);
            program_aim(&p, to_else, p.count);
            emit_block(seed, 6, depth + 1);
            program_aim(&p, to_join, p.count);
            EMIT(&p, VX_JOIN);
        } else if (kind < 3) {
            emit_memory(seed);
        } else {
            emit_arithmetic(seed);
        }
    }
}

static void make_program(uint64_t seed) {
    memset(&p, 0, sizeof p);
    program_li(&p, FIRST, WARPS);
    EMIT(&p, ADDI, .rd = FIRST + 1, .imm = (int32_t)program_pc(3));
    EMIT(&p, VX_WSPAWN, .rs1 = FIRST, .rs2 = FIRST + 1);
    program_lane_address(&p, OUT, PROGRAM_DATA, MUON_CSR_MHARTID, 8);
    for (unsigned i = 0; i < REGISTERS; i++) {
        program_li(&p, FIRST + i, reference_operand(&seed));
        EMIT(&p, CSRRS, .rd = C, .imm = MUON_CSR_MHARTID);
        EMIT(&p, SLLI, .rd = C, .rs1 = C, .imm = (int32_t)(reference_random(&seed) % 28));
        EMIT(&p, XOR, .rd = (uint8_t)(FIRST + i), .rs1 = (uint8_t)(FIRST + i), .rs2 = C);
    }
    emit_block(&seed, INSTRUCTIONS, 0);
    EMIT(&p, CSRRS, .rd = C, .imm = 1);
    EMIT(&p, SW_GLOBAL, .rs1 = OUT, .rs2 = C);
    for (unsigned i = 0; i < REGISTERS; i++)
        EMIT(&p, SW_GLOBAL, .rs1 = OUT, .rs2 = (uint8_t)(FIRST + i), .imm = (int32_t)(4 + 4 * i));
    program_exit(&p);
}

static uint8_t memory[2][PROGRAM_DATA_BYTES];

static void run_into(uint8_t *into, const char *unit, unsigned lanes, uint64_t perturb) {
    setenv("MUSIM_VECTOR_UNIT", unit, 1);
    struct run run;
    run_program(
        &run, &p,
        &(struct musim_config){.cores = 1, .warps = WARPS, .lanes = lanes, .perturb = perturb});
    ck_assert_msg(run.status == MUSIM_DONE, "%s", run.report);
    musim_read(run.machine, PROGRAM_DATA, into, PROGRAM_DATA_BYTES);
    run_free(&run);
}

START_TEST(vector_units_and_schedules_agree) {
    for (uint64_t seed = 1; seed <= PROGRAMS; seed++) {
        for (unsigned lanes = 4; lanes <= 32; lanes *= 2) {
            make_program(seed * 77777);
            run_into(memory[0], "baseline", lanes, 0);
            for (const char *const *unit = simt_units(); *unit; unit++) {
                run_into(memory[1], *unit, lanes, seed);
                ck_assert_msg(!memcmp(memory[0], memory[1], sizeof memory[0]),
                              "seed %u, %s, %u lanes", (unsigned)seed, *unit, lanes);
            }
        }
    }
}
END_TEST

/* The first lanes of a wide machine are a narrow machine: the vector width does not matter. */
START_TEST(vector_widths_agree) {
    for (uint64_t seed = 1; seed <= PROGRAMS; seed++) {
        make_program(seed * 424242);
        p.words[2] = muon_encode(&(struct muon_insn){.op = MUON_FENCE}); /* warp 0 alone */
        run_into(memory[0], "baseline", LANES, 0);
        for (unsigned lanes = 16; lanes <= 32; lanes *= 2) {
            run_into(memory[1], "", lanes, 0);
            for (unsigned i = 0; i < LANES * WINDOW;
                 i++) /* but for fflags, which all lanes raise */
                ck_assert_msg(memory[0][i] == memory[1][i] || i % WINDOW < 4,
                              "seed %u, %u lanes, byte %u", (unsigned)seed, lanes, i);
        }
    }
}
END_TEST

/* A race is decided by the seed, and only by it. */
START_TEST(a_perturbed_schedule_is_reproducible) {
    memset(&p, 0, sizeof p);
    program_li(&p, FIRST, 16);
    EMIT(&p, ADDI, .rd = FIRST + 1, .imm = (int32_t)program_pc(3));
    EMIT(&p, VX_WSPAWN, .rs1 = FIRST, .rs2 = FIRST + 1);
    program_li(&p, OUT, PROGRAM_DATA);
    program_li(&p, FIRST, 300);
    EMIT(&p, CSRRS, .rd = C, .imm = MUON_CSR_WID);
    unsigned top = EMIT(&p, LW_GLOBAL, .rd = FIRST + 1, .rs1 = OUT);
    EMIT(&p, SLLI, .rd = FIRST + 2, .rs1 = FIRST + 1, .imm = 5);
    EMIT(&p, ADD, .rd = FIRST + 1, .rs1 = FIRST + 1, .rs2 = FIRST + 2);
    EMIT(&p, ADD, .rd = FIRST + 1, .rs1 = FIRST + 1, .rs2 = C);
    EMIT(&p, SW_GLOBAL, .rs1 = OUT, .rs2 = FIRST + 1);
    EMIT(&p, ADDI, .rd = FIRST, .rs1 = FIRST, .imm = -1);
    program_aim(&p, EMIT(&p, BNE, .rs1 = FIRST), top);
    program_exit(&p);
    uint32_t first = 0;
    unsigned different = 0;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        uint32_t words[2];
        for (unsigned i = 0; i < 2; i++) {
            struct run run;
            run_program(&run, &p, &(struct musim_config){.cores = 1, .warps = 16, .perturb = seed});
            words[i] = run_word(&run, PROGRAM_DATA);
            run_free(&run);
        }
        ck_assert_uint_eq(words[0], words[1]);
        if (seed == 1)
            first = words[0];
        different += words[0] != first;
    }
    ck_assert_uint_gt(different, 10);
}
END_TEST

SUITE("random SIMT programs", NULL, NULL, vector_units_and_schedules_agree, vector_widths_agree,
      a_perturbed_schedule_is_reproducible)
