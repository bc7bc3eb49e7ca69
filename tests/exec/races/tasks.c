/* What the kernels run on the Neutrino. */
#include <neutrino/task.h>

void nothing_task(void) {
}

void increment_task(int *words, int count) {
    for (int i = 0; i < count; i++)
        words[i]++;
}

/* From one object to another, both of them read here. */
void add_task(const int *from, int *to) {
    *to += *from;
}

void early_signal_task(int *result, int early) {
    if (early)
        neutrino_signal(neutrino_run_self());
    *result = 7;
    if (!early)
        neutrino_signal(neutrino_run_self());
}

void early_complete_task(run_t run, int *result, int early) {
    if (early)
        neutrino_complete(run);
    *result = 7;
    if (!early)
        neutrino_complete(run);
}

void copy_task(const int *from, __shared int *to, int count) {
    struct neutrino_dma copy = {.source = from, .destination = to, .bytes = count * sizeof *to};
    neutrino_dma_deferred(&copy);
}

void copy_back_task(const __shared int *from, int *to, int count) {
    struct neutrino_dma copy = {.source = from, .destination = to, .bytes = count * sizeof *to};
    neutrino_dma_deferred(&copy);
}

/* Copies, and uses what it has copied. */
void copy_and_add_task(const int *from, int *to, int *sum, int waits) {
    struct neutrino_dma copy = {.source = from, .destination = to, .bytes = 4 * sizeof *to};
    neutrino_dma_start(&copy, 0);
    if (waits)
        neutrino_dma_wait();
    *sum = to[0] + to[3];
    neutrino_dma_wait();
}

/* Changes what it copies. */
void copy_and_change_task(int *from, int *to, int waits) {
    struct neutrino_dma copy = {.source = from, .destination = to, .bytes = 4 * sizeof *to};
    neutrino_dma_start(&copy, 0);
    if (waits)
        neutrino_dma_wait();
    from[2] = 9;
    neutrino_dma_wait();
}

void product_task(const __shared float *a, const __shared float *b, __shared float *c,
                  int accumulate) {
    struct neutrino_matmul product = {
        .a = a, .b = b, .c = c, .m = 8, .n = 8, .k = 8, .accumulate = accumulate};
    neutrino_matmul_deferred(&product);
}
