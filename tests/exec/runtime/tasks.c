/* What the runtime's tests have the Neutrino do. */
#include <neutrino/task.h>

void add_task(int *where, int value) {
    *where += value;
}

void multiply_task(int *where, int value) {
    *where *= value;
}

void nothing_task(void) {
}

/* to = 3 · from + 1, from global and from shared memory. */
void load_task(const int *from, __shared int *to, int count) {
    for (int i = 0; i < count; i++)
        to[i] = 3 * from[i] + 1;
}

void map_task(__shared const int *from, __shared int *to, int count) {
    for (int i = 0; i < count; i++)
        to[i] = 3 * from[i] + 1;
}

/* out = a · b, n × n. */
void matmul_task(int n, __shared const float *a, __shared const float *b, __shared float *out) {
    struct neutrino_matmul product = {.a = a, .b = b, .c = out, .m = n, .n = n, .k = n};
    neutrino_matmul_deferred(&product);
}
