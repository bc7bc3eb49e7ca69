/* Every arithmetic instruction on random operands under random masks against the reference, on each
 * lane width and vector unit: result in active lanes, old value in the others, accrued flags. */
#include "tests/musim/program.h"
#include "tests/musim/reference.h"
#include "tests/suite.h"

#include "musim/simt/simt.h"

enum { ROUNDS = 96, MAX_LANES = 32, VECTORS = 5 };
enum { FFLAGS = MUON_CSR_FFLAGS, FRM = MUON_CSR_FRM, TID = MUON_CSR_TID };
enum { A, B, C, RESULT, FLAGS };                            /* vectors of a round */
enum { BASE = 4, RA = 5, RB = 6, RC = 7, RD = 100, T = 9 }; /* registers */

struct round {
    struct muon_insn insn;
    uint32_t mask;
    unsigned frm;
    uint32_t operands[3][MAX_LANES], before[MAX_LANES];
};

static uint32_t vector_address(unsigned round, unsigned vector) {
    return PROGRAM_DATA + (round * VECTORS + vector) * MAX_LANES * 4;
}

static int32_t vector_offset(unsigned round, unsigned vector) {
    return (int32_t)(vector_address(round, vector) - PROGRAM_DATA);
}

static void emit_round(struct program *p, const struct round *round, unsigned index) {
    for (unsigned v = A; v <= RESULT; v++)
        EMIT(p, LW_GLOBAL, .rd = v == RESULT ? RD : (uint8_t)(RA + v), .rs1 = BASE,
             .imm = vector_offset(index, v));
    program_li(p, T, round->frm);
    EMIT(p, CSRRW, .rs1 = T, .imm = FRM);
    EMIT(p, CSRRWI, .imm = FFLAGS);
    program_li(p, T, round->mask);
    EMIT(p, VX_TMC, .rs1 = T);
    program_emit(p, &round->insn);
    program_li(p, T, UINT32_MAX);
    EMIT(p, VX_TMC, .rs1 = T);
    EMIT(p, SW_GLOBAL, .rs1 = BASE, .rs2 = RD, .imm = vector_offset(index, RESULT));
    EMIT(p, CSRRS, .rd = T, .imm = FFLAGS);
    EMIT(p, SW_GLOBAL, .rs1 = BASE, .rs2 = T, .imm = vector_offset(index, FLAGS));
}

static struct round make_round(enum muon_op op, unsigned lanes, uint64_t *seed) {
    struct round round = {.insn = {.op = op, .rd = RD, .rs1 = RA}};
    struct muon_insn *insn = &round.insn;
    enum muon_format format = muon_op_info(op)->format;
    if (format == MUON_FORMAT_R || format == MUON_FORMAT_R4)
        insn->rs2 = RB;
    if (format == MUON_FORMAT_R4)
        insn->rs3 = RC;
    if (format == MUON_FORMAT_I)
        insn->imm = (int32_t)reference_operand(seed);
    if (format == MUON_FORMAT_SHIFT)
        insn->imm = (int32_t)(reference_random(seed) & 31);
    if (format == MUON_FORMAT_U) {
        insn->imm = (int32_t)(reference_random(seed) & 0xfffff);
        insn->rs1 = 0;
    }
    round.frm = (unsigned)(reference_random(seed) % 5);
    if (muon_op_info(op)->has_rm) { /* mostly to nearest even, statically or not */
        static const uint8_t modes[] = {0, 0, 0, 7, 7, 1, 2, 3, 4};
        insn->rm = modes[reference_random(seed) % sizeof modes];
        if (reference_random(seed) & 1)
            round.frm = 0;
    }
    uint32_t all = lanes == 32 ? UINT32_MAX : (UINT32_C(1) << lanes) - 1;
    do
        round.mask = (uint32_t)reference_random(seed) & all;
    while (!round.mask);
    if (reference_random(seed) & 1)
        round.mask = all;
    for (unsigned lane = 0; lane < MAX_LANES; lane++) {
        for (unsigned v = A; v <= C; v++)
            round.operands[v][lane] = reference_operand(seed);
        round.before[lane] = (uint32_t)reference_random(seed);
    }
    return round;
}

static void check_round(struct run *run, const struct round *round, unsigned index, unsigned lanes,
                        const char *unit) {
    uint32_t results[MAX_LANES];
    unsigned flags = 0;
    musim_read(run->machine, vector_address(index, RESULT), results, sizeof results);
    for (unsigned lane = 0; lane < lanes; lane++) {
        uint32_t a = round->operands[A][lane], b = round->operands[B][lane],
                 c = round->operands[C][lane], expected = round->before[lane];
        if (round->mask >> lane & 1)
            reference_lane(&round->insn, a, b, c, round->frm, &expected, &flags);
        if (results[lane] != expected)
            ck_abort_msg("%s, rm %u, frm %u, imm %#x, %s with %u lanes, lane %u: (%08x, %08x, "
                         "%08x) gave %08x, not %08x",
                         muon_op_info(round->insn.op)->mnemonic, round->insn.rm, round->frm,
                         (unsigned)round->insn.imm, unit, lanes, lane, a, b, c, results[lane],
                         expected);
    }
    unsigned accrued = run_word(run, vector_address(index, FLAGS));
    if (accrued != flags)
        ck_abort_msg("%s, rm %u, frm %u, mask %08x, %s with %u lanes: fflags %02x, not %02x",
                     muon_op_info(round->insn.op)->mnemonic, round->insn.rm, round->frm,
                     round->mask, unit, lanes, accrued, flags);
}

static void check_operation(enum muon_op op, unsigned lanes, const char *unit) {
    static struct program program;
    static struct round rounds[ROUNDS];
    uint64_t seed = 0x9e3779b97f4a7c15 + op * 1000003u + lanes;
    program.count = 0;
    program_lane_address(&program, BASE, PROGRAM_DATA, TID, 2);
    for (unsigned i = 0; i < ROUNDS; i++) {
        rounds[i] = make_round(op, lanes, &seed);
        emit_round(&program, &rounds[i], i);
    }
    program_exit(&program);
    struct run run;
    struct musim_config config = {.cores = 1, .warps = 1, .lanes = lanes};
    run_load(&run, &program, &config);
    for (unsigned i = 0; i < ROUNDS; i++) {
        for (unsigned v = A; v <= C; v++)
            musim_write(run.machine, vector_address(i, v), rounds[i].operands[v],
                        sizeof rounds[i].operands[v]);
        musim_write(run.machine, vector_address(i, RESULT), rounds[i].before,
                    sizeof rounds[i].before);
    }
    run_go(&run);
    ck_assert_msg(run.status == MUSIM_DONE, "%s", run.report);
    for (unsigned i = 0; i < ROUNDS; i++)
        check_round(&run, &rounds[i], i, lanes, unit);
    run_free(&run);
}

/* Whether the result depends on the operands alone. */
static bool computes(enum muon_op op) {
    return muon_op_info(op)->class <= MUON_CLASS_FEXP && op != MUON_AUIPC;
}

static void check_all(unsigned lanes) {
    for (const char *const *unit = simt_units(); *unit; unit++) {
        setenv("MUSIM_VECTOR_UNIT", *unit, 1);
        for (enum muon_op op = MUON_ILLEGAL + 1; op < MUON_OP_COUNT; op++) {
            struct muon_insn insn = {.op = op};
            uint32_t result;
            unsigned flags;
            bool known = reference_lane(&insn, 0, 0, 0, 0, &result, &flags);
            ck_assert_msg(known == computes(op), "%s", muon_op_info(op)->mnemonic);
            if (known)
                check_operation(op, lanes, *unit);
        }
    }
}

START_TEST(eight_lanes) {
    check_all(8);
}
END_TEST

START_TEST(sixteen_lanes) {
    check_all(16);
}
END_TEST

START_TEST(thirty_two_lanes) {
    check_all(32);
}
END_TEST

START_TEST(odd_number_of_lanes) {
    check_all(3);
}
END_TEST

SUITE("SIMT arithmetic", NULL, NULL, eight_lanes, sixteen_lanes, thirty_two_lanes,
      odd_number_of_lanes)
