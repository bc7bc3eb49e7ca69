/* Tests that lanes pass together, one after the other: conditions of &&, breaks with which a round begins, and
 * such loops unrolled; what they tell at their end. The host computes the same.
 * RUN: clang-19 -O1 -w %s -o %t.host && %t.host >%t.expected
 * RUN: for o in -O0 -O1 -O2 -O3 -Os; do muonc $o -mcores=1 -mwarps=2 -mlanes=16 %s -o %t.elf && musim --check --output=results:%t.bin %t.elf && cmp %t.bin %t.expected && echo same; done
 * RUN: muonc -O3 -mcores=1 -mwarps=1 -mlanes=5 %s -o %t.elf && musim --check --output=results:%t.bin %t.elf && cmp %t.bin %t.expected && echo same
 */
#ifdef __riscv
#include <neutrino/muon.h>
#else
#include <stdint.h>
#include <stdio.h>
#endif

enum { THREADS_IN_ALL = 60, CASES = 10 };
#define KEEP static __attribute__((noinline))

static unsigned words[1024], own[THREADS_IN_ALL][32];

/* The head's test is of the lane, the end's of the count. */
KEEP unsigned strided(unsigned x, unsigned count) {
    unsigned sum = 0;
    for (unsigned chunk = 0; chunk < 9; chunk++) {
        unsigned i = chunk * 16 + x;
        if (i >= count)
            break;
        sum = 3 * sum + words[i];
    }
    return sum;
}
KEEP unsigned unrolled(unsigned x, unsigned count) {
    unsigned sum = 0;
#pragma unroll 4
    for (unsigned chunk = x % 3; chunk < count / 8; chunk++) {
        unsigned i = chunk * 16 + x;
        if (i >= count)
            break;
        own[x][chunk] += words[i];
        sum += own[x][chunk] * chunk;
    }
    return sum;
}
/* Where it was left, and by which test. */
KEEP unsigned left_at(unsigned x, unsigned count) {
    unsigned i = x, round = 0, at;
    for (;; round++) {
        at = i * 5 % 97;
        if (at > count)
            break;
        i += words[i % 512] % 7 + 1;
        if (round == x % 6) {
            at = 1000;
            break;
        }
    }
    return at * 1000 + round * 10 + i % 10;
}
/* Never entered by some. */
KEEP unsigned guarded(unsigned x, unsigned count) {
    unsigned sum = x;
    unsigned i = x;
    while (i < count) {
        sum += words[i];
        if (sum % 11 == 3)
            break;
        i += 7;
    }
    return sum * 64 + i % 64;
}
KEEP unsigned rows(unsigned x, unsigned count) {
    unsigned sum = 0;
    if (x > 3 && x * 3 < count && (x ^ count) % 5 != 2)
        sum += words[x];
    if (x < 40 || count - x > 30 || (x + count) % 3 == 0)
        sum ^= words[x + 1];
    if (!(x % 2 && (x + 3) % 4 != 1) && (int)(x - 20) < 5)
        sum += 100;
    return sum;
}
/* The second test would overflow where the first one fails. */
KEEP unsigned overflowing(unsigned x, unsigned count) {
    int a = (int)x - 30 > 0 ? 0x7fffffff : (int)x;
    unsigned sum = 0;
    for (int i = a; i < 200; i++) {
        if (i + 1000 > (int)count + 1020)
            break;
        sum += words[i];
    }
    return sum;
}
KEEP unsigned nested(unsigned x, unsigned count) {
    unsigned sum = 0;
    for (unsigned row = 0; row < 6; row++) {
        if (row * 9 + x >= count)
            break;
        for (unsigned k = row; k < 8; k++) {
            if (words[row * 8 + k] % 13 == x % 13)
                break;
            sum = sum * 5 + words[k];
        }
        if (sum % 7 == 0)
            continue;
        sum += row;
    }
    return sum;
}
/* A pointer and a counter live on behind it. */
KEEP unsigned search(unsigned x, unsigned count) {
    const unsigned *at = words + x;
    unsigned tries = 0;
    while (at < words + count) {
        if (*at % 5 == x % 5)
            return (unsigned)(at - words) * 100 + tries;
        at += 3;
        tries++;
    }
    return 77 + tries;
}
KEEP unsigned halves(unsigned x, unsigned count) {
    unsigned low = 0, high = count, sum = 0;
    while (low < high) {
        unsigned middle = (low + high) / 2;
        if (middle == x)
            break;
        if (middle < x)
            low = middle + 1;
        else
            high = middle;
        sum = sum * 3 + middle;
    }
    return sum + low;
}
KEEP unsigned shared_exit(unsigned x, unsigned count) {
    unsigned sum = 0, i;
    for (i = x; i < count; i += 4) {
        if (words[i] % 17 == 1)
            goto out;
        if (words[i + 1] % 17 == 2)
            goto out;
        sum += words[i];
        if (sum > 5000)
            goto out;
    }
    sum = ~sum;
out:
    return sum + i;
}

static void compute(unsigned *result, unsigned x) {
    static unsigned (*const cases[CASES])(unsigned, unsigned) = {
        strided, unrolled, left_at, guarded, rows, overflowing, nested, search, halves, shared_exit};
    const unsigned counts[] = {0, 1, 17, 64, 100, 144};
    for (unsigned c = 0; c < CASES; c++)
        for (unsigned k = 0; k < 6; k++)
            result[c] = result[c] * 31 + cases[c](x, counts[k]);
}

static void fill(void) {
    for (unsigned i = 0; i < 1024; i++)
        words[i] = i * 2654435761u >> 22;
}

unsigned results[THREADS_IN_ALL][CASES];

#ifdef __riscv
int main(void) {
    const unsigned id = muon_hart_id(), harts = muon_num_warps() * __MUON_LANES__;
    fill();
    muon_barrier(0, muon_num_warps());
    for (unsigned x = id; x < THREADS_IN_ALL; x += harts)
        compute(results[x], x);
    return 0;
}
#else
int main(void) {
    fill();
    for (unsigned x = 0; x < THREADS_IN_ALL; x++)
        compute(results[x], x);
    fwrite(results, sizeof results, 1, stdout);
    return 0;
}
#endif
