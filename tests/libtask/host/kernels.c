/* Work-item kernels that tests launch on the simulator. */
#include <neutrino/console.h>
#include <neutrino/dma.h>
#include <stdlib.h>

uint32_t launches; /* a variable of the program */

__kernel void scale(const uint32_t *in, uint32_t *out, uint32_t factor) {
    uint32_t i = tk_global_id(0);
    out[i] = in[i] * factor + 1;
}

/* Neither commutes nor forgets. */
__kernel void stir(const uint8_t *from, uint8_t *to, uint8_t add) {
    uint32_t i = tk_global_id(0);
    to[i] = (uint8_t)(to[i] * 5 + from[i] + add);
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

__kernel void increment(uint32_t *numbers) {
    numbers[tk_global_id(0)]++;
}

/* The work-items of a sub-group wait for others, which never come. */
__kernel void stuck(uint32_t *out) {
    if (tk_group_id(0) == 0)
        neutrino_invoke(0, NO_DEPS, SYNC | WARPS(2) | IMMEDIATE);
    *out = 0;
}

__kernel void end_program(uint32_t result) {
    exit((int)result);
}

/* Adds 1 if this launch is the first to see what is zero when one begins. One group. */
static __shared_zeroed uint32_t seen;
__kernel void add_unseen(uint32_t *numbers) {
    uint32_t before = seen;
    tk_work_group_barrier(0, TK_SCOPE_WORK_GROUP, TK_ACQUIRE_RELEASE | TK_MEMORY_WORK_GROUP);
    seen = 1;
    numbers[tk_global_id(0)] += !before;
}

/* Times 3, by way of the memory of one group. The launch ends when the last copy is there. */
__kernel void by_dma(uint32_t *numbers) {
    __local uint32_t mine[64];
    uint32_t bytes = tk_local_size(0) * 4, first = tk_global_id(0) - tk_local_id(0);
    tk_event_t event = tk_dma_read_1d(mine, numbers + first, bytes, 0);
    tk_dma_wait(1, &event);
    mine[tk_local_id(0)] *= 3;
    tk_work_group_barrier(0, TK_SCOPE_WORK_GROUP, TK_ACQUIRE_RELEASE | TK_MEMORY_WORK_GROUP);
    event = tk_dma_write_1d(numbers + first, mine, bytes, 0);
}

/* Until what is there is not 0, of which the launch says nothing. */
__kernel void wait_for(uint32_t address) {
    while (!*(volatile uint32_t *)address)
        ;
}

__kernel void forever(uint32_t *out) {
    for (;;)
        ++*(volatile uint32_t *)out;
}

__kernel void say(uint32_t number) {
    if (tk_global_id(0) == 0)
        printf("number %u\n", (unsigned)number);
}
