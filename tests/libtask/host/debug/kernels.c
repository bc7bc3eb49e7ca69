/* Kernels that debuggers and sanitizers look at. Their lines are in gdb.sh and sanitizers.sh. */
#include <neutrino/kernel.h>

#define HERE()                                                                                     \
    tk_work_group_barrier(0, TK_SCOPE_WORK_GROUP, TK_ACQUIRE_RELEASE | TK_MEMORY_WORK_GROUP)

static int pass(__shared int *tile, int value) {
    int me = (int)tk_local_id(0);
    tile[me] = value;
    HERE();
    int next = (me + 1) % (int)tk_local_size(0); /* pass */
    return tile[next];
}

/* Right, whatever the order of work-items and groups. */
__kernel void good(int *numbers) {
    __local int tile[64];
    int own = numbers[tk_global_id(0)];
    double half = own * 0.5;
    int first = pass(tile, own + 100); /* called */
    HERE();
    int square = own * own; /* after */
    for (int round = 0; round < 2; round++) {
        int inner = round * 10 + own;
        HERE();
        tile[tk_local_id(0)] = inner; /* looped */
        HERE();
    }
    int array[3] = {own, first, square};
    HERE();
    numbers[tk_global_id(0)] = ((array[1] ^ square) + (int)half) % 1000; /* last */
}

/* The last work-item writes behind the buffer. */
__kernel void beyond(int *numbers) {
    HERE();
    numbers[tk_global_id(0) + 1] += 1; /* beyond */
}

__kernel void overflow(int *numbers) {
    HERE();
    numbers[tk_global_id(0)] = numbers[tk_global_id(0)] * 10000000; /* overflow */
}

/* Two groups at least, in different threads, write where all others do. */
__kernel void race(int *numbers) {
    HERE();
    if (tk_local_id(0))
        return;
    __atomic_fetch_add(&numbers[1], 1, __ATOMIC_RELAXED);
    while (__atomic_load_n(&numbers[1], __ATOMIC_RELAXED) < 3)
        ;
    numbers[0] += 1; /* race */
}
