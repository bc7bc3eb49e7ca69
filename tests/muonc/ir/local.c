/* __local variables: the address of one is no initial value, but of what the compiler makes itself; other rules
 * are those of shared memory. What a barrier is to order is checked where it is constant.
 *
 * RUN: muonc -O1 -c %s -o %t.o
 * RUN: muonc -O0 -x c++ -DORDER -c %s -o %t.o 2>&1 | grep error
 * RUN: muonc -O2 -DFULL %s -o %t.elf
 * RUN: muonc -O2 -DASSERTED -mcores=1 -mwarps=1 -mlanes=1 %s -o %t.elf && musim %t.elf | sed s/:[0-9]*:/:…:/ */
#include <neutrino/kernel.h>

__local int row[64];
#if defined ORDER
void order(void) {
    tk_work_group_barrier(0, 5, TK_RELAXED);
    tk_mem_barrier(TK_SCOPE_DEVICE, TK_ACQUIRE | TK_RELEASE);
    tk_sub_group_barrier(0, TK_SCOPE_SUB_GROUP, 0x400);
    tk_work_group_barrier(-1, TK_SCOPE_CROSS_DEVICE,
                          TK_SEQUENTIALLY_CONSISTENT | TK_MEMORY_SUB_GROUP | TK_MEMORY_WORK_GROUP);
}
#elif defined FULL
__shared char much[100000];
__local char more[40000];
int main(void) {
    much[tk_local_id(0)] = 1;
    more[tk_local_id(0)] = much[0];
    return more[1];
}
#elif defined ASSERTED
volatile int semantics = TK_ACQUIRE | TK_RELEASE;
int main(void) {
    int given = __uniform(semantics);
    tk_work_group_barrier(0, TK_SCOPE_WORK_GROUP, given);
    return row[0];
}
#else
__shared int *first = &row[0];
struct {
    int n;
    __shared int *const place;
} list[2] = {{1, &row[1]}, {2, 0}};
__local int five = 5;
__shared int *get(int i) {
    static __shared int *const table[] = {&row[2], &row[3]}; /* the user's, and might be lent */
    return table[i];
}
#endif
