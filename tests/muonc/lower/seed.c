/* The programming model's example, each line as it stands there; what it leaves open is ours.
 * RUN: nbc tasks.c -o %t.nbin --header=%t.h && muonc -Wno-nu-dummy-shape --neutrino=%t.nbin --emit=lowered %s */
#define SOME_WARPS WARPS(4)
#define PREPROCESS_WARPS WARPS(4)
#define function static inline void
#define barrier(warps) barrier_of_warps(void)
enum { warps = WARPS(8) };

NEUTRINO_SYNC(stage0_done);
#define stage0(i) task_run(stage0_done, i)
#define invoke(run) ((void)(run), neutrino_invoke(stage0_done, NO_DEPS, ASYNC | WARPS(1)))
#define wait(run) neutrino_invoke(0, DEPS(run), SYNC | WARPS(1) | IMMEDIATE)

extern int warp_should_preprocess, warp_should_postprocess, still_have_stuff, more_to_process;
extern int preproc, i;
extern void *addr_a, *addr_b;
void do_preprocess_stuff(void), do_postprocess_stuff(void), do_softmax(void), do_gpu_stuff(void);
void sync(void);

void pipeline(void) {
run_t preproc_done;

run_t preprocess_done;
run_t matmul_done;

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
	while (still_have_stuff) {
		// wait for matmul stage done
		neutrino_invoke(0, DEPS(matmul_done), SYNC | SOME_WARPS | IMMEDIATE);
		do_postprocess_stuff();
	}
}
}

void stages(void) {
int stage0;
int stage1;
int stage2;

if (preproc) {
	while (i) {
		sync();
		invoke(stage0(i));
		i++;
	}
} else {
	while (i) {
		sync();
		wait(stage0(i));
		i++;
	}
}
}

function barrier(warps) {
	neutrino_invoke(0, NO_DEPS, SYNC | warps | IMMEDIATE);
}

void softmax(void) {
run_t matmul_done, softmax_done, prev_matmul_done = 0;
while (more_to_process) {
	neutrino_payload((matmul_args_t) {addr_a, addr_b});
	matmul_done = neutrino_invoke(matmul_task, NO_DEPS, ASYNC | SINGLE_THREAD | SIGNAL);

	softmax_done = neutrino_invoke(0, DEPS(prev_matmul_done), SYNC | ALL_WARPS | DUMMY | MANUAL);
	do_softmax();
	neutrino_complete(softmax_done, ALL_WARPS);

	prev_matmul_done = matmul_done;
}

barrier_of_warps();

// synchronize the whole cluster
neutrino_invoke(0, NO_DEPS, SYNC | CLUSTER | DUMMY | IMMEDIATE);
do_gpu_stuff();
}
