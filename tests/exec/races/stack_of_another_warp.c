/* A pointer to a variable on the stack that outlives it.
 *
 * RUN: sh race.sh %s %t */
#include "races.h"

NEUTRINO_SYNC(shown);

int *pointer;
int result;

static __attribute__((noinline)) void show(int value) {
    int local[4] = {value, value + 1, value + 2, value + 3};
    pointer = local;
    neutrino_invoke(shown, NO_DEPS, ASYNC | WARPS(1));
    FIX(neutrino_invoke(0, NO_DEPS, SYNC | WARPS(2) | IMMEDIATE);)
    __asm__ volatile("" : : "r"(local) : "memory");
}

static __attribute__((noinline)) void use_stack(int value) {
    volatile int local[4];
    for (int i = 0; i < 4; i++)
        local[i] = value;
}

int main(void) {
    if (me() == 0) {
        muon_tmc(1);
        show(7);
        use_stack(9);
    } else if (me() == 1) {
        wait_for(shown(1));
        result = pointer[1];
        FIX(neutrino_invoke(0, NO_DEPS, SYNC | WARPS(2) | IMMEDIATE);)
    }
    return 0;
}
