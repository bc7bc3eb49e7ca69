/* The programming model's first example, its lines as they were first written down (those with tabs),
 * with definitions for the names that it leaves open. Warps 0 preprocess, one on each core, so that
 * CLUSTER is both; warps 1 postprocess.
 *
 * RUN: nbc -O1 tasks.c -o %t.nbin && muonc -Wno-nu-dummy-shape -O2 %s --neutrino=%t.nbin -o %t.elf && sh ../scoreboard/schedules.sh %t.elf --dump=sums:i32 */

/* A core may be ahead of the other by all of them, with two open runs in each: the scoreboard has room. */
enum { ROUNDS = 8 };

#define PREPROCESS_WARPS WARPS(2)
#define SOME_WARPS WARPS(1)

int values[ROUNDS][2]; /* [round][core] */
int sums[2];           /* what the postprocessing warps saw in the end */
int products[ROUNDS][2];

static run_t preproc_done;
static int errors;

#define warp_should_preprocess (muon_warp_id() == 0)
#define warp_should_postprocess (muon_warp_id() == 1)
#define addr_a (&values[round - 1][core])
#define addr_b (&products[round - 1][core])

static void one_example(void) {
    int round = 0, core = (int)muon_core_id(), sum = 0;

run_t preprocess_done;
run_t matmul_done;

    preprocess_done = 0;
    matmul_done = 0;
    (void)preprocess_done;

#define preproc_done preprocess_done
#define still_have_stuff (round++ < ROUNDS)
#define do_preprocess_stuff() (values[round - 1][core] = 100 * round + core)
if (warp_should_preprocess) {
	while (still_have_stuff) {
		preproc_done = neutrino_invoke(0, NO_DEPS, ASYNC | CLUSTER | MANUAL);
		do_preprocess_stuff();
		// notify consumer
		neutrino_complete(preproc_done, PREPROCESS_WARPS);

		// kick off matmul asynchronously
		neutrino_payload((matmul_args_t) {addr_a, addr_b});
		matmul_done = neutrino_invoke(matmul_task, DEPS(preproc_done), ASYNC | SINGLE_THREAD | SIGNAL);
	}
} else if (warp_should_postprocess) {
#undef still_have_stuff
/* Two runs a round; the second of a round comes after both cores' preprocessing. */
#define still_have_stuff (round++ < ROUNDS && (matmul_done = task_run(matmul_task, 2u * round)))
#define do_postprocess_stuff()                                                                     \
    (neutrino_invoke(0, DEPS(task_run(matmul_task, 2u * round - 1)), SYNC | SOME_WARPS | IMMEDIATE), \
     sum += *addr_b)
	while (still_have_stuff) {
		// wait for matmul stage done
		neutrino_invoke(0, DEPS(matmul_done), SYNC | SOME_WARPS | IMMEDIATE);
		do_postprocess_stuff();
	}
    sums[core] = sum;
}
}

int main(void) {
    one_example();
    return errors;
}
