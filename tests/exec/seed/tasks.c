#include <neutrino/task.h>

/* Stands for the matrix product: adds what a points at to what b points at. */
static void do_product(const int *a, int *b) {
    *b += *a;
}

#define do_matmul() do_product(addr_a, addr_b)
#define maybe_complete_the_matmul_run() ((void)0) /* returning signals it */

void matmul_task(void *addr_a, void* addr_b) {
	do_matmul();
	maybe_complete_the_matmul_run();
}
