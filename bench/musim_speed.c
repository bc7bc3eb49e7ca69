/* How fast musim runs SIMT code: million warp-instructions a second on one core of the host, with
 * 16 lanes, by one warp and by 16 that have their turns, against the aims of the project (40 for
 * arithmetic, 20 for memory; 150 for arithmetic by 16 warps; of bfloat16 a quarter of binary32's).
 * As a bound beside it: the loop's lane operations done by plain C compiled for this host, as
 * million times 16 lanes a second. */
#include "tests/musim/program.h"

#include <stdlib.h>
#include <time.h>

enum { LANES = 16, BODY = 64, ITERATIONS = 60000, REPEATS = 5 };
enum { COUNTER = 5, ADDRESS = 6, FIRST = 8, VALUES = 8, ARGUMENT = FIRST + VALUES };

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static uint8_t value(unsigned i) {
    return (uint8_t)(FIRST + i % VALUES);
}

static void alu_body(struct program *p, unsigned i) {
    static const enum muon_op ops[] = {MUON_ADD, MUON_XOR, MUON_SUB, MUON_AND, MUON_SLL, MUON_OR};
    program_emit(p,
                 &(struct muon_insn){
                     .op = ops[i % 6], .rd = value(i), .rs1 = value(i + 1), .rs2 = value(i + 3)});
}

static void fma_body(struct program *p, unsigned i) {
    EMIT(p, FMADD_S, .rd = value(i), .rs1 = value(i + 1), .rs2 = value(i + 2), .rs3 = value(i));
}

static void bf16_fma_body(struct program *p, unsigned i) {
    EMIT(p, FMADD_H, .rd = value(i), .rs1 = value(i + 1), .rs2 = value(i + 2), .rs3 = value(i));
}

static void bf16_exp_body(struct program *p, unsigned i) {
    EMIT(p, FEXP_H, .rd = value(i), .rs1 = ARGUMENT);
}

static void shared_body(struct program *p, unsigned i) {
    int32_t offset = (int32_t)(i * LANES * 4);
    if (i % 2)
        EMIT(p, SW_SHARED, .rs1 = ADDRESS, .rs2 = value(i), .imm = offset);
    else
        EMIT(p, LW_SHARED, .rd = value(i), .rs1 = ADDRESS, .imm = offset);
}

static void global_body(struct program *p, unsigned i) {
    int32_t offset = PROGRAM_DATA + (int32_t)(i * LANES * 4);
    if (i % 2)
        EMIT(p, SW_GLOBAL, .rs1 = ADDRESS, .rs2 = value(i), .imm = offset);
    else
        EMIT(p, LW_GLOBAL, .rd = value(i), .rs1 = ADDRESS, .imm = offset);
}

/* Lanes far apart, as on their stacks: no two in one cache line. */
static void scattered_body(struct program *p, unsigned i) {
    int32_t offset = PROGRAM_DATA + (int32_t)(i * 4);
    if (i % 2)
        EMIT(p, SW_GLOBAL, .rs1 = ADDRESS, .rs2 = value(i), .imm = offset);
    else
        EMIT(p, LW_GLOBAL, .rd = value(i), .rs1 = ADDRESS, .imm = offset);
}

/* Each warp: BODY instructions, a decrement and a branch, ITERATIONS times in all. */
static void make_loop(struct program *p, void (*body)(struct program *, unsigned),
                      unsigned lane_shift, unsigned warps) {
    p->count = 0;
    program_spawn(p, warps);
    program_lane_address(p, ADDRESS, 0, MUON_CSR_TID, lane_shift);
    for (unsigned i = 0; i < VALUES; i++)
        program_li(p, value(i), 0x3f000000 + i * 0x10000);
    program_li(p, ARGUMENT, 0x3fc0); /* 1.5 */
    program_li(p, COUNTER, ITERATIONS / warps);
    unsigned top = p->count;
    for (unsigned i = 0; i < BODY; i++)
        body(p, i);
    EMIT(p, ADDI, .rd = COUNTER, .rs1 = COUNTER, .imm = -1);
    program_aim(p, EMIT(p, BNE, .rs1 = COUNTER), top);
    program_exit(p);
}

/* Million warp-instructions a second, the best of some. */
static double measure(const struct program *p, unsigned warps) {
    double best = 0;
    for (int i = 0; i < REPEATS; i++) {
        struct run run;
        struct musim_config config = {
            .cores = 1, .warps = warps, .lanes = LANES, .max_instructions = UINT64_MAX};
        run_load(&run, p, &config);
        double start = now();
        run_go(&run);
        double seconds = now() - start;
        struct musim_stats stats;
        musim_get_stats(run.machine, &stats);
        if (run.status != MUSIM_DONE)
            fprintf(stderr, "%s", run.report);
        run_free(&run);
        double rate = (double)stats.warp_instructions / seconds / 1e6;
        best = rate > best ? rate : best;
    }
    return best;
}

/* The same work without a simulator: VALUES vectors of LANES through BODY operations. */
static double host_alu(void) {
    static uint32_t x[VALUES][LANES];
    double start = now();
    for (int n = 0; n < ITERATIONS; n++) {
        for (unsigned i = 0; i < BODY; i++)
            for (unsigned lane = 0; lane < LANES; lane++)
                x[i % VALUES][lane] += x[(i + 1) % VALUES][lane] ^ x[(i + 3) % VALUES][lane];
        __asm__ volatile("" : : "r"(x) : "memory");
    }
    return (double)ITERATIONS * BODY / (now() - start) / 1e6;
}

static const struct loop {
    const char *name;
    void (*body)(struct program *, unsigned);
    unsigned lane_shift; /* log2 of the bytes between lanes */
    double aims[2];      /* of one warp, of 16 */
} loops[] = {
    {"ALU loop", alu_body, 2, {40, 150}},
    {"FMA loop", fma_body, 2, {40, 150}},
    {"shared-memory loop", shared_body, 2, {20, 20}},
    {"global-memory loop", global_body, 2, {20, 20}},
    {"global memory, scattered", scattered_body, 11, {20, 20}},
    {"bfloat16 FMA loop", bf16_fma_body, 2, {10, 37.5}},
    {"bfloat16 exponential loop", bf16_exp_body, 2, {10, 37.5}},
};

/* One row; returns the rate. */
static double report(const struct loop *loop, unsigned warps) {
    static struct program program;
    make_loop(&program, loop->body, loop->lane_shift, warps);
    double rate = measure(&program, warps);
    printf("%-26s %12.1f %8.2f %7.1fx\n", loop->name, rate, 1e3 / rate,
           rate / loop->aims[warps > 1]);
    return rate;
}

int main(void) {
    static const unsigned warps[2] = {1, 16};
    for (unsigned w = 0; w < 2; w++) {
        double single = 0, half = 0;
        printf("16 lanes, %2u warp%-9s %12s %8s %8s\n", warps[w], warps[w] == 1 ? "" : "s",
               "M warp-i/s", "ns", "of aim");
        for (unsigned i = 0; i < sizeof loops / sizeof loops[0]; i++) {
            double rate = report(&loops[i], warps[w]);
            if (loops[i].body == fma_body)
                single = rate;
            if (loops[i].body == bf16_fma_body)
                half = rate;
        }
        printf("%-26s %29.1fx of binary32's time (aim: at most 4)\n", "a bfloat16 FMA",
               single / half);
    }
    double bound = host_alu();
    printf("%-26s %12.1f %8.2f\n", "host C, same ALU work", bound, 1e3 / bound);
    return EXIT_SUCCESS;
}
