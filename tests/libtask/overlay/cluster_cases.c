/* What overlays on a cluster have beside those on the host: kernels that all lanes of a warp execute, kernels that start
 * tasks of the program's own, reports on the console, and machines that are too small.
 *
 * RUN: nbc -O2 cluster_tasks.c -o %t.nbin
 * RUN: muonc -O2 -Wall -Wextra -Wno-nu-divergent-sync -DCASE=lanes %s --neutrino=%t.nbin -o %t.elf && sh ../../exec/scoreboard/schedules.sh %t.elf
 * RUN: muonc -O2 -Wno-nu-divergent-sync -DCASE=tasks %s --neutrino=%t.nbin -o %t.elf && sh ../../exec/scoreboard/schedules.sh %t.elf
 * RUN: muonc -O2 -Wno-nu-divergent-sync -DCASE=blocked %s --neutrino=%t.nbin -o %t.elf && sh ../../exec/scoreboard/schedules.sh %t.elf
 * RUN: muonc -O2 -Wno-nu-divergent-sync -DCASE=stopped %s --neutrino=%t.nbin -o %t.elf && sh ../../exec/scoreboard/schedules.sh %t.elf
 * RUN: muonc -O2 -Wno-nu-divergent-sync -DCASE=blocked -DHOLE %s --neutrino=%t.nbin -o %t.elf && sh ../../exec/scoreboard/schedules.sh %t.elf
 * RUN: muonc -O2 -Wno-nu-divergent-sync -DCASE=lanes -DSLOTS=65 -DPLACE=cases_slots %s --neutrino=%t.nbin -o %t.elf && sh ../../exec/scoreboard/schedules.sh %t.elf
 * RUN: muonc -O2 -Wno-nu-divergent-sync -DCASE=lanes -DSLOTS=2 -DPLACE=0 %s --neutrino=%t.nbin -o %t.elf && musim %t.elf
 * RUN: muonc -O2 -Wno-nu-divergent-sync -DCASE=lanes -Wno-nu-divergent-sync -mcores=1 -mwarps=1 %s --neutrino=%t.nbin -o %t.elf && musim %t.elf */
#include <neutrino/console.h>
#include <neutrino/overlay.h>
#include <neutrino/view.h>

static uint32_t sums[OVERLAY_LANES];
static uint32_t total;

/* Lane 5 of the last task fails. */
static int add_lanes(int i) {
    sums[overlay_lane()] = 3 * sums[overlay_lane()] + (uint32_t)(i + overlay_lane());
    return i == 3 && overlay_lane() == 5;
}

/* A task of the program's, while the scheduler stays on the Neutrino. */
static void add_by_task(int i) {
    neutrino_payload(sum_args(i, &total));
    neutrino_invoke(sum_task, NO_DEPS, SYNC | SINGLE_THREAD | SIGNAL);
}

/* ---- the overlay ---- */

typedef struct {
    int i;
} cases_inputs_t;

OVERLAY_TYPES(cases, 1, 1, cases_inputs_t);

static OVERLAY_CHANNEL cases_task_t cases_slots[2];

static inline void kernel_lanes(overlay_queue_t *queue) {
    OVERLAY_CHANNEL cases_task_t *task;
    while ((task = overlay_kernel_begin(queue)))
        overlay_kernel_end(queue, add_lanes(task->inputs.i));
}

static void kernel_tasks(overlay_queue_t *queue) {
    OVERLAY_CHANNEL cases_task_t *task;
    while ((task = overlay_kernel_begin(queue))) {
        const cases_inputs_t inputs = task->inputs;
        if (OVERLAY_ONE_LANE)
            add_by_task(inputs.i);
        overlay_kernel_end(queue, 0);
    }
}

static const overlay_name_t cases_names[] = {{"Lanes", "cases:1:1", "lanes", 1},
                                             {"Task", "cases:2:1", "task", 1}};
#ifdef HOLE /* there is no kernel on queue 0 */
#define kernel_lanes NULL
#endif
static overlay_autorun_t *const cases_kernels[] = {kernel_lanes, kernel_tasks};
static const overlay_t cases = {.name = "cases",
                                .queues = 2,
                                .tasks = 2,
                                .names = cases_names,
                                .kernels = cases_kernels,
                                OVERLAY_RECORDS(cases, cases_slots)};

static OVERLAY_CHANNEL cases_task_t *next(overlay_run_t *run, int kind, int i) {
    OVERLAY_CHANNEL cases_task_t *task = overlay_task(run);
    if (task) {
        task->queue = (uint8_t)kind;
        task->index = (cases_index_t){kind, {i}};
        task->inputs.i = i;
    }
    return task;
}

static OVERLAY_LOOPS void lanes(overlay_run_t *run, const void *symbols) {
    (void)symbols;
    OVERLAY_CHANNEL cases_task_t *task;
    for (int i = 0; i < 4 && (task = next(run, 0, i)); i++)
        overlay_enqueue(run, task);
}

static OVERLAY_LOOPS void tasks(overlay_run_t *run, const void *symbols) {
    (void)symbols;
    OVERLAY_CHANNEL cases_task_t *task;
    for (int i = 0; i < 20 && (task = next(run, 1, i)); i++)
        overlay_enqueue(run, task);
}

static OVERLAY_LOOPS void blocked(overlay_run_t *run, const void *symbols) {
    (void)symbols;
    for (int i = 0; i < 4; i++) {
        OVERLAY_CHANNEL cases_task_t *task = next(run, i % 2, i / 2);
        if (!task)
            return;
        if (i == 1)
            task->deps[task->num_of_deps++] = (cases_dep_t){{0, {7}}, OVERLAY_AFTER, 0};
        if (i == 2)
            task->deps[task->num_of_deps++] = (cases_dep_t){{1, {0}}, OVERLAY_BEFORE, 0};
        overlay_enqueue(run, task);
    }
}

static OVERLAY_LOOPS void stopped(overlay_run_t *run, const void *symbols) {
    OVERLAY_CHANNEL cases_task_t *task = next(run, 1, 0);
    if (task)
        overlay_enqueue(run, task);
    overlay_stop(run, "the bound of loop i overflows", *(const int *)symbols);
}

static struct {
    overlay_loops_t *lanes, *tasks, *blocked, *stopped;
} loops = {lanes, tasks, blocked, stopped};

#ifdef SLOTS
static const overlay_t wrong = {.name = "wrong", .slots = SLOTS, .queues = 2,
                                .kernels = cases_kernels, .records = PLACE};
#define cases wrong
#endif

int main(void) {
    int symbol = 77;
    overlay_outcome_t outcome = overlay_realize(&cases, loops.CASE, &symbol);
    if (muon_hart_id() == 0)
        printf("tasks %d, failed %d, cancelled %d, blocked %d, sums %u %u, total %u\n",
               (int)outcome.tasks, (int)outcome.failed, (int)outcome.cancelled,
               (int)outcome.blocked, (unsigned)sums[0], (unsigned)sums[OVERLAY_LANES - 1],
               (unsigned)total);
    return 0;
}
