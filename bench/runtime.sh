#!/usr/bin/env bash
# runtime.sh BIN_DIRECTORY: what the runtime's operations cost, in warp instructions of each warp that does
# them, beside the same written by hand with the builtins. Four warps do each operation a hundred times in a
# loop; what the loop alone costs is left out. Of operations that one warp of a group does for all, such as
# sending a job's arguments, the share of each of the four counts: both columns have it.
set -eu
PATH="$(cd "$1" && pwd):$PATH"
work=$(mktemp -d "${TMPDIR:-/tmp}/runtime-XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >tasks.c <<'END'
#include <neutrino/task.h>
void none_task(void) {}
void three_task(int *a, int b, int c) {}
void six_task(int *a, int b, int c, int d, int e, int f) {}
struct large { int word[24]; };
void large_task(int *a, struct large b) {}
END
nbc -O2 tasks.c -o tasks.nbin

cat >kernel.c <<'END'
#include <neutrino/dma.h>
#include <neutrino/fifo.h>
#include <neutrino/pipe.h>
#include <neutrino/smem.h>
#include <neutrino/stack.h>
MUON_GROUP(all, 0, 4);
MUON_GROUP(one, 0, 1);
MUON_PIPE(pipe, int[64], 4, all, all);
MUON_MUTEX(mutex);
MUON_FIFO(fifo, int, 8);
MUON_STACK(stack, int, 1024);
NEUTRINO_SYNC(met); NEUTRINO_SYNC(ended); NEUTRINO_SYNC(waited);
NEUTRINO_SYNC(filled); NEUTRINO_SYNC(freed); NEUTRINO_SYNC(produce); NEUTRINO_SYNC(consume);
int data[64];
__shared int tile[64];
struct large large;

/* The run of a task that four warps make, and what all know it by. */
#define BY_HAND(task, arguments)                                                                   \
    ({                                                                                             \
        run_t i = neutrino_invoke(met, NO_DEPS, SYNC | WARPS(4) | IMMEDIATE);                      \
        if (muon_warp_id() == 0) {                                                                 \
            arguments;                                                                             \
            run_t run = neutrino_invoke(task, NO_DEPS, ASYNC | WARPS(1) | SIGNAL);                 \
            neutrino_invoke(ended, DEPS(run), ASYNC | WARPS(1) | IMMEDIATE);                       \
        }                                                                                          \
        ended(i);                                                                                  \
    })
#define ALONE(task, arguments)                                                                     \
    ({                                                                                             \
        arguments;                                                                                 \
        neutrino_invoke(task, NO_DEPS, ASYNC | WARPS(1) | SIGNAL);                                 \
    })

int main(void) {
    run_t job = 0;
    pipe_t end = pipe_init();
    uint32_t item = 0, used = 0; /* a count for each side of a pipe: other warps, as a rule */
    /* What makes the work-items' ids counts for no operation. */
    __asm__ volatile("" : "+r"(item), "+r"(used) : "r"(tk_local_linear_id()));
#pragma clang loop unroll(disable)
    for (int i = 0; i < 100; i++) {
        OPERATION;
        __asm__ volatile("" : : "r"(job), "r"(item) : "memory");
    }
    return 0;
}
END

# count OPERATION: sets executed, of the whole program.
count() {
    muonc -O2 -w -mcores=1 -mwarps=4 "-DOPERATION=$1" kernel.c --neutrino=tasks.nbin -o kernel.elf
    executed=$(musim --stats kernel.elf | awk '/^warp instructions/ { print $3 }')
}

count 'job = 0'
loop=$executed

# row NAME LIBRARY BY-HAND
row() {
    count "$2"
    library=$executed
    count "$3"
    awk -v name="$1" -v loop="$loop" -v a="$library" -v b="$executed" 'BEGIN {
        printf "%-42s %8.2f %8.2f   %.2f\n", name, (a - loop) / 400, (b - loop) / 400,
               (b > loop) ? (a - loop) / (b - loop) : 1 }'
}

printf '%-42s %8s %8s   %s\n' "instructions of each warp" library "by hand" ratio
wait_hand='neutrino_invoke(waited, DEPS(job), SYNC | WARPS(4) | IMMEDIATE)'
row 'job, no arguments, and sync' \
    'job = job_invoke(all, none_task); job_sync(all, job)' \
    "job = BY_HAND(none_task, ); $wait_hand"
row 'job, 12 bytes, and sync' \
    'job = job_invoke(all, three_task, data, i, 2); job_sync(all, job)' \
    "job = BY_HAND(three_task, neutrino_payload(three_args(data, i, 2))); $wait_hand"
row 'job, 24 bytes, and sync' \
    'job = job_invoke(all, six_task, data, i, 2, 3, i, 5); job_sync(all, job)' \
    "job = BY_HAND(six_task, neutrino_payload(six_args(data, i, 2, 3, i, 5))); $wait_hand"
row 'job, 100 bytes, and sync' \
    'job = job_invoke(all, large_task, data, large); job_sync(all, job)' \
    "job = BY_HAND(large_task, neutrino_payload(large_args(data, large))); $wait_hand"
row 'job of one warp, 12 bytes, and sync' \
    'job = job_invoke(one, three_task, data, i, 2); job_sync(one, job)' \
    "job = ALONE(three_task, neutrino_payload(three_args(data, i, 2))); neutrino_invoke(0, DEPS(job), SYNC | WARPS(1) | IMMEDIATE)"
row 'job, 12 bytes, wait and complete' \
    'job = job_invoke(all, three_task, data, i, 2); job = job_wait(all, job); job_complete(all, job)' \
    "job = BY_HAND(three_task, neutrino_payload(three_args(data, i, 2))); job = neutrino_invoke(waited, DEPS(job), SYNC | WARPS(4) | MANUAL); neutrino_complete(job, WARPS(4))"
row 'meet' 'all_meet()' 'neutrino_invoke(met, NO_DEPS, SYNC | WARPS(4) | IMMEDIATE)'
row 'pipe: wait and complete on both sides' \
    'pipe_produce_wait(&end); pipe_produce_complete(&end); pipe_consume_wait(&end); pipe_consume_complete(&end)' \
    'neutrino_invoke(produce, DEPS(freed(item - 3)), SYNC | WARPS(4) | IMMEDIATE); '\
'neutrino_invoke(filled, NO_DEPS, ASYNC | WARPS(4) | IMMEDIATE); '\
'neutrino_invoke(consume, DEPS(filled(used + 1)), SYNC | WARPS(4) | IMMEDIATE); '\
'neutrino_invoke(freed, NO_DEPS, ASYNC | WARPS(4) | IMMEDIATE); item++; used++'

copy_hand() {
    echo "if (muon_warp_id() == 0) { neutrino_payload($1_args($2));" \
        "job = neutrino_invoke($1_task, NO_DEPS, ASYNC | WARPS(1) | SIGNAL);" \
        'neutrino_invoke(0, DEPS(job), SYNC | WARPS(1) | IMMEDIATE); } muon_barrier(2, 4)'
}
row 'copy of a row, and wait' 'job = tk_dma_read_1d(tile, data, 16, 0); tk_dma_wait(1, &job)' \
    "$(copy_hand three 'data, 7, 16')"
row 'copy of rows, and wait' \
    'job = tk_dma_write_2d(data, tile, 16, 3, 16, 32, 0); tk_dma_wait(1, &job)' \
    "$(copy_hand six 'data, 7, 16, 3, 16, 32')"

# Without a peer by hand.
alone() {
    count "$2"
    awk -v name="$1" -v loop="$loop" -v a="$executed" \
        'BEGIN { printf "%-42s %8.2f\n", name, (a - loop) / 400 }'
}
alone 'mutex: lock and unlock' 'mutex_unlock(mutex_lock())'
alone 'fifo: push and pop of a word' 'fifo_push(i); job = fifo_pop()'
alone 'stack: push and pop of a word by each lane' \
    'int top; stack_push(i, true); if (stack_pop(&top, true)) item += top'
alone 'smem: malloc and free, of a free heap' 'smem_free(smem_malloc(64, 16))'

cat >lanes.c <<'END'
#include <neutrino/atomic.h>
#include <neutrino/lanes.h>
uint32_t words[16];
__shared_zeroed uint32_t near[16];
int main(void) {
    uint32_t item = muon_lane_id(), lane = item;
    float number = (float)item;
    muon_tmc(LANES);
    __asm__ volatile("" : "+r"(item), "+r"(number), "+r"(lane));
#pragma clang loop unroll(disable)
    for (int i = 0; i < 100; i++) {
        OPERATION;
        __asm__ volatile("" : "+r"(item), "+r"(number));
    }
    muon_exit(0);
}
END

# count_lanes LANES OPERATION: as count, of those lanes of 16, in two warps.
count_lanes() {
    muonc -O2 -w -mcores=1 -mwarps=2 -mlanes=16 "-DLANES=$1" "-DOPERATION=$2" lanes.c -o lanes.elf
    executed=$(musim --stats lanes.elf | awk '/^warp instructions/ { print $3 }')
}

# lanes NAME OPERATION
lanes() {
    count_lanes 0xffff ''
    all_loop=$executed
    count_lanes 0x5555 ''
    few_loop=$executed
    count_lanes 0xffff "$2"
    all=$executed
    count_lanes 0x5555 "$2"
    awk -v name="$1" -v a="$((all - all_loop))" -v b="$((executed - few_loop))" \
        'BEGIN { printf "%-42s %8.0f %8.0f\n", name, a / 200, b / 200 }'
}
printf '\n%-42s %8s %8s\n' "instructions, addresses known" "16 of 16" "8 of 16"
lanes 'lanes: muon_ballot' 'item = muon_ballot(item & 1)'
lanes 'lanes: muon_any, muon_all' 'item += muon_any(item & 1)'
lanes 'lanes: muon_shuffle' 'item = muon_shuffle(item, lane)'
lanes 'lanes: muon_shuffle_up by 1' 'item = muon_shuffle_up(item, 1)'
lanes 'lanes: muon_shuffle_xor by 1' 'item = muon_shuffle_xor(item, 1)'
lanes 'lanes: muon_broadcast of lane 2' 'item = muon_broadcast(item, 2)'
lanes 'lanes: muon_broadcast_first' 'item = muon_broadcast_first(item)'
lanes 'lanes: muon_match, of one value' 'item = muon_match(i)'
lanes 'lanes: muon_match, of four values' 'item = muon_match(lane / 4)'
lanes 'lanes: muon_reduce_add of float' 'number = muon_reduce_add(number)'
lanes 'lanes: muon_reduce_min of uint32_t' 'item = muon_reduce_min(item)'
lanes 'lanes: muon_scan_add of float' 'number = muon_scan_add(number)'
lanes 'lanes: muon_scan_exclusive_add of float' 'number = muon_scan_exclusive_add(number)'
lanes 'atomic: muon_atomic_add, neighbouring words' 'muon_atomic_add(&words[lane], 1u)'
lanes 'atomic: muon_atomic_add, one word' 'muon_atomic_add(&words[0], 1u)'
lanes 'atomic: muon_atomic_max, neighbouring words' 'muon_atomic_max(&words[lane], 1u)'
lanes 'atomic: compare-exchange, neighbouring words' \
    'muon_atomic_compare_exchange(&words[lane], 0u, 0u)'
lanes 'atomic: the same, shared' 'muon_atomic_compare_exchange(&near[lane], 0u, 0u)'
echo

cat >items.c <<'END'
#include <neutrino/kernel.h>
#define BARRIER tk_work_group_barrier(0, TK_SCOPE_WORK_GROUP, TK_ACQUIRE_RELEASE | TK_MEMORY_WORK_GROUP)
/* So often as to be seen beside the rest. */
#define REPEATED(operation)                                                                        \
    for (uint32_t i = 0; i < 100; i++) {                                                           \
        operation;                                                                                 \
        __asm__ volatile("");                                                                      \
    }
__local volatile uint32_t room[64];
static void items(const void *arguments) {
    (void)arguments;
    OPERATION;
}
int main(void) {
    struct neutrino_launch *launch = (struct neutrino_launch *)NEUTRINO_LAUNCH_BASE;
    uint32_t *sizes = (uint32_t *)NEUTRINO_ARGS_BASE;
    launch->global_size[0] = GLOBAL;
    sizes[0] = (GLOBAL + 63) / 64;
    sizes[3] = 64;
    sizes[1] = sizes[2] = sizes[4] = sizes[5] = 1;
    neutrino_launch_items(items);
    return 0;
}
END

# count_items OPERATION GLOBAL: as count, of groups of 64 work-items in four warps.
count_items() {
    muonc -O2 -w -mcores=1 -mwarps=4 -mlanes=16 "-DOPERATION=$1" "-DGLOBAL=$2" items.c -o items.elf
    executed=$(musim --stats items.elf | awk '/^warp instructions/ { print $3 }')
}

# in_kernel NAME OPERATION REFERENCE TIMES: for each of so many, beside what the reference takes.
in_kernel() {
    count_items "$3" 128
    reference=$executed
    count_items "$2" 128
    awk -v name="$1" -v a="$executed" -v b="$reference" -v n="$4" \
        'BEGIN { printf "%-42s %8.2f\n", name, (a - b) / (2 * 4 * n) }'
}
in_kernel 'work-items: tk_work_group_barrier, in a loop' 'BARRIER; REPEATED(BARRIER)' 'BARRIER; REPEATED()' 100
in_kernel 'work-items: tk_global_id' \
    '__asm__ volatile("" : : "r"(tk_global_id(0)), "r"(tk_group_id(0)))' \
    '__asm__ volatile("" : : "r"(tk_group_id(0)))' 1

# per_group NAME OPERATION MORE: what a group more takes; MORE work-items in one more that is short.
per_group() {
    count_items "$2" $((64 * 100 + $3))
    few=$executed
    count_items "$2" $((64 * 200 + $3))
    awk -v name="$1" -v a="$executed" -v b="$few" \
        'BEGIN { printf "%-42s %8.2f\n", name, (a - b) / (4 * 100) }'
}
per_group 'work-items: launcher, for each group' '' 0
per_group 'work-items: the same, if the last is short' '' 5
per_group 'work-items: the same, with group memory' 'room[tk_local_id(0)] = 1' 0
