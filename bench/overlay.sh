#!/usr/bin/env bash
# overlay.sh BIN_DIRECTORY: what scheduling a task costs on a cluster, in instructions of the Neutrino, all included:
# what the application and the worker send for it, and what they are answered. Beside it the loops over slots of a
# plain scheduler, which nobody sends anything to. Then how many tasks four cores
# execute while the busiest executes 1,000 instructions.
set -eu
PATH="$(cd "$1" && pwd):$PATH"
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/overlay-XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >kernel.c <<'END'
#include <neutrino/console.h>
#include <neutrino/overlay.h>

typedef struct {
    int nothing;
} bench_inputs_t;
OVERLAY_TYPES(bench, 1, PARENTS + 1, bench_inputs_t);
static OVERLAY_CHANNEL bench_task_t slots[32];

/* DELAY: how long it takes. */
static void kernel(overlay_queue_t *queue) {
    while (overlay_kernel_begin(queue)) {
        for (int i = 0; i < DELAY; i++)
            __asm__ volatile("");
        overlay_kernel_end(queue, 0);
    }
}
static overlay_autorun_t *const kernels[16] = {kernel, kernel, kernel, kernel, kernel, kernel,
                                               kernel, kernel, kernel, kernel, kernel, kernel,
                                               kernel, kernel, kernel, kernel};
static const overlay_name_t names[] = {{"Task", 0, "kernel", 1}};
static const overlay_t overlay = {.name = "bench",
                                  .queues = QUEUES,
                                  .tasks = 1,
                                  .names = names,
                                  .kernels = kernels,
                                  OVERLAY_RECORDS(bench, slots),
                                  .exact_keys = true};

/* The same tasks as in overlay_graph.c. */
static OVERLAY_LOOPS void loops(overlay_run_t *run, const void *symbols) {
    OVERLAY_CHANNEL bench_task_t *task;
    for (int64_t i = 0; i < TASKS && (task = overlay_task(run)); i++) {
        task->queue = (uint8_t)(i % QUEUES);
        task->index = (bench_index_t){0, {i}};
        task->key = (uint32_t)i;
        uint32_t count = 0;
        for (int k = 0; k < PARENTS && i >= QUEUES + k; k++)
            task->deps[count++] = (bench_dep_t){
                {0, {i - QUEUES - k}}, OVERLAY_BEFORE, (uint32_t)(i - QUEUES - k)};
        task->num_of_deps = count;
        overlay_enqueue(run, task);
    }
}

int main(void) {
    uint64_t begin = muon_cycles();
    overlay_realize(&overlay, loops, 0);
    if (muon_warp_id() == 0 && muon_lane_id() == 0)
        printf("cycles %u\n", (unsigned)(muon_cycles() - begin));
    return 0;
}
END

cat >plain.c <<'END'
#include "overlay_graph.c"
void plain_task(int mode, unsigned tasks, unsigned queues, unsigned parents) {
    graph_bench(mode, tasks, queues, parents);
}
END
cat >invoke.c <<'END'
int main(void) {
    if (muon_hart_id() == 0) {
        neutrino_payload(plain_args(MODE, TASKS, QUEUES, PARENTS));
        neutrino_invoke(plain_task, NO_DEPS, ASYNC | SINGLE_THREAD | SIGNAL);
    }
    return 0;
}
END
nbc -O2 "-I$here" "-I$here/.." plain.c -o plain.nbin

neutrino() {
    musim --stats program.elf >stats
    awk '/^Neutrino instructions/ { print $3 }' stats
}
# runtime TASKS QUEUES PARENTS DELAY
runtime() {
    muonc -O2 -mcores=4 "-DTASKS=$1" "-DQUEUES=$2" "-DPARENTS=$3" "-DDELAY=$4" kernel.c -o program.elf
    neutrino
}
# plain MODE TASKS QUEUES PARENTS
plain() {
    muonc -O2 "-DMODE=$1" "-DTASKS=$2" "-DQUEUES=$3" "-DPARENTS=$4" invoke.c --neutrino=plain.nbin -o program.elf
    neutrino
}
# Of a task, from two numbers of tasks.
each() {
    echo $((($2 - $1) / 400))
}

printf '%6s %8s %14s %14s %14s\n' queues parents 'parents wait' 'have ended' 'plain loops'
for queues in ${NEUTRINO_BENCH_QUEUES:-1 4 16}; do
    for parents in 0 1 2 4 8; do
        waiting=$(each "$(runtime 200 $queues $parents 20000)" "$(runtime 600 $queues $parents 20000)")
        ended=$(each "$(runtime 200 $queues $parents 0)" "$(runtime 600 $queues $parents 0)")
        fill=$(each "$(plain 0 200 $queues $parents)" "$(plain 0 600 $queues $parents)")
        loops=$(each "$(plain 3 200 $queues $parents)" "$(plain 3 600 $queues $parents)")
        printf '%6d %8d %14d %14d %14d\n' $queues $parents "$waiting" "$ended" $((loops - fill))
    done
done

printf '\n%6s %22s %22s\n' queues 'kernel of 4,000' 'kernel of nothing'
for queues in ${NEUTRINO_BENCH_QUEUES:-1 2 4 8 16}; do
    printf '%6d' "$queues"
    for delay in 2000 0; do
        runtime 600 "$queues" 2 $delay >/dev/null
        awk '/^cycles/ && $2 > most { most = $2 } END { printf " %22.2f", 600e3 / most }' stats
    done
    echo
done
