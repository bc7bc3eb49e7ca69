/* Kernels whose values do not fit into x0 to x31: in a loop, around calls, across divergent
 * branches, in recursive functions and behind function pointers, and beside hand-written code that
 * uses registers above x31 itself. */
#include "lanes.h"

enum { LIVE = 40, KERNELS = 7 };
uint32_t result[KERNELS][THREADS_OF_ALL];
volatile uint32_t seeds[LIVE] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4,
                                 6, 2, 6, 4, 3, 3, 8, 3, 2, 7, 9, 5, 0, 2, 8, 8, 4, 1, 9, 7};
volatile uint32_t rounds = 5;

#define NOINLINE __attribute__((noinline))

#define FILL(v)                                                                                    \
    uint32_t v[LIVE];                                                                              \
    _Pragma("clang loop unroll(full)") for (int i_ = 0; i_ < LIVE; i_++) v[i_] = seeds[i_] + THREAD
#define FOLD(h, v)                                                                                 \
    _Pragma("clang loop unroll(full)") for (int i_ = 0; i_ < LIVE; i_++) h = mix(h, v[i_])

/* All values live around a loop. */
static NOINLINE uint32_t in_loop(void) {
    FILL(v);
    for (uint32_t round = 0; round < rounds; round++)
#pragma clang loop unroll(full)
        for (int i = 0; i < LIVE; i++)
            v[i] = v[i] * v[(i + 7) % LIVE] + v[(i + 13) % LIVE];
    uint32_t h = 0;
    FOLD(h, v);
    return h;
}

static NOINLINE uint32_t leaf(uint32_t a, uint32_t b) {
    FILL(v);
    uint32_t h = a;
#pragma clang loop unroll(full)
    for (int i = 0; i < LIVE; i++)
        h = mix(h + v[i], v[(i + 20) % LIVE] ^ b);
    return h;
}

static NOINLINE uint32_t middle(uint32_t a, uint32_t b) {
    uint32_t x = leaf(a, b), y = leaf(b, x), z = leaf(x, y);
    return mix(x, leaf(z, a)) + mix(y, b) + z;
}

/* Every level of calls with values that live across them. */
static NOINLINE uint32_t around_calls(void) {
    uint32_t a = middle(THREAD, 1), b = middle(2, a), c = middle(a, b);
    return mix(mix(a, b), middle(c, THREAD) + c);
}

/* Lanes part while everything is live, and come back to what they had. */
static NOINLINE uint32_t divergent(void) {
    FILL(v);
    uint32_t h = THREAD;
    if (THREAD & 1) {
#pragma clang loop unroll(full)
        for (int i = 0; i < LIVE; i += 2)
            v[i] = mix(v[i], v[LIVE - 1 - i]);
        h += leaf(v[0], v[1]);
    } else if (THREAD & 2) {
#pragma clang loop unroll(full)
        for (int i = 1; i < LIVE; i += 2)
            v[i] += v[i - 1] * h;
    }
    for (uint32_t round = 0; round < THREAD % 5; round++) {
        v[round & 1 ? 3 : 4] += h;
        if (v[5] + round == 17 + THREAD)
            break;
#pragma clang loop unroll(full)
        for (int i = 0; i < LIVE; i++)
            v[i] ^= v[(i + 3) % LIVE] >> 1;
        h = mix(h, round);
    }
    FOLD(h, v);
    return h;
}

static NOINLINE uint32_t recursive(uint32_t n, uint32_t a) {
    uint32_t b = leaf(a, n), c = mix(a, b), d = mix(b, c);
    if (n == 0)
        return d;
    uint32_t e = recursive(n - 1, c);
    return mix(mix(a, e), mix(b, c) + d + (n & 1 ? recursive(n / 2, e) : 0));
}

static NOINLINE uint32_t in_recursion(void) {
    return recursive(3, THREAD);
}

static uint32_t (*const functions[])(uint32_t, uint32_t) = {middle, leaf};

static NOINLINE uint32_t behind_pointers(void) {
    uint32_t a = THREAD, b = 5, c = 7;
#pragma clang loop unroll(disable)
    for (uint32_t i = 0; i < 4; i++) {
        uint32_t d = functions[i % 2](a, b);
        a = b + c, b = c ^ d, c = mix(d, i);
    }
    return mix(a, b) ^ leaf(c, b);
}

static NOINLINE uint64_t wide_step(uint64_t a, uint64_t b) {
    return (a * b) / ((b >> 3) | 1) + (a % (b | 1));
}

static NOINLINE uint32_t wide(void) {
    uint64_t a = THREAD * UINT64_C(0x123456789abcdef) + 1, b = 77, c = 5, d = 9;
    for (uint32_t i = 0; i < rounds; i++) {
        uint64_t e = wide_step(a, c), f = wide_step(b, d);
        a = b ^ e, b = c + f, c = d * e, d = a - f;
    }
    uint32_t h = 0;
    h = mix_wide(h, a), h = mix_wide(h, b), h = mix_wide(h, c);
    return mix_wide(h, d);
}

/* Doubles a number in a register that nobody else may have. */
static NOINLINE uint32_t handwritten(uint32_t x) {
#ifdef __MUON_LANES__
    register uint32_t value __asm__("a0") = x;
    __asm__ volatile("add x40, a0, a0\n\tmv a0, x40" : "+r"(value));
    return value;
#else
    return 2 * x;
#endif
}

static NOINLINE uint32_t beside_assembly(void) {
    FILL(v);
    uint32_t h = 0;
#pragma clang loop unroll(full)
    for (int i = 0; i < LIVE; i++)
        h = mix(h, v[i]) + handwritten(v[LIVE - 1 - i] + h);
    return h;
}

static void run(void) {
    result[0][THREAD] = in_loop();
    result[1][THREAD] = around_calls();
    result[2][THREAD] = divergent();
    result[3][THREAD] = in_recursion();
    result[4][THREAD] = behind_pointers();
    result[5][THREAD] = wide();
    result[6][THREAD] = beside_assembly();
}

RUN_LANES
