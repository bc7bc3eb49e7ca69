/* As nbc generates it of:
 *
 *   unsigned M[6][8];
 *
 *   overlay wave {
 *     command(0, left, {inout unsigned A[][], int k});
 *     command(3, right, {in unsigned A[][], inout unsigned B[][]});
 *   }
 *   for (i = 1; i < I; i++)
 *     for (j = 1; j < J; j++) {
 *       Left(i, j) = enqueue(wave, 0, M.BCropped(1, i - 1, i, j - 1, j), i * j);
 *       Right(i, j) = enqueue(wave, 3, M.BCropped(1, i, i, j, j), M.BCropped(1, i - 1, i - 1, j - 1, j - 1));
 *     }
 *   Left.merge_ures(Right);
 *   Left.depend(Right, i - 1, j - 1);
 *   Left.depend(Right, i, j - 1) if (j > 1);
 *   Left.depend(Right, i - 1, j + 1);
 *   Left.depend(Right, i - 1, j);
 *   Right.depend(Left, i, j);
 *   Right.realize(I = 6, J = 8);
 *
 * The overlay has 4 slots.
 *
 * RUN: cc -O2 -Wall -Wextra -ffp-contract=off -I%I %s diagonal_kernels.c $(dirname $(command -v musim))/../lib/neutrino/host/libtask.a -pthread -o %t.host && %t.host
 * RUN: muonc -O2 -Wall -Wextra -ffp-contract=off %s diagonal_kernels.c -o %t.elf && sh ../../exec/scoreboard/schedules.sh %t.elf
 * RUN: muonc -O2 -ffp-contract=off -mcores=1 -mwarps=2 %s diagonal_kernels.c -o %t.elf && musim %t.elf --clusters=2 >%t.out && %t.host | cmp - %t.out
 */
#include <neutrino/overlay.h>

#include <limits.h>

extern unsigned M[6][8];

/* As the kernels have it: struct with data, min, extent and stride. */
typedef struct {
    unsigned *data;
    int min[2], extent[2], stride[2];
} wave_view2_unsigned_t;
typedef struct {
    const unsigned *data;
    int min[2], extent[2], stride[2];
} wave_const_view2_unsigned_t;

int left(wave_view2_unsigned_t A, int k);
void right(wave_const_view2_unsigned_t A, wave_view2_unsigned_t B);

/* ---- overlay wave ---- */

typedef struct {
    wave_view2_unsigned_t A;
    int k;
} wave_left_inputs_t;

typedef struct {
    wave_const_view2_unsigned_t A;
    wave_view2_unsigned_t B;
} wave_right_inputs_t;

typedef union {
    wave_left_inputs_t left;
    wave_right_inputs_t right;
} wave_inputs_t;

OVERLAY_TYPES(wave, 2, 4, wave_inputs_t);

static OVERLAY_CHANNEL wave_task_t wave_slots[4];

/* Queue 0. */
static void kernel_wave_left_0(overlay_queue_t *queue) {
    OVERLAY_CHANNEL wave_task_t *task;
    while ((task = overlay_kernel_begin(queue))) {
        const wave_left_inputs_t inputs = task->inputs.left;
        int result = 0;
        if (OVERLAY_ONE_LANE)
            result = left(inputs.A, inputs.k);
        overlay_kernel_end(queue, result);
    }
}

/* Queue 3. */
static void kernel_wave_right_3(overlay_queue_t *queue) {
    OVERLAY_CHANNEL wave_task_t *task;
    while ((task = overlay_kernel_begin(queue))) {
        const wave_right_inputs_t inputs = task->inputs.right;
        if (OVERLAY_ONE_LANE)
            right(inputs.A, inputs.B);
        overlay_kernel_end(queue, 0);
    }
}

enum { wave_Left, wave_Right };

static const overlay_name_t wave_names[] = {
    {"Left", "wave.overlay:9:5", "left", 2},
    {"Right", "wave.overlay:10:5", "right", 2},
};

static overlay_autorun_t *const wave_kernels[] = {kernel_wave_left_0, NULL, NULL,
                                                  kernel_wave_right_3};

static const overlay_t wave = {
    .name = "wave",
    .queues = 4,
    .tasks = 2,
    .names = wave_names,
    .kernels = wave_kernels,
    OVERLAY_RECORDS(wave, wave_slots),
};

/* Other tasks have the same, too: they are told apart by their indices. */
#define KEY(i, j) ((uint32_t)(i) + (uint32_t)(j))

/* ---- Right.realize(I = 6, J = 8) ---- */

typedef struct {
    int64_t I, J;
} wave_symbols_t;

static OVERLAY_LOOPS void wave_loops(overlay_run_t *run, const void *symbols) {
    const int64_t I = ((const wave_symbols_t *)symbols)->I;
    const int64_t J = ((const wave_symbols_t *)symbols)->J;
    OVERLAY_CHANNEL wave_task_t *task;

    for (int64_t i = 1; i < I; i++)
        for (int64_t j = 1; j < J; j++) {
            /* Left(i, j) = enqueue(wave, 0, M.BCropped(1, i - 1, i, j - 1, j), i * j) */
            if (!(task = overlay_task(run)))
                return;
            task->queue = 0;
            task->index = (wave_index_t){wave_Left, {i, j}};
            task->key = KEY(i, j);
            if (i - 1 >= 1 && i - 1 < I && j - 1 >= 1 && j - 1 < J)
                task->deps[task->num_of_deps++] =
                    (wave_dep_t){{wave_Right, {i - 1, j - 1}}, OVERLAY_BEFORE, KEY(i - 1, j - 1)};
            if (j > 1 && i >= 1 && i < I && j - 1 >= 1 && j - 1 < J)
                task->deps[task->num_of_deps++] =
                    (wave_dep_t){{wave_Right, {i, j - 1}}, OVERLAY_BEFORE, KEY(i, j - 1)};
            if (i - 1 >= 1 && i - 1 < I && j + 1 >= 1 && j + 1 < J)
                task->deps[task->num_of_deps++] =
                    (wave_dep_t){{wave_Right, {i - 1, j + 1}}, OVERLAY_BEFORE, KEY(i - 1, j + 1)};
            if (i - 1 >= 1 && i - 1 < I && j >= 1 && j < J)
                task->deps[task->num_of_deps++] =
                    (wave_dep_t){{wave_Right, {i - 1, j}}, OVERLAY_BEFORE, KEY(i - 1, j)};
            task->inputs.left = (wave_left_inputs_t){
                {&M[i - 1][j - 1], {(int)(i - 1), (int)(j - 1)}, {2, 2}, {8, 1}}, (int)(i * j)};
            overlay_enqueue(run, task);

            /* Right(i, j) = enqueue(wave, 3, M.BCropped(1, i, i, j, j),
             *                       M.BCropped(1, i - 1, i - 1, j - 1, j - 1)) */
            if (!(task = overlay_task(run)))
                return;
            task->queue = 3;
            task->index = (wave_index_t){wave_Right, {i, j}};
            task->key = KEY(i, j);
            if (i >= 1 && i < I && j >= 1 && j < J)
                task->deps[task->num_of_deps++] =
                    (wave_dep_t){{wave_Left, {i, j}}, OVERLAY_BEFORE, KEY(i, j)};
            task->inputs.right = (wave_right_inputs_t){
                {&M[i][j], {(int)i, (int)j}, {1, 1}, {8, 1}},
                {&M[i - 1][j - 1], {(int)(i - 1), (int)(j - 1)}, {1, 1}, {8, 1}}};
            overlay_enqueue(run, task);
        }

    if (!(task = overlay_task(run)))
        return;
    task->last = true;
    overlay_enqueue(run, task);
}

/* ---- the program ---- */

int wave_run(void) {
    const wave_symbols_t symbols = {.I = 6, .J = 8};
    const overlay_outcome_t outcome = overlay_realize(&wave, wave_loops, &symbols);
    return (int)(outcome.failed + outcome.cancelled + outcome.blocked);
}
