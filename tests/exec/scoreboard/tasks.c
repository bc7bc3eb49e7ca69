/* What the rules' kernels run on the Neutrino. */
#include <neutrino/task.h>

/* log[0] counts the values behind it. */
void append_task(int *log, int value) {
    log[++log[0]] = value;
}

void nothing_task(void) {
}

/* Runs until the SIMT side lets it end. */
void until_task(int *flag, int *done) {
    while (!__atomic_load_n(flag, __ATOMIC_ACQUIRE))
        ;
    *done = 1;
}

void copy_task(const int *from, int *to, int count) {
    struct neutrino_dma copy = {.source = from, .destination = to, .bytes = count * sizeof *to};
    neutrino_dma_deferred(&copy);
}

/* Ends without a signal; release_task signals it. */
void held_task(void) {
    neutrino_defer();
}

void release_task(run_t run) {
    neutrino_signal(run);
}

void complete_task(run_t run) {
    neutrino_complete(run);
}

void complete_self_task(int *done) {
    *done = 1;
    neutrino_complete(neutrino_run_self());
}

/* 768 bytes: the pointer and 191 words. */
struct large {
    int words[191];
};

void sum_task(int *sum, struct large large) {
    *sum = 0;
    for (int i = 0; i < 191; i++)
        *sum = *sum * 3 + large.words[i];
}

void product_task(__shared const float *a, __shared const float *b, __shared float *c) {
    struct neutrino_matmul product = {.a = a, .b = b, .c = c, .m = 8, .n = 8, .k = 8};
    neutrino_matmul_deferred(&product);
}

void count_task(int *sum, int count) {
    for (volatile int i = 0; i < count; i++)
        *sum += i;
}
