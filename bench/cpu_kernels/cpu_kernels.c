/* Kernels on the native device beside loops by hand with the same tiles, which gcc and clang make
 * with -O3 for this processor, and beside the same kernels on pocl. Warm, the best of some runs: on
 * one thread in ms of processor time, on one for each CPU in ms that pass. */
#include "neutrino/host.h"

#include "opencl.h"
#include "threads.h"
#include "tiles.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    ELEMENTS = 1 << 22,
    WIDTH = 2048,
    MATRIX = 512,
    RUNS = 10,
    ROUNDS = 5,
    BYTES = ELEMENTS * 4
};

#define TRY(call)                                                                                  \
    do {                                                                                           \
        if (call) {                                                                                \
            fprintf(stderr, "cpu_kernels: %s\n", tk_message());                                    \
            exit(EXIT_FAILURE);                                                                    \
        }                                                                                          \
    } while (0)

static float *x, *y, *z, *by_hand;
static const float factor = 1.5f;
static const uint32_t width = WIDTH, size = MATRIX;

/* Of threads that wait for each other, what passes; of one, what it takes itself. */
static double now(bool one) {
    struct timespec time;
    clock_gettime(one ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

/* ---- by hand ---- */

enum compiler { CLANG, GCC, COMPILERS };

#define BY(compiler)                                                                               \
    void saxpy_##compiler(uint32_t n, const float *x, float *y, float a);                          \
    void blur_##compiler(const float *in, float *out, uint32_t width, uint32_t height);            \
    void product_##compiler(const float *a, const float *b, float *c, uint32_t n, uint32_t rows);
BY(clang)
#ifdef HAVE_GCC
BY(gcc)
#define CALL(compiler, function, ...)                                                              \
    ((compiler) == CLANG ? function##_clang(__VA_ARGS__) : function##_gcc(__VA_ARGS__))
enum { USED = COMPILERS };
#else
#define CALL(compiler, function, ...) function##_clang(__VA_ARGS__)
enum { USED = GCC };
#endif

static void hand_saxpy(enum compiler by, unsigned part, unsigned parts) {
    uint32_t n = ELEMENTS / parts, first = part * n;
    CALL(by, saxpy, part + 1 < parts ? n : ELEMENTS - first, x + first, by_hand + first, factor);
}

static void hand_blur(enum compiler by, unsigned part, unsigned parts) {
    uint32_t rows = WIDTH / parts, first = part * rows;
    CALL(by, blur, x + first * WIDTH, by_hand + first * WIDTH, WIDTH,
         part + 1 < parts ? rows : WIDTH - first);
}

static void hand_product(enum compiler by, unsigned part, unsigned parts) {
    uint32_t rows = MATRIX / parts / TILE * TILE, first = part * rows;
    CALL(by, product, x + first * MATRIX, y, by_hand + first * MATRIX, MATRIX,
         part + 1 < parts ? rows : MATRIX - first);
}

/* ---- what is measured ---- */

static const struct subject {
    const char *name;
    size_t elements;
    void (*hand)(enum compiler by, unsigned part, unsigned parts);
    const char *kernel;
    unsigned dimensions;
    uint32_t global[2], local[2];
    bool second;        /* it reads y, too */
    const void *value;  /* its last argument */
    const char *define; /* what kernels.cl calls the local size */
    bool square;        /* which is the same along y, else 1 there */
    int tried_count;
    size_t tried[6]; /* local sizes for OpenCL; 0: as it likes */
} subjects[] = {
    {"saxpy, 4 Mi",
     ELEMENTS,
     hand_saxpy,
     "saxpy",
     1,
     {ELEMENTS},
     {4096},
     false,
     &factor,
     NULL,
     false,
     5,
     {0, 64, 256, 1024, 4096}},
    {"blur, 2048 x 2048",
     (size_t)WIDTH *WIDTH,
     hand_blur,
     "blur",
     2,
     {WIDTH, WIDTH},
     {ROW, 1},
     false,
     &width,
     "ROW",
     false,
     5,
     {64, 128, 256, 512, 1024}},
    {"matrix product, 512",
     (size_t)MATRIX *MATRIX,
     hand_product,
     "product",
     2,
     {MATRIX, MATRIX},
     {TILE, TILE},
     true,
     &size,
     "TILE",
     true,
     3,
     {8, 16, 32}},
};
enum { SUBJECTS = sizeof subjects / sizeof *subjects };

/* ---- libtask ---- */

struct rig {
    tk_device device;
    tk_queue queue;
    tk_fence fence;
    tk_program program;
    tk_buffer x, y, z;
};

static void open_rig(struct rig *rig, unsigned threads) {
    TRY(tk_open_native(threads, &rig->device));
    TRY(tk_queue_create(rig->device, &rig->queue));
    TRY(tk_fence_create(&rig->fence));
    TRY(tk_program_load(rig->device, KERNELS, &rig->program));
    TRY(tk_buffer_wrap(rig->device, x, BYTES, &rig->x));
    TRY(tk_buffer_wrap(rig->device, y, BYTES, &rig->y));
    TRY(tk_buffer_wrap(rig->device, z, BYTES, &rig->z));
}

static void close_rig(const struct rig *rig) {
    TRY(tk_buffer_destroy(rig->x));
    TRY(tk_buffer_destroy(rig->y));
    TRY(tk_buffer_destroy(rig->z));
    TRY(tk_fence_destroy(rig->fence));
    TRY(tk_program_destroy(rig->program));
    TRY(tk_queue_destroy(rig->queue, TK_END_WAIT));
    TRY(tk_device_close(rig->device, TK_END_WAIT));
}

static double launch(const struct rig *rig, const struct tk_launch *of, bool one, int runs) {
    tk_command_buffer commands;
    double best = INFINITY;
    TRY(tk_commands_create(rig->device, &commands));
    TRY(tk_record_launch(commands, of, NULL, NULL));
    TRY(tk_commands_finalize(commands));
    for (int i = 0; i < runs; i++) {
        double begin = now(one);
        TRY(tk_dispatch(rig->queue, commands, &(struct tk_dispatch){.fence = rig->fence}));
        TRY(tk_fence_wait(rig->fence, TK_FOREVER));
        best = fmin(best, now(one) - begin);
    }
    TRY(tk_commands_destroy(commands));
    return best;
}

static double run_kernel(const struct rig *rig, const struct subject *of, bool one) {
    struct tk_argument arguments[4] = {{rig->x}};
    size_t count = 1;
    if (of->second)
        arguments[count++].buffer = rig->y;
    arguments[count++].buffer = rig->z;
    arguments[count++] = (struct tk_argument){.value = of->value, .bytes = 4};
    struct tk_launch kernel = {rig->program,
                               of->kernel,
                               of->dimensions,
                               {of->global[0], of->global[1]},
                               {of->local[0], of->local[1]},
                               {0},
                               count,
                               arguments};
    return launch(rig, &kernel, one, RUNS);
}

static double run_empty(const struct rig *rig) {
    const struct tk_argument argument = {rig->z};
    return launch(rig, &(struct tk_launch){rig->program, "empty", 1, {1}, {1}, {0}, 1, &argument},
                  false, 2000);
}

/* ---- loops ---- */

struct hand {
    const struct subject *of;
    enum compiler by;
};

static void run_part(void *context, unsigned part, unsigned parts) {
    const struct hand *hand = context;
    hand->of->hand(hand->by, part, parts);
}

static double run_by_hand(const struct subject *of, enum compiler by, bool one) {
    double best = INFINITY;
    struct hand hand = {of, by};
    for (int i = 0; i < RUNS; i++) {
        double begin = now(one);
        if (one)
            run_part(&hand, 0, 1);
        else
            threads_run(run_part, &hand);
        best = fmin(best, now(one) - begin);
    }
    return best;
}

/* ---- OpenCL ---- */

struct peer {
    double time, first;
    size_t local;
};

static void run_peer(const struct subject *of, size_t along, struct peer *best) {
    struct opencl_launch kernel = {of->kernel,
                                   of->dimensions,
                                   {of->global[0], of->global[1]},
                                   {x, of->second ? y : NULL},
                                   z,
                                   BYTES,
                                   of->value,
                                   of->define};
    const size_t local[2] = {along, of->square ? along : 1};
    struct opencl_times times = opencl_measure(&kernel, along ? local : NULL, RUNS);
    if (!best->first)
        best->first = times.first;
    if (times.best < best->time) {
        best->time = times.best;
        best->local = along;
    }
}

/* In the first round with all local sizes, then with the one that suits it best. */
static void run_peer_round(const struct subject *of, int round, struct peer *best) {
    if (round)
        run_peer(of, best->local, best);
    for (int i = 0; !round && i < of->tried_count; i++)
        run_peer(of, of->tried[i], best);
}

/* ---- all of it ---- */

static void compare(const char *whose, const struct subject *of) {
    for (size_t i = 0; i < of->elements; i++)
        if (fabsf(z[i] - by_hand[i]) > 1e-3f * fabsf(by_hand[i])) {
            fprintf(stderr, "cpu_kernels: %s of %s differs at %zu: %g, not %g\n", of->name, whose,
                    i, z[i], by_hand[i]);
            exit(EXIT_FAILURE);
        }
}

struct times {
    double kernel, hand[COMPILERS];
    struct peer peer;
};

/* All in turn, as other programs may have the processors for a while. */
static struct times measure_rounds(const struct rig *rig, const struct subject *of, bool one,
                                   bool peers) {
    struct times times = {INFINITY, {INFINITY, INFINITY}, {INFINITY, 0, 0}};
    for (int round = 0; round < ROUNDS; round++) {
        times.kernel = fmin(times.kernel, run_kernel(rig, of, one));
        for (enum compiler by = CLANG; by < (enum compiler)USED; by++)
            times.hand[by] = fmin(times.hand[by], run_by_hand(of, by, one));
        if (peers)
            run_peer_round(of, round, &times.peer);
    }
    return times;
}

/* The results, too, from the same beginning. */
static void check(const struct rig *rig, const struct subject *of, bool peers) {
    struct peer ignored = {INFINITY, 0, 0};
    memset(z, 0, BYTES);
    memset(by_hand, 0, BYTES);
    run_kernel(rig, of, true);
    run_by_hand(of, CLANG, true);
    compare("libtask", of);
    if (!peers)
        return;
    memset(z, 0, BYTES);
    memset(by_hand, 0, BYTES);
    run_peer(of, of->tried[0], &ignored);
    for (int i = 0; i <= RUNS; i++)
        of->hand(CLANG, 0, 1);
    compare("OpenCL", of);
}

static void measure(const struct rig *rig, const struct subject *of, bool one, bool peers) {
    char local[40] = "its own";
    check(rig, of, peers);
    struct times times = measure_rounds(rig, of, one, peers);
    double least = fmin(times.hand[CLANG], times.hand[GCC]);
    printf("%-22s %8.2f %8.2f %8.2f %6.2f", of->name, times.kernel, times.hand[CLANG],
           times.hand[GCC], times.kernel / least);
    if (times.peer.local)
        snprintf(local, sizeof local, of->square ? "%zu x %zu" : "%zu", times.peer.local,
                 times.peer.local);
    if (peers)
        printf(" %8.2f %6.2f %10s %8.0f", times.peer.time, times.kernel / times.peer.time, local,
               times.peer.first);
    printf("\n");
}

static float *make(unsigned modulus) {
    float *memory = aligned_alloc(64, BYTES);
    if (!memory)
        exit(EXIT_FAILURE);
    for (size_t i = 0; i < ELEMENTS; i++)
        memory[i] = (float)(i % modulus);
    return memory;
}

static void measure_all(unsigned threads, bool peers) {
    bool one = threads == 1;
    struct rig rig;
    open_rig(&rig, threads);
    for (int i = 0; i < SUBJECTS; i++)
        measure(&rig, &subjects[i], one, peers);
    if (!one) {
        printf("%-22s %8.4f %24s", "empty launch", run_empty(&rig), "");
        if (peers) {
            struct opencl_launch empty = {"empty", 1, {1}, {NULL}, z, BYTES, NULL, NULL};
            printf(" %8.4f", opencl_measure(&empty, NULL, 2000).best);
        }
        printf("\n");
    }
    close_rig(&rig);
}

int main(void) {
    char peer[500];
    unsigned threads = (unsigned)sysconf(_SC_NPROCESSORS_ONLN);
    x = make(97);
    y = make(89);
    z = make(1);
    by_hand = make(1);
    bool peers = opencl_open(peer, sizeof peer);
    printf("OpenCL: %s\n", peer);
    printf("%-22s %8s %8s %8s %6s %8s %6s %10s %8s\n", "ms", "kernel", "clang", "gcc", "ratio",
           "OpenCL", "ratio", "local", "cold");
    printf("on one thread\n");
    measure_all(1, false);
    printf("on %u threads\n", threads);
    threads_start(threads);
    measure_all(threads, peers);
    threads_stop();
    if (peers)
        opencl_close();
    free(x);
    free(y);
    free(z);
    free(by_hand);
    return 0;
}
