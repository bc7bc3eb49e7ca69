/* Kernels for the CPU that test_library launches. */
#include <assert.h>
#include <neutrino/collective.h>
#include <neutrino/dma.h>
#include <neutrino/kernel.h>
#include <stdio.h>
#include <string.h>

#define HERE()                                                                                     \
    tk_work_group_barrier(0, TK_SCOPE_WORK_GROUP, TK_ACQUIRE_RELEASE | TK_MEMORY_WORK_GROUP)

/* Only some work-items come to the barrier. */
__kernel void some(uint32_t *out, uint32_t n) {
    if (tk_local_id(0) != n)
        HERE();
    out[tk_global_id(0)] = 1;
}

/* They come to different ones. */
__kernel void others(uint32_t *out, uint32_t n) {
    if (tk_local_id(0) < n)
        HERE();
    else
        HERE();
    out[tk_global_id(0)] = 1;
}

__kernel void checked(uint32_t *out, uint32_t n) {
    HERE();
    assert(tk_global_id(0) != n && "here");
    HERE();
    out[tk_global_id(0)] = tk_global_id(0);
}

uint32_t launches; /* a variable of the library */

__kernel void count(uint32_t *out, uint32_t n) {
    if (tk_global_id(0) == 0)
        launches += n;
    HERE();
    out[tk_global_id(0)] = launches;
}

__kernel void say(uint32_t *out, uint32_t n) {
    printf("work-item %u of %u says a long line of text\n", tk_global_id(0), n);
}

/* 4 KiB for each work-item. */
__kernel void much(uint32_t *out, uint32_t n) {
    uint32_t own[1024];
    for (uint32_t i = 0; i < 1024; i++)
        own[i] = i * n + tk_global_id(0);
    HERE();
    uint32_t sum = 0;
    for (uint32_t i = 0; i < 1024; i++)
        sum += own[(i + n) % 1024];
    out[tk_global_id(0)] = sum;
}

__kernel __kernel_size(8, 1, 1) void sized(uint32_t *out, uint32_t n) {
    out[tk_global_id(0)] = tk_local_size(0) + n;
}

static uint32_t deep(uint32_t n) {
    volatile uint32_t room[1000];
    room[n % 1000] = n;
    return n ? deep(n + 1) + room[n % 1000] : room[0];
}

/* What traps: an access to nowhere, a division by zero, a stack without end, an access in a function
 * of the C library's. */
__kernel void trap(uint32_t *out, uint32_t n) {
    HERE();
    if (tk_global_id(0) == 20 && n == 1)
        *(volatile uint32_t *)(uintptr_t)(n * 8) = 1;
    if (tk_global_id(0) == 21 && n == 2)
        out[0] = 7 / *(volatile uint32_t *)&out[100];
    if (tk_global_id(0) == 22 && n == 3)
        out[1] = deep(n);
    if (tk_global_id(0) == 23 && n == 5)
        memcpy(out, (void *)(uintptr_t)n, n * 100);
    HERE();
    out[tk_global_id(0)] = 9;
}

/* In the lanes of a vector. */
__kernel void gather(uint32_t *out, uint32_t n) {
    uint32_t *from = n ? out : (uint32_t *)8;
    out[tk_global_id(0)] = from[tk_global_id(0) & 31] + 1;
}

/* Copies are of all work-items, with the same arguments. */
__kernel void copies(uint32_t *out, uint32_t n) {
    __local uint32_t tile[64];
    if (n == 1 && tk_local_id(0) == 3)
        return;
    tk_event_t event = tk_dma_read_1d(tile, out + 64, n == 2 ? 4 * tk_local_id(0) + 4 : 64 * 4, 0);
    if (n == 3 && tk_local_id(0) >= 5)
        event = tk_dma_read_1d(tile, out + 64, 4, event);
    else
        event = tk_dma_read_1d(tile, out + 128, 4, event);
    tk_dma_wait(1, &event);
    out[tk_global_id(0)] = tile[tk_local_id(0)] + 1;
}

/* Not all have a part in it. */
__kernel void sums(uint32_t *out, uint32_t n) {
    if (tk_local_id(0) < n)
        out[tk_global_id(0)] = tk_work_group_reduce_add(1u);
}
