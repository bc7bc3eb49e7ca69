/* A payload has 768 bytes at most, and all of them arrive.
 *
 * RUN: nbc tasks.c -o %t.nbin && muonc -O2 %s --neutrino=%t.nbin -o %t.elf && sh schedules.sh %t.elf --dump=seen:i32 */
#include "rules.h"

static int sum;

int main(void) {
    if (me())
        return 0;
    sum_args_t args;
    int expected = 0;
    args.sum = &sum;
    for (int i = 0; i < 191; i++) {
        args.large.words[i] = i * i;
        expected = expected * 3 + i * i;
    }
    neutrino_payload(args);
    neutrino_invoke(sum_task, NO_DEPS, SYNC | SINGLE_THREAD);
    seen[0] = sizeof args;
    seen[1] = sum == expected;
    return 0;
}
