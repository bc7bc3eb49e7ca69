/* A graph of commands that the host hands over whole, the SIMT side: the Neutrino walks it
 * (libtask/neutrino/graph_tasks.c), and for each launch in it wakes the warps.
 *
 *   first warp ── run of graph_run ──► Neutrino
 *              ◄── its signal, the launch block ──
 *   all warps: meet, execute the launch, meet
 *
 * The first warp sleeps in the run, the others at a barrier. */
#include "items.h"

#include "libtask/neutrino/graph_table.h"

/* Launched by name, with the table's address as its argument. */
void neutrino_run_graph(void);
/* Of the start code, if it is ours: what a launch finds zero in shared memory. */
__attribute__((weak)) void neutrino_clear_shared(void);

extern const char __neutrino_task_graph_run[];

static void meet(void) {
    muon_barrier(ITEMS_CLUSTER_BARRIER, items_warps());
}

/* Tells that the launch has ended, if there was one, and sleeps until the next is there. */
static void fetch(struct graph_table *table) {
    __asm__ volatile("nu.payload %0, %1, zero, zero, 0\n\t"
                     "nu.invoke.rh.pw.sync zero, %0, zero, zero, zero, 1"
                     :
                     : "r"(__neutrino_task_graph_run), "r"(table)
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
