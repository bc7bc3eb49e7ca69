/* The programming model's third example: the Neutrino is at a block while the warp is at the one before. The
 * lines with tabs are as they were first written down, for one flow of control: every warp that ran them would
 * start a task of its own, so ALL_WARPS and CLUSTER are one warp here.
 *
 * RUN: nbc -O1 tasks.c -o %t.nbin && muonc -mcores=1 -mwarps=1 -Wno-nu-dummy-shape -O2 %s --neutrino=%t.nbin -o %t.elf && musim %t.elf --dump=results:i32
 * RUN: for seed in 1 2 3 4 5 6 7 8 9; do musim %t.elf --perturb=$seed --dump=results:i32; done | sort -u */
enum { BLOCKS = 10 };

int values[BLOCKS], products[BLOCKS], results[BLOCKS];

static int started, finished, blocks_done;

#define more_to_process (finished < BLOCKS)
/* The last round only waits for the last block, and starts what nobody looks at. */
static int idle[2];
#define addr_a (started < BLOCKS ? &values[started] : &idle[0])
#define addr_b (started < BLOCKS ? &products[started] : &idle[1])

static void do_softmax(void) {
    started++;
    if (started < 2)
        return; /* no product is done yet */
    results[finished] = 2 * products[finished];
    finished++;
}

static void do_gpu_stuff(void) {
    blocks_done = finished;
}

int main(void) {
    run_t matmul_done, prev_matmul_done = 0, softmax_done;
    for (int i = 0; i < BLOCKS; i++) {
        values[i] = i + 1;
        products[i] = 100;
    }

    // clang-format off
while (more_to_process) {
	neutrino_payload((matmul_args_t) {addr_a, addr_b});
	matmul_done = neutrino_invoke(matmul_task, NO_DEPS, ASYNC | SINGLE_THREAD | SIGNAL);

	softmax_done = neutrino_invoke(0, DEPS(prev_matmul_done), SYNC | ALL_WARPS | DUMMY | MANUAL);
	do_softmax();
	neutrino_complete(softmax_done, ALL_WARPS);

	prev_matmul_done = matmul_done;
}

// synchronize the whole cluster
neutrino_invoke(0, NO_DEPS, SYNC | CLUSTER | DUMMY | IMMEDIATE);
do_gpu_stuff();
    // clang-format on

    return blocks_done == BLOCKS ? 0 : 1;
}
