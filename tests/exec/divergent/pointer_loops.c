/* Uniform loops in lanes with addresses of their own, of which code generation makes pointers compared
 * with their ends: the proof on machine code must see that lanes agree; the host computes the same.
 * RUN: clang-19 %s -o %t.host && %t.host >%t.expected
 * RUN: muonc -O1 -mcores=1 -mwarps=1 -mlanes=16 %s -o %t.elf && musim --check --output=results:%t.bin %t.elf && cmp %t.bin %t.expected && echo same
 * RUN: muonc -O2 -mcores=1 -mwarps=2 -mlanes=32 %s -o %t.elf && musim --check --output=results:%t.bin %t.elf && cmp %t.bin %t.expected && echo same
 * RUN: muonc -O3 -mcores=1 -mwarps=1 -mlanes=4 %s -o %t.elf && musim --check --output=results:%t.bin %t.elf && cmp %t.bin %t.expected && echo same
 * RUN: muonc -Os -mcores=1 -mwarps=3 -mlanes=5 %s -o %t.elf && musim --check --output=results:%t.bin %t.elf && cmp %t.bin %t.expected && echo same
 * RUN: muonc -Oz -mcores=1 -mwarps=1 -mlanes=32 %s -o %t.elf && musim --check --output=results:%t.bin %t.elf && cmp %t.bin %t.expected && echo same
 */
#ifdef __riscv
#include <neutrino/muon.h>
#else
#include <stdio.h>
#endif

enum { THREADS_IN_ALL = 64, CASES = 12 };
#define KEEP static __attribute__((noinline))
#define ROLLED _Pragma("clang loop unroll(disable)")

static unsigned words[4096];
static unsigned short halves[4096];
static unsigned char bytes[4096];
static unsigned rows = 5, columns = 7, pitch = 9;

/* Lanes take steps of their own from row to row, and then go through it together. */
KEEP unsigned rows_of_a_lane(unsigned x, unsigned step) {
    unsigned sum = 0;
    for (unsigned row = x % 16; row < 16; row += step) {
        const unsigned *at = words + row * 60;
        ROLLED for (unsigned k = 0; k < 60; k++) sum = 3 * sum + at[k];
    }
    return sum;
}
KEEP unsigned two_pointers(unsigned x, unsigned step) {
    unsigned sum = 0;
    for (unsigned row = x / 8; row < 8; row += step) {
        const unsigned *word = words + row * 70;
        const unsigned short *half = halves + x * 12 + row;
        ROLLED for (unsigned k = 0; k < 50; k++) sum += half[k] * word[k];
    }
    return sum;
}
KEEP unsigned downwards(unsigned x, unsigned step) {
    unsigned sum = 0;
    for (unsigned row = x % 4; row < 9; row += step) {
        const unsigned *at = words + row * 100;
        ROLLED for (int k = 99; k >= 0; k--) sum = 3 * sum + at[k];
        ROLLED for (int k = 99; k > 0; k -= 3) sum = 5 * sum + at[k];
    }
    return sum;
}
KEEP unsigned of_parts_of_words(unsigned x, unsigned step) {
    unsigned sum = 0;
    for (unsigned row = x; row < 8 + x; row += step) {
        const unsigned char *byte = bytes + row * 33;
        const unsigned short *half = halves + row * 7;
        ROLLED for (unsigned k = 0; k < 31; k++) sum += byte[k] ^ half[k];
    }
    return sum;
}
KEEP unsigned with_an_exit(unsigned x, unsigned step) {
    unsigned sum = 0;
    for (unsigned row = x; row < 64; row += step) {
        const unsigned char *at = bytes + row * 33;
        ROLLED for (unsigned k = 0; k < 31; k++) {
            if (at[k] == 7)
                break;
            sum += at[k] * 3;
        }
        ROLLED for (unsigned k = 0; k < 31; k++) {
            if (words[5] % 32 == k)
                break;
            sum += at[k] * 5;
        }
    }
    return sum;
}
KEEP const unsigned *base(unsigned x) { return words + 3 * x; }
KEEP unsigned nested(unsigned x, unsigned step) {
    unsigned sum = 0;
    for (unsigned row = x; row < 64; row += step) {
        const unsigned *at = base(row);
        ROLLED for (unsigned i = 0; i < 12; i++) {
            ROLLED for (unsigned k = 0; k < 31; k++) sum += at[i * 31 + k] * 3 + at[k * 12 + i];
        }
    }
    return sum;
}
KEEP unsigned nested_with_uniform_bounds(const unsigned *at, unsigned n, unsigned m, unsigned by) {
    unsigned sum = 0;
    ROLLED for (unsigned i = 0; i < n; i++) {
        ROLLED for (unsigned k = 0; k < m; k++) sum += at[i * by + k] ^ i;
    }
    ROLLED for (unsigned i = 0; i < n; i += 2) {
        ROLLED for (unsigned k = i; k < m; k += 3) sum += at[i * by + k] ^ i;
    }
    return sum;
}
KEEP unsigned of_two_bases(const unsigned *one, const unsigned *other, unsigned which, unsigned n) {
    const unsigned *at = which ? one : other + 3;
    unsigned sum = 0;
    ROLLED for (unsigned k = 0; k < n; k++) sum += at[k];
    ROLLED for (unsigned k = n; k-- > 0;) sum = sum * 3 + at[k] + one[2 * k];
    return sum;
}
KEEP unsigned to_the_end(const unsigned *at, unsigned n) {
    unsigned sum = 0;
    ROLLED for (const unsigned *end = at + n; at != end; at++) sum = 3 * sum + *at;
    return sum;
}
KEEP unsigned strided(const unsigned *at, unsigned stride, unsigned n) {
    unsigned sum = 0;
    ROLLED for (unsigned k = 0; k < n; k++) sum += at[k * stride];
    ROLLED for (unsigned k = 0; k < n; k += 2) sum = (sum + at[k * stride]) ^ at[k * 5];
    return sum;
}
KEEP unsigned products(const unsigned *at, unsigned stride, unsigned n, unsigned x) {
    unsigned sum = 0;
    for (unsigned i = 0; i < n; i++)
        for (unsigned j = 0; j < n; j++)
            for (unsigned k = 0; k < n; k++)
                sum ^= at[i * stride + k + x] * at[k * stride + j + x];
    return sum;
}
KEEP unsigned on_the_stack(unsigned x) {
    unsigned copy[40], sum = 0;
    ROLLED for (unsigned i = 0; i < 40; i++) copy[i] = words[i + x];
    __asm__ volatile("" : : "r"(copy) : "memory");
    ROLLED for (unsigned i = 0; i < 40; i++) sum += copy[39 - i] * words[i * 3 + x];
    ROLLED for (unsigned i = 1; i < 40; i++) {
        copy[i] += copy[i - 1];
        sum ^= copy[i];
    }
    return sum;
}

unsigned results[THREADS_IN_ALL][CASES];

static void fill(void) {
    for (unsigned i = 0; i < 4096; i++) {
        words[i] = i * 2654435761u >> 7;
        halves[i] = (unsigned short)(i * 40503u);
        bytes[i] = (unsigned char)(i * i >> 3);
    }
}

static void run(unsigned x, unsigned *result) {
    const unsigned found[CASES] = {
        rows_of_a_lane(x, 1 + x % 3),
        two_pointers(x, 1 + x % 2),
        downwards(x, 2 + x % 3),
        of_parts_of_words(x, 3),
        with_an_exit(x, 1 + x % 5),
        nested(x, 9 + x),
        nested_with_uniform_bounds(words + x, rows, columns, pitch),
        of_two_bases(words + x, words, x & 3, rows),
        to_the_end(words + 2 * x, columns),
        strided(words + x, x % 7, columns) + strided(words + x, rows, columns),
        products(words, pitch, rows, x) + products(words, x, 4, x),
        on_the_stack(x),
    };
    for (unsigned i = 0; i < CASES; i++)
        result[i] = found[i];
}

#ifdef __riscv
/* All write the same words, and each warp before it reads them. */
int main(void) {
    fill();
    for (unsigned x = muon_hart_id(); x < THREADS_IN_ALL;
         x += muon_num_lanes() * muon_num_warps() * muon_num_cores())
        run(x, results[x]);
    return 0;
}
#else
int main(void) {
    fill();
    for (unsigned x = 0; x < THREADS_IN_ALL; x++)
        run(x, results[x]);
    return fwrite(results, sizeof results, 1, stdout) == 1 ? 0 : 1;
}
#endif
