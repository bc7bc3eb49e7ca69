/* A graph of commands that the host hands over whole, the SIMT side: the Neutrino walks it
 * (libtask/neutrino/graph_tasks.c), and for each launch in it wakes the warps.
 *
 *   first warp ── run of graph_run ──► Neutrino
 *              ◄── its signal, the launch block ──
 *   all warps: meet, execute the launch, meet
 *
 * The first warp sleeps in the run, the others at a barrier. What a launch finds is what it would
 * find on a machine that has been reset, but for the counts of runs: those of sync points are the
 * same for all, as they are when all are 0, and no program that is handed graphs looks at more
 * (NEUTRINO_COUNTS_RUNS). */
#include "items.h"

#include "libtask/neutrino/graph_table.h"

/* Launched by name, with the table's address as its argument. Programs with kernels have it, though
 * none of their functions calls it. What it calls by an address may be a function whose address has
 * been taken, as muonc sees it: itself. So nothing of it is in registers that kernels take for
 * theirs. */
void neutrino_run_graph(void);
__attribute__((used, retain)) static void (*const run_graph)(void) = neutrino_run_graph;
/* Of the start code, if it is ours: what a launch finds zero in shared memory. */
__attribute__((weak)) void neutrino_clear_shared(void);

extern const char __neutrino_task_graph_run[];
/* There is none while muonc finds out which tasks it has to have. */
extern const char __neutrino_image[] __attribute__((weak));
/* Of the linker script, if it is ours. */
extern const char __muon_sync_points_end[] __attribute__((weak));

static void meet(void) {
    muon_barrier(ITEMS_CLUSTER_BARRIER, items_warps());
}

enum { COUNTER = (1 << NEUTRINO_RUN_COUNTER_BITS) - 1 };

/* The count of a sync point's runs, one more than before: a run that passes through. */
static uint32_t count_on(uint32_t sync_point) {
    return neutrino_invoke((int)sync_point, NO_DEPS, ASYNC | WARPS(1) | IMMEDIATE | DUMMY) &
           COUNTER;
}

static bool is_later(uint32_t count, uint32_t than) {
    return count != than && ((count - than) & COUNTER) <= COUNTER / 2;
}

/* Makes the counts of all sync points the same: one more than the most. */
static void level_counts(void) {
    uint32_t end = (uint32_t)__muon_sync_points_end, first = NEUTRINO_FIRST_SYNC_POINT, most = 0;
    for (uint32_t point = first; point < end; point++) {
        uint32_t count = __uniform(count_on(point));
        most = point == first || is_later(count, most) ? count : most;
    }
    most = (most + 1) & COUNTER;
    for (uint32_t point = first; point < end; point++)
        while (__uniform(count_on(point)) != most)
            ;
}

/* Tells that the launch has ended, if there was one, and sleeps until the next is there. */
static void fetch(struct graph_table *table) {
    level_counts();
    __asm__ volatile("nu.payload %0, %1, %2, zero, 0\n\t"
                     "nu.invoke.rh.pw.sync zero, %0, zero, zero, zero, 1"
                     :
                     : "r"(__neutrino_task_graph_run), "r"(table), "r"(__neutrino_image)
                     : "memory");
    if (neutrino_clear_shared)
        neutrino_clear_shared();
}

static uint64_t cycles(void) {
    return (uint64_t)muon_cycles_high() << 32 | muon_cycles_low();
}

static void execute(struct graph_table *table, void (*kernel)(void)) {
    uint64_t begin = cycles();
    kernel();
    if (items_csr_warp() == 0 && items_lane() == 0)
        table->core_cycles[__builtin_riscv_sm3p0(NEUTRINO_CSR_CID_)] = cycles() - begin;
    meet();
}

void neutrino_run_graph(void) {
    struct graph_table *table = *(struct graph_table *const *)muon_argument_base();
    meet(); /* the first launch comes in its place */
    for (;;) {
        if (items_warp() == 0)
            fetch(table);
        meet();
        void (*kernel)(void) = __uniform(*(void (*volatile *)(void))NEUTRINO_LAUNCH_KERNEL);
        if (!kernel)
            break;
        execute(table, kernel);
    }
}
