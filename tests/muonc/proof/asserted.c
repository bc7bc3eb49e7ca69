/* What __uniform is about, in other registers and through merges too, is what the author says.
 * RUN: muonc -O0 %s -o %t.elf && musim --check %t.elf
 * RUN: muonc -O2 %s -o %t.elf && musim --check %t.elf
 * RUN: muonc -O2 -mno-spill-to-registers %s -o %t.elf && musim --check %t.elf
 */
#include <neutrino/console.h>

#define APART __attribute__((noinline))

APART static unsigned of_an_argument(unsigned x, unsigned n) {
    __uniform(x);
    for (unsigned i = 0; i < n; i++)
        if (__uniform(x) > i)
            x += n;
    return x;
}

APART static unsigned of_a_sum(volatile unsigned *from) {
    unsigned x = *from, y = __uniform(x);
    unsigned sum = 0;
    while (y--)
        sum += muon_lane_id() < 3 ? x : y;
    return sum;
}

int main(void) {
    static volatile unsigned five = 5;
    unsigned a = of_an_argument(five, 7), b = of_a_sum(&five);
    if (muon_hart_id() == 0)
        printf("%u %u\n", a, b);
    return 0;
}
