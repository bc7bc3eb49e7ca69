/* What scheduling a task costs on the host, in nanoseconds, by the runtime and by loops over slots
 * as a plain scheduler has them; and what a task takes in all, with a thread for each queue, whose
 * kernel does nothing. */
#include "overlay_graph.h"

#include "neutrino/overlay.h"

#include <stdio.h>
#include <time.h>

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

/* ---- scheduling alone ---- */

/* The best of some, for each task. */
static double measure(enum graph_mode mode, unsigned queues, unsigned parents) {
    enum { TASKS = 200000, TIMES = 7 };
    double best = 1e9;
    for (int i = 0; i < TIMES; i++) {
        double begin = now();
        if (graph_bench(mode, TASKS, queues, parents) != TASKS)
            printf("not all tasks have ended\n");
        double each = (now() - begin) / TASKS;
        best = each < best ? each : best;
    }
    return best;
}

static void compare(unsigned queues, unsigned parents) {
    double fill = measure(GRAPH_FILL, queues, parents);
    double lookup = measure(GRAPH_LOOKUP, queues, parents) - fill;
    double runtime = measure(GRAPH_RUNTIME, queues, parents) - fill;
    double plain = measure(GRAPH_PLAIN, queues, parents) - fill;
    printf("%6u %8u %12.1f %12.1f %12.1f %8.2f\n", queues, parents, lookup, runtime - lookup, plain,
           runtime / plain);
}

/* ---- all of it ---- */

typedef struct {
    int nothing;
} speed_inputs_t;
OVERLAY_TYPES(speed, 1, 2, speed_inputs_t);
static speed_task_t slots[OVERLAY_SLOTS];

static void kernel(overlay_queue_t *queue) {
    while (overlay_kernel_begin(queue))
        overlay_kernel_end(queue, 0);
}
static overlay_autorun_t *const kernels[OVERLAY_QUEUES] = {
    kernel, kernel, kernel, kernel, kernel, kernel, kernel, kernel,
    kernel, kernel, kernel, kernel, kernel, kernel, kernel, kernel};
static const overlay_name_t names[] = {{"Task", NULL, "kernel", 1}};

struct load {
    int64_t tasks, queues, parents;
};

static void loops(overlay_run_t *run, const void *symbols) {
    const struct load *load = symbols;
    for (int64_t i = 0; i < load->tasks; i++) {
        speed_task_t *task = overlay_task(run);
        if (!task)
            return;
        task->queue = (uint8_t)(i % load->queues);
        task->index = (speed_index_t){0, {i}};
        task->key = (uint32_t)i;
        for (int64_t k = 0; k < load->parents && i >= load->queues + k; k++)
            task->deps[task->num_of_deps++] = (speed_dep_t){
                {0, {i - load->queues - k}}, OVERLAY_BEFORE, (uint32_t)(i - load->queues - k)};
        overlay_enqueue(run, task);
    }
}

static void run(unsigned queues, unsigned parents) {
    const overlay_t overlay = {.name = "speed",
                               .queues = queues,
                               .tasks = 1,
                               .names = names,
                               .kernels = kernels,
                               OVERLAY_RECORDS(speed, slots),
                               .exact_keys = true};
    const struct load load = {200000, queues, parents};
    double begin = now();
    overlay_outcome_t outcome = overlay_realize(&overlay, loops, &load);
    double each = (now() - begin) / (double)load.tasks;
    printf("%6u %8u %12.1f %12.2f%s\n", queues, parents, each, 1e3 / each,
           outcome.tasks == load.tasks ? "" : "  not all tasks were enqueued");
}

int main(void) {
    printf("scheduling alone, ns for each task\n%6s %8s %12s %12s %12s %8s\n", "queues", "parents",
           "application", "scheduler", "plain loops", "ratio");
    for (unsigned queues = 1; queues <= 16; queues *= 4)
        for (unsigned parents = 0; parents <= 8; parents += parents ? parents : 1)
            compare(queues, parents);
    printf("\nall of it, with a thread for each queue\n%6s %8s %12s %12s\n", "queues", "parents",
           "ns", "tasks/µs");
    for (unsigned queues = 1; queues <= 16; queues *= 2) {
        run(queues, 0);
        run(queues, 2);
    }
    return 0;
}
