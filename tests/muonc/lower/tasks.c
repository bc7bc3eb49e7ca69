/* The tasks of this folder's tests. */
#include <stdint.h>

struct point {
    int16_t x, y;
};

void matmul_task(void *addr_a, void *addr_b) {
}

void empty_task(void) {
}

void mixed_task(char c, short s, int64_t wide, float f, struct point p, char last) {
}
