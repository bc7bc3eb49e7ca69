/* A task for cluster_cases.c. Its memory is its own, and gone when it ends. */
#include <neutrino/task.h>

void sum_task(int i, unsigned *total) {
    unsigned *memory = malloc(1 << 20);
    if (!memory)
        abort();
    memory[0] = 3 * *total;
    memory[(1 << 18) - 1] = (unsigned)i;
    *total = memory[0] + memory[(1 << 18) - 1];
}
