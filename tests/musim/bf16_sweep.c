/* bf16_sweep OPERANDS: every bfloat16 instruction on each vector unit against software floating
 * point, results and flags to the bit. What has one bfloat16 operand is given all 65,536, on one
 * lane, so that each one's flags are seen, and on 32; the others are given all pairs of some hundred
 * numbers at the edges, and each so many drawn ones, related so that what rounding twice could spoil
 * is frequent: middles of two numbers, cancellation, results among and just above the subnormals. */
#include "tests/musim/program.h"
#include "tests/musim/reference.h"

#include "musim/simt/simt.h"
#include "musim/softfloat/softfloat.h"
#include "support/alloc.h"

#include <stdlib.h>

enum { MAX_LANES = 32, BATCH = 4096, FIRST_ADDRESS = 0x30000000 };
enum { A, B, C, MASK, OPERANDS, RESULT = OPERANDS, FLAGS, VECTORS };
enum { BASE = 4, RA, RB, RC, RMASK, RD, T, COUNT };

/* One instruction's operands and what came of them; MASK and FLAGS are the same in all lanes. */
struct vectors {
    uint32_t of[VECTORS][MAX_LANES];
};

static uint64_t seed = 0x9e3779b97f4a7c15;
static struct vectors *batch;

static uint32_t draw(void) {
    return (uint32_t)(reference_random(&seed) >> 16);
}

static struct muon_insn instruction(enum muon_op op) {
    const struct muon_op_info *info = muon_op_info(op);
    bool to_integer = op == MUON_FCVT_W_H || op == MUON_FCVT_WU_H;
    return (struct muon_insn){
        .op = op,
        .rd = RD,
        .rs1 = RA,
        .rs2 = info->format == MUON_FORMAT_R1 ? 0 : RB,
        .rs3 = info->format == MUON_FORMAT_R4 ? RC : 0,
        .rm = to_integer ? SF_RTZ : SF_RNE, /* the modes that run in vectors */
    };
}

/* ---- running a batch ---- */

static void emit_loop(struct program *p, enum muon_op op, unsigned count) {
    p->count = 0;
    program_lane_address(p, BASE, FIRST_ADDRESS, MUON_CSR_TID, 2);
    program_li(p, COUNT, count);
    unsigned top = p->count;
    for (unsigned v = A; v < OPERANDS; v++)
        EMIT(p, LW_GLOBAL, .rd = (uint8_t)(RA + v), .rs1 = BASE,
             .imm = (int32_t)(v * sizeof batch->of[v]));
    EMIT(p, ADDI, .rd = RD, .imm = -1);
    EMIT(p, CSRRWI, .imm = MUON_CSR_FFLAGS);
    EMIT(p, VX_TMC, .rs1 = RMASK);
    const struct muon_insn insn = instruction(op);
    program_emit(p, &insn);
    program_li(p, T, UINT32_MAX);
    EMIT(p, VX_TMC, .rs1 = T);
    EMIT(p, CSRRS, .rd = T, .imm = MUON_CSR_FFLAGS);
    EMIT(p, SW_GLOBAL, .rs1 = BASE, .rs2 = RD, .imm = RESULT * sizeof batch->of[RESULT]);
    EMIT(p, SW_GLOBAL, .rs1 = BASE, .rs2 = T, .imm = FLAGS * sizeof batch->of[FLAGS]);
    EMIT(p, ADDI, .rd = BASE, .rs1 = BASE, .imm = sizeof *batch);
    EMIT(p, ADDI, .rd = COUNT, .rs1 = COUNT, .imm = -1);
    program_aim(p, EMIT(p, BNE, .rs1 = COUNT), top);
    program_exit(p);
}

static void check(enum muon_op op, const struct vectors *v, unsigned lanes, const char *unit) {
    const struct muon_insn insn = instruction(op);
    unsigned flags = 0;
    for (unsigned lane = 0; lane < lanes; lane++) {
        uint32_t a = v->of[A][lane], b = v->of[B][lane], c = v->of[C][lane], expected = UINT32_MAX;
        if (v->of[MASK][0] >> lane & 1)
            reference_lane(&insn, a, b, c, 0, &expected, &flags);
        if (v->of[RESULT][lane] == expected)
            continue;
        printf("%s, %s, %u lanes: (%08x, %08x, %08x) gave %08x, not %08x\n",
               muon_op_info(op)->mnemonic, unit, lanes, a, b, c, v->of[RESULT][lane], expected);
        exit(EXIT_FAILURE);
    }
    if (v->of[FLAGS][0] == flags)
        return;
    printf("%s, %s, %u lanes, mask %08x: fflags %02x, not %02x, with the operands\n",
           muon_op_info(op)->mnemonic, unit, lanes, v->of[MASK][0], v->of[FLAGS][0], flags);
    for (unsigned lane = 0; lane < lanes; lane++)
        printf("  %08x %08x %08x\n", v->of[A][lane], v->of[B][lane], v->of[C][lane]);
    exit(EXIT_FAILURE);
}

static void run_batch(enum muon_op op, unsigned count, unsigned lanes) {
    static struct program program;
    emit_loop(&program, op, count);
    for (const char *const *unit = simt_units(); *unit; unit++) {
        setenv("MUSIM_VECTOR_UNIT", *unit, 1);
        struct run run;
        run_load(&run, &program, &(struct musim_config){.cores = 1, .warps = 1, .lanes = lanes});
        musim_write(run.machine, FIRST_ADDRESS, batch, count * sizeof *batch);
        run_go(&run);
        if (run.status != MUSIM_DONE) {
            printf("%s", run.report);
            exit(EXIT_FAILURE);
        }
        musim_read(run.machine, FIRST_ADDRESS, batch, count * sizeof *batch);
        run_free(&run);
        for (unsigned i = 0; i < count; i++)
            check(op, &batch[i], lanes, *unit);
    }
}

/* ---- operands ---- */

/* Gives lane number `index` of all its operands. */
typedef void give_operands(uint64_t index, uint32_t operands[3]);

static void sweep(enum muon_op op, uint64_t operands, unsigned lanes, give_operands *give) {
    for (uint64_t done = 0; done < operands;) {
        unsigned count = 0;
        for (; count < BATCH && done < operands; count++) {
            uint32_t all = (uint32_t)((UINT64_C(1) << lanes) - 1);
            uint32_t mask = lanes > 1 && draw() % 4 == 0 ? draw() & all : all;
            for (unsigned lane = 0; lane < lanes; lane++, done++) {
                uint32_t given[3];
                give(done, given);
                for (unsigned v = A; v <= C; v++)
                    batch[count].of[v][lane] = given[v];
                batch[count].of[MASK][lane] = mask ? mask : all;
            }
        }
        run_batch(op, count, lanes);
    }
}

static uint32_t bf16(unsigned sign, int exponent, unsigned fraction) {
    exponent = exponent < 0 ? 0 : exponent > 255 ? 255 : exponent;
    return (sign & 1) << 15 | (uint32_t)exponent << 7 | (fraction & 0x7f);
}

/* The upper half of a register is not the operand's. */
static uint32_t with_upper_half(uint32_t value) {
    return value | draw() << 16;
}

static void give_each(uint64_t index, uint32_t operands[3]) {
    for (unsigned i = 0; i < 3; i++)
        operands[i] = with_upper_half((uint32_t)index & 0xffff);
}

static void give_lower_halves(uint64_t index, uint32_t operands[3]) {
    static const uint16_t edges[] = {0, 1, 0x7fff, 0x8000, 0x8001, 0xffff};
    uint32_t kind = draw() % 8;
    operands[A] = (uint32_t)index << 16 | (kind < 6 ? edges[kind] : draw() & 0xffff);
    operands[B] = operands[C] = 0;
}

static void give_integer(uint64_t index, uint32_t operands[3]) {
    (void)index;
    uint32_t value = draw() >> draw() % 32;
    uint32_t middle = (value | 1) << 23 >> draw() % 24; /* or close to one */
    uint32_t chosen = draw() & 1 ? value : middle + draw() % 3 - 1;
    operands[A] = draw() & 1 ? chosen : -chosen;
    operands[B] = operands[C] = 0;
}

enum { EXPONENTS = 16, FRACTIONS = 10, EDGES = 2 * EXPONENTS * FRACTIONS };

static uint32_t edge(uint64_t index) {
    static const uint8_t exponents[EXPONENTS] = {0,   1,   2,   8,   9,   63,  64,  126,
                                                 127, 128, 134, 190, 191, 253, 254, 255};
    static const uint8_t fractions[FRACTIONS] = {0, 1, 2, 0x2a, 0x3f, 0x40, 0x41, 0x55, 0x7e, 0x7f};
    return bf16((unsigned)index, exponents[index / 2 % EXPONENTS],
                fractions[index / 2 / EXPONENTS % FRACTIONS]);
}

static void give_edges(uint64_t index, uint32_t operands[3]) {
    operands[A] = with_upper_half(edge(index / EDGES));
    operands[B] = with_upper_half(edge(index));
    operands[C] = with_upper_half(edge(draw()));
}

/* A product anywhere or near the least numbers; an addend at some distance from it, or its
 * opposite, or a number at the edges. */
static void give_related(uint64_t index, uint32_t operands[3]) {
    (void)index;
    static const int sums[] = {127 - 24, 127 - 8, 127, 127 + 1, 254, 254 + 30, 381};
    int a = (int)(draw() % 256), b = (int)(draw() % 256);
    if (draw() & 1)
        b = sums[draw() % 7] + (int)(draw() % 9) - 4 - a;
    int distance = draw() & 1 ? (int)(draw() % 19) - 9 : (int)(draw() % 160) - 80;
    operands[A] = bf16(draw(), a, draw());
    operands[B] = bf16(draw(), b, draw());
    operands[C] = bf16(draw(), a + b - 127 - distance, draw() & 1 ? draw() : 0);
    uint32_t kind = draw() % 16;
    unsigned ignored = 0;
    if (kind == 0)
        reference_lane(&(struct muon_insn){.op = MUON_FMUL_H}, operands[A], operands[B] ^ 0x8000, 0,
                       0, &operands[C], &ignored);
    else if (kind == 1)
        operands[C] = edge(draw());
    else if (kind == 2) /* close, for sums, quotients and comparisons */
        operands[B] = operands[A] + draw() % 5 - 2;
    else if (kind == 3)
        operands[B] = bf16(draw(), a + (int)(draw() % 19) - 9, draw());
    else if (kind == 4)
        operands[A] = edge(draw());
    for (unsigned i = 0; i < 3; i++)
        operands[i] = with_upper_half(operands[i] & 0xffff);
}

int main(int argc, char **argv) {
    uint64_t operands = argc == 2 ? strtoull(argv[1], NULL, 0) : 100000;
    batch = xcalloc(BATCH, sizeof *batch);
    for (enum muon_op op = MUON_ILLEGAL + 1; op < MUON_OP_COUNT; op++) {
        const struct muon_op_info *info = muon_op_info(op);
        if (info->class != MUON_CLASS_BF16 && info->class != MUON_CLASS_FEXP)
            continue;
        if (op == MUON_FCVT_H_S) {
            sweep(op, 0x10000, 1, give_lower_halves);
            sweep(op, operands, MAX_LANES, give_lower_halves);
        } else if (op == MUON_FCVT_H_W || op == MUON_FCVT_H_WU) {
            sweep(op, 0x10000, 1, give_integer);
            sweep(op, operands, MAX_LANES, give_integer);
        } else if (info->format == MUON_FORMAT_R1) {
            sweep(op, 0x10000, 1, give_each);
            sweep(op, 0x10000, MAX_LANES, give_each);
        } else {
            sweep(op, EDGES * EDGES, 16, give_edges);
            sweep(op, 0x10000, 1, give_related);
            sweep(op, operands, MAX_LANES, give_related);
        }
    }
    free(batch);
    return EXIT_SUCCESS;
}
