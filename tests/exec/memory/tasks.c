/* What the kernels run on the Neutrino. */
#include <neutrino/check.h>
#include <neutrino/task.h>

void sum_task(const __shared int *row, int count, int *sum) {
    for (int i = 0; i < count; i++)
        *sum += row[i];
}

void copy_task(const __shared int *from, int *to, int count) {
    struct neutrino_dma copy = {.source = from, .destination = to, .bytes = count * sizeof *to};
    neutrino_dma_deferred(&copy);
}

/* An allocator that has one block. */
void allocate_task(__shared int *block, unsigned bytes) {
    neutrino_check_allocated((uintptr_t)block, bytes);
}

void free_task(__shared int *block) {
    neutrino_check_freed((uintptr_t)block);
}
