/* Work-item kernels that test_musim launches. */
#include <neutrino/console.h>
#include <neutrino/kernel.h>
#include <stdlib.h>

uint32_t launches; /* a variable of the program */

__kernel void scale(const uint32_t *in, uint32_t *out, uint32_t factor) {
    uint32_t i = tk_global_id(0);
    out[i] = in[i] * factor + 1;
}

/* Sums of groups, with memory of theirs as an argument. */
__kernel void sums(const uint32_t *in, uint32_t *out, __shared uint32_t *scratch) {
    uint32_t i = tk_local_linear_id(), size = tk_local_size(0);
    scratch[i] = in[tk_global_id(0)];
    tk_work_group_barrier(0, TK_SCOPE_WORK_GROUP, TK_ACQUIRE_RELEASE | TK_MEMORY_WORK_GROUP);
    if (i == 0) {
        uint32_t sum = 0;
        for (uint32_t j = 0; j < size; j++)
            sum += scratch[j];
        out[tk_group_id(0)] = sum;
    }
}

__kernel void count_launch(uint32_t *out) {
    if (tk_global_id(0) == 0)
        *out = ++launches;
}

__kernel void fault(uint32_t *out) {
    *(volatile uint32_t *)(tk_global_id(0) * 4) = *out;
}

__kernel void forever(uint32_t *out) {
    for (;;)
        ++*(volatile uint32_t *)out;
}

__kernel void say(uint32_t number) {
    if (tk_global_id(0) == 0)
        printf("number %u\n", (unsigned)number);
}
