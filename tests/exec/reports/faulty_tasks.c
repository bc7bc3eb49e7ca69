/* What task_lines.c runs on the Neutrino. */
#include <neutrino/task.h>
#include <stdlib.h>

static inline void put(volatile int *where, int value) {
    *where = value;
}

void fault_task(int *where, int how) {
    switch (how) {
    case 0: put((int *)0, 1); break;
    case 1: abort();
    case 2: neutrino_signal(neutrino_run_self() + 1); break;
    case 3: memset((char *)0 + how, 1, 8); break;
    default:
        put(where, how);
        where[1] = how;
    }
}
