/* What --perturb draws: a copy and a product that go on side by side, a task that computes, and two
 * warps end in any order. Each takes a number when it has ended.
 *
 * RUN: nbc tasks.c -o %t.nbin && muonc -O2 %s --neutrino=%t.nbin -o %t.elf && musim %t.elf --dump=seen:i32
 * RUN: for seed in $(seq 60); do musim --perturb=$seed %t.elf --dump=seen:i32; done | awk '{ for (i = 3; i < 8; i++) for (j = 3; j < 8; j++) if ($i < $j) before[i, j] = 1 } END { for (pair in before) n++; print n " of 20 orders of two" }'
 * RUN: for seed in 5 5 9 9; do musim --perturb=$seed %t.elf --dump=seen:i32; done | uniq | wc -l */
#include "rules.h"

enum { COPY, PRODUCT, SUM, SHORT, LONG, EVENTS };

NEUTRINO_SYNC(ended);

static int from[100], to[100];
static int sum;
__shared float a[64], b[64], c[64];

static void end(int event) {
    seen[event] = (int)(neutrino_invoke(ended, NO_DEPS, ASYNC | WARPS(1)) & 0xff);
}

static void wait(run_t run) {
    neutrino_invoke(0, DEPS(run), SYNC | WARPS(1) | IMMEDIATE);
}

static void spin(int rounds) {
    for (volatile int i = 0; i < rounds; i++)
        ;
}

int main(void) {
    switch (me()) {
    case 0:
        for (int i = 0; i < 64; i++)
            a[i] = b[i] = (float)i;
        muon_fence();
        neutrino_payload((copy_args_t){from, to, 100});
        neutrino_invoke(copy_task, NO_DEPS, ASYNC | SINGLE_THREAD | SIGNAL);
        neutrino_payload((product_args_t){a, b, c});
        neutrino_invoke(product_task, NO_DEPS, ASYNC | SINGLE_THREAD | SIGNAL);
        neutrino_payload((count_args_t){&sum, 100});
        neutrino_invoke(count_task, NO_DEPS, ASYNC | SINGLE_THREAD | SIGNAL);
        break;
    case 1: wait(task_run(copy_task, 1)), end(COPY); break;
    case 2: wait(task_run(product_task, 1)), end(PRODUCT); break;
    case 3: wait(task_run(count_task, 1)), end(SUM); break;
    case 4: spin(200), end(SHORT); break;
    case 5: spin(400), end(LONG); break;
    }
    return 0;
}
