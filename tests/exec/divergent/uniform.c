/* Promises of __uniform that are kept, at places that are easily taken for others, under --check;
 * the host computes what each lane must find.
 * RUN: clang-19 %s -o %t.host && %t.host >%t.expected
 * RUN: for o in 0 1 2 3 s; do muonc -O$o -mcores=1 -mwarps=1 %s -o %t.elf && musim --check --output=results:%t.bin %t.elf && cmp %t.bin %t.expected && echo same; done
 * RUN: muonc -O1 -mno-spill-to-registers -mcores=1 -mwarps=1 %s -o %t.elf && musim --check --output=results:%t.bin %t.elf && cmp %t.bin %t.expected && echo same
 * RUN: muonc -x c++ -O2 -mcores=1 -mwarps=1 %s -o %t.elf && musim --check --output=results:%t.bin %t.elf && cmp %t.bin %t.expected && echo same
 */
#include <stdbool.h>
#ifdef __riscv
#include <neutrino/muon.h>
#else
#include <stdio.h>
#define __uniform(x) (x)
#endif

enum { LANES = 16, CASES = 9 };
#define KEEP static __attribute__((noinline))

volatile unsigned four = 4;
int table[LANES];

KEEP unsigned step(unsigned x) {
    __asm__ volatile("" : "+r"(x));
    return x * 2654435761u + 1;
}

/* The last thing before a loop in which the register has something else. */
KEEP unsigned before_a_loop(unsigned x) {
    unsigned n = __uniform(four), r = x;
    do {
        r = r * 5 + n;
        n = r & 7;
    } while (n > 2);
    return r;
}
/* The last thing on one side, where another side comes to, too. */
KEEP unsigned on_one_side(unsigned x, unsigned same) {
    unsigned r = x;
    if (x & 1)
        r = __uniform(same);
    return r + 1;
}
KEEP unsigned on_both_sides(unsigned x, unsigned a, unsigned b) {
    unsigned n = x & 1 ? __uniform(a) : __uniform(b), r = x;
    for (unsigned i = 0; i < n; i++)
        r = step(r);
    return r;
}
/* Each group of lanes has its own. */
KEEP unsigned of_a_group(unsigned x) {
    unsigned n = x < 4 ? __uniform(x / 4) : x < 8 ? __uniform(x / 4) : __uniform(x / 8 + 1);
    return n ? step(n) : 0;
}
/* The last thing of a function: the next function follows. */
KEEP void last(unsigned x, unsigned same) {
    if (x > 1000) {
        step(x);
        (void)__uniform(same);
        __builtin_unreachable();
    }
}
/* More values than there are registers. */
KEEP unsigned among_many(unsigned x) {
    unsigned a[24], n = four, r = 0;
    for (unsigned i = 0; i < 24; i++)
        a[i] = step(x + i);
    unsigned m = __uniform(n);
    for (unsigned i = 0; i < m; i++)
        r += a[i] ^ step(r);
    for (unsigned i = 0; i < 24; i++)
        r = 3 * r + a[i];
    return r + __uniform(n + m) + __uniform(m);
}
KEEP unsigned of_every_type(unsigned x, unsigned same) {
    float f = __uniform((float)same / 2);
    double d = __uniform((double)same * 4);
    long long l = __uniform((long long)same << 33);
    signed char c = __uniform((signed char)(same - 6));
    bool b = __uniform(same == 4);
    int *p = __uniform(&table[same]);
    const unsigned k = same;
    return (unsigned)(f * 8) + (unsigned)d + (unsigned)(l >> 32) + (unsigned)c + b + __uniform(k) +
           (unsigned)(p - table) + x;
}
KEEP unsigned recursive(unsigned x, unsigned same) {
    return __uniform(same) ? step(recursive(x, same - 1)) : x;
}

unsigned results[LANES][CASES];

static void run(unsigned x, unsigned same, unsigned *result) {
    result[0] = before_a_loop(x);
    result[1] = on_one_side(x, same);
    result[2] = on_both_sides(x, same, same + 3);
    result[3] = of_a_group(x);
    last(x, same);
    result[4] = among_many(x);
    result[5] = of_every_type(x, same);
    result[6] = recursive(x, same);
    for (unsigned i = 0; i < __uniform(same) + 2; i++)
        result[7] += step(i) ^ x;
    result[8] = __uniform(same) > 3 && __uniform(four) == 4 ? x : 0;
}

#ifdef __riscv
int main(void) {
    unsigned x = muon_lane_id();
    run(x, four, results[x]);
    return 0;
}
#else
int main(void) {
    for (unsigned x = 0; x < LANES; x++)
        run(x, four, results[x]);
    return fwrite(results, sizeof results, 1, stdout) == 1 ? 0 : 1;
}
#endif
