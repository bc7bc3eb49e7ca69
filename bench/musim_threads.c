/* What clusters on threads of the host gain: eight clusters of an arithmetic loop, by one thread
 * and by more, taken in turn. The bound is the number of threads, or of the host's processors. */
#include "tests/musim/program.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { CLUSTERS = 8, WARPS = 8, LANES = 16, BODY = 64, ITERATIONS = 3000, REPEATS = 3 };
enum { COUNTER = 5, FIRST = 8, VALUES = 8, T = 20, N = 21 };

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* All warps of all clusters: BODY additions, a decrement and a branch, ITERATIONS times. */
static void make_loop(struct program *p) {
    program_spawn(p, WARPS);
    program_li(p, COUNTER, ITERATIONS);
    unsigned top = p->count;
    for (unsigned i = 0; i < BODY; i++)
        EMIT(p, ADD, .rd = (uint8_t)(FIRST + i % VALUES),
             .rs1 = (uint8_t)(FIRST + (i + 1) % VALUES), .rs2 = COUNTER);
    EMIT(p, ADDI, .rd = COUNTER, .rs1 = COUNTER, .imm = -1);
    program_aim(p, EMIT(p, BNE, .rs1 = COUNTER), top);
    program_exit(p);
}

/* Million warp-instructions a second. */
static double measure(const struct program *p, unsigned threads) {
    const struct musim_config config = {.clusters = CLUSTERS,
                                        .cores = 1,
                                        .warps = WARPS,
                                        .lanes = LANES,
                                        .max_instructions = UINT64_MAX,
                                        .threads = threads};
    struct run run;
    struct musim_stats stats;
    run_load(&run, p, &config);
    double start = now();
    run_go(&run);
    double seconds = now() - start;
    musim_get_stats(run.machine, &stats);
    if (run.status != MUSIM_DONE)
        fprintf(stderr, "%s", run.report);
    run_free(&run);
    return (double)stats.warp_instructions / seconds / 1e6;
}

int main(void) {
    static const unsigned threads[] = {1, 2, 4, 8};
    enum { COUNT = sizeof threads / sizeof threads[0] };
    static struct program program;
    double best[COUNT] = {0};
    make_loop(&program);
    for (unsigned repeat = 0; repeat < REPEATS; repeat++) {
        for (unsigned i = 0; i < COUNT; i++) {
            double rate = measure(&program, threads[i]);
            best[i] = rate > best[i] ? rate : best[i];
        }
    }
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    printf("%-26s %12s %8s %8s\n", "8 clusters of 8 warps", "M warp-i/s", "speed-up", "bound");
    for (unsigned i = 0; i < COUNT; i++) {
        long bound = (long)threads[i] < processors ? (long)threads[i] : processors;
        printf("%u thread%-18s %12.1f %7.2fx %7ldx\n", threads[i], threads[i] == 1 ? "" : "s",
               best[i], best[i] / best[0], bound);
    }
    return EXIT_SUCCESS;
}
