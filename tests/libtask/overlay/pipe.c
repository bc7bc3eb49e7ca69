/* As nbc generates it of:
 *
 *   float X[16];
 *   float Y[16];
 *   float Z[16];
 *   int n = 16;
 *
 *   overlay pipe {
 *     command(0, a0, {in float A[], out float B[], int n});
 *     command(1, a1, {in float B[], inout float C[], int n});
 *   }
 *   for (i = 0; i < N; i++) {
 *     Task0(i) = enqueue(pipe, 0, X, Y, n - i);
 *     Task1(i) = enqueue(pipe, 1, Y, Z, n);
 *   }
 *   Task0.merge_ures(Task1);
 *   Task1.depend(Task0, i);
 *   Task0.depend(Task1, i - 1) if (i > 0);
 *   Task1.realize(N = 4);
 *
 * RUN: cc -O2 -Wall -Wextra -ffp-contract=off -I%I %s pipe_kernels.c $(dirname $(command -v musim))/../lib/neutrino/host/libtask.a -pthread -o %t.host && %t.host
 * RUN: muonc -O2 -Wall -Wextra -ffp-contract=off %s pipe_kernels.c -o %t.elf && sh ../../exec/scoreboard/schedules.sh %t.elf
 * RUN: muonc -O2 -ffp-contract=off -mcores=1 -mwarps=2 %s pipe_kernels.c -o %t.elf && musim %t.elf --clusters=2 >%t.out && %t.host | cmp - %t.out
 */
#include <neutrino/overlay.h>

#include <limits.h>

extern float X[16];
extern float Y[16];
extern float Z[16];
extern int n;

void a0(const float *A, float *B, int n);
void a1(const float *B, float *C, int n);

/* ---- overlay pipe ---- */

typedef struct {
    const float *A;
    float *B;
    int n;
} pipe_a0_inputs_t;

typedef struct {
    const float *B;
    float *C;
    int n;
} pipe_a1_inputs_t;

typedef union {
    pipe_a0_inputs_t a0;
    pipe_a1_inputs_t a1;
} pipe_inputs_t;

OVERLAY_TYPES(pipe, 1, 1, pipe_inputs_t);

static OVERLAY_CHANNEL pipe_task_t pipe_slots[16];

/* Queue 0. */
static void kernel_pipe_a0_0(overlay_queue_t *queue) {
    OVERLAY_CHANNEL pipe_task_t *task;
    while ((task = overlay_kernel_begin(queue))) {
        const pipe_a0_inputs_t inputs = task->inputs.a0;
        if (OVERLAY_ONE_LANE)
            a0(inputs.A, inputs.B, inputs.n);
        overlay_kernel_end(queue, 0);
    }
}

/* Queue 1. */
static void kernel_pipe_a1_1(overlay_queue_t *queue) {
    OVERLAY_CHANNEL pipe_task_t *task;
    while ((task = overlay_kernel_begin(queue))) {
        const pipe_a1_inputs_t inputs = task->inputs.a1;
        if (OVERLAY_ONE_LANE)
            a1(inputs.B, inputs.C, inputs.n);
        overlay_kernel_end(queue, 0);
    }
}

enum { pipe_Task0, pipe_Task1 };

static const overlay_name_t pipe_names[] = {
    {"Task0", "pipe.overlay:11:3", "a0", 1},
    {"Task1", "pipe.overlay:12:3", "a1", 1},
};

static overlay_autorun_t *const pipe_kernels[] = {kernel_pipe_a0_0, kernel_pipe_a1_1};

static const overlay_t pipe = {
    .name = "pipe",
    .queues = 2,
    .tasks = 2,
    .names = pipe_names,
    .kernels = pipe_kernels,
    OVERLAY_RECORDS(pipe, pipe_slots),
    .exact_keys = true,
};

/* ---- Task1.realize(N = 4) ---- */

typedef struct {
    int64_t N;
} pipe_symbols_t;

static OVERLAY_LOOPS void pipe_loops(overlay_run_t *run, const void *symbols) {
    const int64_t N = ((const pipe_symbols_t *)symbols)->N;
    OVERLAY_CHANNEL pipe_task_t *task;

    for (int64_t i = 0; i < N; i++) {
        /* Task0(i) = enqueue(pipe, 0, X, Y, n - i) */
        if (!(task = overlay_task(run)))
            return;
        task->queue = 0;
        task->index = (pipe_index_t){pipe_Task0, {i}};
        task->key = 2u * (uint32_t)i + pipe_Task0;
        if (i > 0 && i - 1 >= 0 && i - 1 < N)
            task->deps[task->num_of_deps++] = (pipe_dep_t){{pipe_Task1, {i - 1}}, OVERLAY_BEFORE, 2u * (uint32_t)(i - 1) + pipe_Task1};
        const int64_t argument_2 = (int64_t)n - i;
        if (argument_2 < INT_MIN || argument_2 > INT_MAX) {
            task->error = "argument 3, n, does not fit int";
            task->error_value = argument_2;
        }
        task->inputs.a0 = (pipe_a0_inputs_t){X, Y, (int)argument_2};
        overlay_enqueue(run, task);

        /* Task1(i) = enqueue(pipe, 1, Y, Z, n) */
        if (!(task = overlay_task(run)))
            return;
        task->queue = 1;
        task->index = (pipe_index_t){pipe_Task1, {i}};
        task->key = 2u * (uint32_t)i + pipe_Task1;
        if (i >= 0 && i < N)
            task->deps[task->num_of_deps++] = (pipe_dep_t){{pipe_Task0, {i}}, OVERLAY_BEFORE, 2u * (uint32_t)i + pipe_Task0};
        task->inputs.a1 = (pipe_a1_inputs_t){Y, Z, n};
        overlay_enqueue(run, task);
    }

    if (!(task = overlay_task(run)))
        return;
    task->last = true;
    overlay_enqueue(run, task);
}

/* ---- the program ---- */

int pipe_run(void) {
    const pipe_symbols_t symbols = {.N = 4};
    const overlay_outcome_t outcome = overlay_realize(&pipe, pipe_loops, &symbols);
    return (int)(outcome.failed + outcome.cancelled + outcome.blocked);
}
