/* What --check costs: how much slower musim runs SIMT code with a check than without, on one core
 * of the host, with 16 lanes, by one warp and by 16, against the aim of the project for races (at
 * most 10). Plain and checked runs take turns, and the best of each counts, so that other load on
 * the host matters little. */
#include "tests/musim/program.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LANES = 16, BODY = 64, ITERATIONS = 16000, REPEATS = 5, AIM = 10 };
enum { COUNTER = 5, ADDRESS = 6, BARRIER = 7, FIRST = 8, VALUES = 8, COUNT = 17 };

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static uint8_t value(unsigned i) {
    return (uint8_t)(FIRST + i % VALUES);
}

/* ---- loop bodies, of which i is the instruction ---- */

static void alu_body(struct program *p, unsigned i) {
    static const enum muon_op ops[] = {MUON_ADD, MUON_XOR, MUON_SUB, MUON_AND, MUON_SLL, MUON_OR};
    program_emit(p,
                 &(struct muon_insn){
                     .op = ops[i % 6], .rd = value(i), .rs1 = value(i + 1), .rs2 = value(i + 3)});
}

static void load_or_store(struct program *p, unsigned i, bool shared, bool store, int32_t offset) {
    enum muon_op op = shared  ? store ? MUON_SW_SHARED : MUON_LW_SHARED
                      : store ? MUON_SW_GLOBAL
                              : MUON_LW_GLOBAL;
    struct muon_insn insn = {.op = op, .rs1 = ADDRESS, .imm = offset};
    *(store ? &insn.rs2 : &insn.rd) = value(i);
    program_emit(p, &insn);
}

/* Each warp on memory of its own, a row of lanes beside each other; three quarters of loads. */
static void shared_body(struct program *p, unsigned i) {
    load_or_store(p, i, true, i % 4 == 3, (int32_t)(i * LANES * 4));
}

static void global_body(struct program *p, unsigned i) {
    load_or_store(p, i, false, i % 4 == 3, PROGRAM_DATA + (int32_t)(i * LANES * 4));
}

/* What all warps load. */
static void common_body(struct program *p, unsigned i) {
    load_or_store(p, i, true, false, (int32_t)(0x10000 + i * LANES * 4));
}

/* Lanes far apart, as on their stacks: no two in one page of shadow memory. */
static void scattered_body(struct program *p, unsigned i) {
    load_or_store(p, i, false, i % 4 == 3, PROGRAM_DATA + (int32_t)(i * 4));
}

/* As kernels are: a load for two operations, and a barrier in each round. */
static void mixed_body(struct program *p, unsigned i) {
    if (i == BODY - 1)
        program_barrier(p, BARRIER, COUNT);
    else if (i % 3 == 0)
        load_or_store(p, i, true, i % 12 == 0, (int32_t)(i * LANES * 4));
    else
        EMIT(p, XOR, .rd = value(i), .rs1 = value(i + 1), .rs2 = value(i + 2));
}

static const struct loop {
    const char *name;
    void (*body)(struct program *, unsigned);
    unsigned lane_shift, warp_shift; /* bytes from lane to lane, and from warp to warp */
} loops[] = {
    {"arithmetic", alu_body, 2, 12},
    {"shared memory, rows", shared_body, 2, 12},
    {"shared memory, loaded by all", common_body, 2, 0},
    {"global memory, rows", global_body, 2, 12},
    {"global memory, lanes apart", scattered_body, 13, 17},
    {"arithmetic, memory, barriers", mixed_body, 2, 12},
};

/* Each warp: BODY instructions, a decrement and a branch, ITERATIONS times in all. */
static void make_loop(struct program *p, const struct loop *loop, unsigned warps) {
    p->count = 0;
    program_spawn(p, warps);
    program_lane_address(p, ADDRESS, 0, MUON_CSR_TID, loop->lane_shift);
    program_lane_address(p, COUNTER, 0, MUON_CSR_WID, loop->warp_shift);
    if (loop->warp_shift)
        EMIT(p, ADD, .rd = ADDRESS, .rs1 = ADDRESS, .rs2 = COUNTER);
    for (unsigned i = 0; i < VALUES; i++)
        program_li(p, value(i), 0x3f000000 + i * 0x10000);
    program_li(p, BARRIER, 1);
    program_li(p, COUNT, warps);
    program_li(p, COUNTER, ITERATIONS / warps);
    unsigned top = p->count;
    for (unsigned i = 0; i < BODY; i++)
        loop->body(p, i);
    EMIT(p, ADDI, .rd = COUNTER, .rs1 = COUNTER, .imm = -1);
    program_aim(p, EMIT(p, BNE, .rs1 = COUNTER), top);
    program_exit(p);
}

static const uint8_t zeros[NEUTRINO_SHARED_BYTES]; /* written, for the check of memory */

static double seconds(const struct program *p, unsigned warps, unsigned check) {
    struct run run;
    struct musim_config config = {
        .cores = 1, .warps = warps, .lanes = LANES, .max_instructions = UINT64_MAX, .check = check};
    run_load(&run, p, &config);
    musim_write_shared(run.machine, 0, 0, zeros, sizeof zeros);
    double start = now();
    run_go(&run);
    double taken = now() - start;
    if (run.status != MUSIM_DONE)
        fprintf(stderr, "%s", run.report);
    run_free(&run);
    return taken;
}

static double best(double a, double b) {
    return a < b ? a : b;
}

/* How many times as long. */
static void measure(const struct program *p, unsigned warps, double *races, double *all) {
    double plain = 1e9, with_races = 1e9, with_all = 1e9;
    for (int i = 0; i < REPEATS; i++) {
        plain = best(plain, seconds(p, warps, 0));
        with_races = best(with_races, seconds(p, warps, MUSIM_CHECK_RACES));
        with_all = best(with_all, seconds(p, warps, MUSIM_CHECK_RACES | MUSIM_CHECK_MEMORY));
    }
    *races = with_races / plain;
    *all = with_all / plain;
}

int main(void) {
    static struct program p;
    printf("musim --check: time as a multiple of that without; aim for races: at most %d\n", AIM);
    printf("%-30s %16s %22s\n", "", "races", "races and memory");
    printf("%-30s %7s %8s %11s %10s\n", "", "1 warp", "16 warps", "1 warp", "16 warps");
    for (size_t i = 0; i < sizeof loops / sizeof *loops; i++) {
        double races[2], all[2];
        for (int many = 0; many < 2; many++) {
            make_loop(&p, &loops[i], many ? 16 : 1);
            measure(&p, many ? 16 : 1, &races[many], &all[many]);
        }
        printf("%-30s %7.1f %8.1f %11.1f %10.1f\n", loops[i].name, races[0], races[1], all[0],
               all[1]);
    }
    return 0;
}
