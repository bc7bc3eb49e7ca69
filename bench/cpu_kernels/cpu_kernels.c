/* Kernels on the native device, on one thread, beside loops by hand with the same tiles: ms of
 * processor time, the best of some runs. By hand: what gcc and clang make with -O3 for this
 * processor; the faster counts. */
#include "neutrino/host.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

enum { ELEMENTS = 1 << 22, WIDTH = 2048, MATRIX = 512, RUNS = 15 };

#define TRY(call)                                                                                  \
    do {                                                                                           \
        if (call) {                                                                                \
            fprintf(stderr, "cpu_kernels: %s\n", tk_message());                                    \
            exit(EXIT_FAILURE);                                                                    \
        }                                                                                          \
    } while (0)

#define BY(compiler)                                                                               \
    void saxpy_##compiler(uint32_t n, const float *x, float *y, float a);                          \
    void blur_##compiler(const float *in, float *out, uint32_t width, uint32_t height);            \
    void product_##compiler(const float *a, const float *b, float *c, uint32_t n);
BY(clang)
#ifdef HAVE_GCC
BY(gcc)
#endif

static tk_device device;
static tk_queue queue;
static tk_fence fence;
static tk_program program;
static float *x, *y, *z, *by_hand;
static tk_buffer buffer_x, buffer_y, buffer_z;
static float factor = 1.5f;
static uint32_t width = WIDTH, size = MATRIX;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

/* ---- kernels ---- */

static double launch(struct tk_launch of) {
    tk_command_buffer commands;
    double best = INFINITY;
    of.program = program;
    TRY(tk_commands_create(device, &commands));
    TRY(tk_record_launch(commands, &of, NULL, NULL));
    TRY(tk_commands_finalize(commands));
    for (int i = 0; i < RUNS; i++) {
        double begin = now();
        TRY(tk_dispatch(queue, commands, &(struct tk_dispatch){.fence = fence}));
        TRY(tk_fence_wait(fence, TK_FOREVER));
        best = fmin(best, now() - begin);
    }
    TRY(tk_commands_destroy(commands));
    return best;
}

static double launch_saxpy(void) {
    const struct tk_argument arguments[] = {
        {buffer_x}, {buffer_z}, {.value = &factor, .bytes = sizeof factor}};
    return launch((struct tk_launch){NULL, "saxpy", 1, {ELEMENTS}, {256}, {0}, 3, arguments});
}

static double launch_blur(void) {
    const struct tk_argument arguments[] = {
        {buffer_x}, {buffer_z}, {.value = &width, .bytes = sizeof width}};
    return launch((struct tk_launch){NULL, "blur", 2, {WIDTH, WIDTH}, {256, 1}, {0}, 3, arguments});
}

static double launch_product(void) {
    const struct tk_argument arguments[] = {
        {buffer_x}, {buffer_y}, {buffer_z}, {.value = &size, .bytes = sizeof size}};
    return launch(
        (struct tk_launch){NULL, "product", 2, {MATRIX, MATRIX}, {16, 16}, {0}, 4, arguments});
}

/* ---- by hand ---- */

enum compiler { CLANG, GCC, COMPILERS };

#ifdef HAVE_GCC
#define CALL(compiler, function, ...)                                                              \
    ((compiler) == CLANG ? function##_clang(__VA_ARGS__) : function##_gcc(__VA_ARGS__))
enum { USED = COMPILERS };
#else
#define CALL(compiler, function, ...) function##_clang(__VA_ARGS__)
enum { USED = GCC };
#endif

static void hand_saxpy(enum compiler by) {
    CALL(by, saxpy, ELEMENTS, x, by_hand, factor);
}
static void hand_blur(enum compiler by) {
    CALL(by, blur, x, by_hand, WIDTH, WIDTH);
}
static void hand_product(enum compiler by) {
    CALL(by, product, x, y, by_hand, MATRIX);
}

static double run_by_hand(void (*function)(enum compiler), enum compiler by) {
    double best = INFINITY;
    for (int i = 0; i < RUNS; i++) {
        double begin = now();
        function(by);
        best = fmin(best, now() - begin);
    }
    return best;
}

/* ---- */

static void measure(const char *name, double (*kernel)(void), void (*hand)(enum compiler),
                    size_t elements) {
    double least = INFINITY, times[COMPILERS] = {NAN, NAN};
    for (size_t i = 0; i < ELEMENTS; i++)
        z[i] = by_hand[i] = 0;
    double ours = kernel();
    for (enum compiler by = CLANG; by < (enum compiler)USED; by++) {
        if (by == CLANG)
            times[by] = run_by_hand(hand, by);
        else {
            float *kept = by_hand;
            by_hand = calloc(ELEMENTS, sizeof *by_hand);
            times[by] = run_by_hand(hand, by);
            free(by_hand);
            by_hand = kept;
        }
        least = fmin(least, times[by]);
    }
    for (size_t i = 0; i < elements; i++)
        if (fabsf(z[i] - by_hand[i]) > 1e-3f * fabsf(by_hand[i])) {
            fprintf(stderr, "cpu_kernels: %s differs at %zu: %g, not %g\n", name, i, z[i],
                    by_hand[i]);
            exit(EXIT_FAILURE);
        }
    printf("%-22s %8.2f %8.2f %8.2f   %.2f of the faster\n", name, ours, times[CLANG], times[GCC],
           ours / least);
}

static float *make(tk_buffer *buffer, unsigned modulus) {
    float *memory = aligned_alloc(64, ELEMENTS * sizeof *memory);
    if (!memory)
        exit(EXIT_FAILURE);
    for (size_t i = 0; i < ELEMENTS; i++)
        memory[i] = (float)(i % modulus);
    if (buffer)
        TRY(tk_buffer_wrap(device, memory, ELEMENTS * sizeof *memory, buffer));
    return memory;
}

int main(void) {
    TRY(tk_open_native(1, &device));
    TRY(tk_queue_create(device, &queue));
    TRY(tk_fence_create(&fence));
    TRY(tk_program_load(device, KERNELS, &program));
    x = make(&buffer_x, 97);
    y = make(&buffer_y, 89);
    z = make(&buffer_z, 1);
    by_hand = make(NULL, 1);
    printf("ms                       kernel    clang      gcc\n");
    measure("saxpy, 4 Mi", launch_saxpy, hand_saxpy, ELEMENTS);
    measure("blur, 2048 x 2048", launch_blur, hand_blur, (size_t)WIDTH * WIDTH);
    measure("matrix product, 512", launch_product, hand_product, (size_t)MATRIX * MATRIX);
    TRY(tk_fence_destroy(fence));
    TRY(tk_program_destroy(program));
    TRY(tk_queue_destroy(queue, TK_END_WAIT));
    TRY(tk_device_close(device, TK_END_WAIT));
    return 0;
}
