/* Each way of leaving a place, in functions of a few branches and of many: the more guards a
 * function needs, the less is kept for each (muonc/ir/passes/nest.c). Loops that are entered anywhere,
 * too, one in the other. */
#include "lanes.h"

uint32_t result[1][THREADS_OF_ALL];

#define FOUR(m, i) m(i##0) m(i##1) m(i##2) m(i##3)
#define TWELVE(m, i) FOUR(m, i##0) FOUR(m, i##1) FOUR(m, i##2)
#define MANY(m) TWELVE(m, 10)

/* A few and many of what a macro makes, as a function. */
#define BOTH(name, statement, before, after)                                                       \
    NOINLINE uint32_t few_##name(uint32_t x, uint32_t seed) {                                      \
        before FOUR(statement, 1) after return x;                                                  \
    }                                                                                              \
    NOINLINE uint32_t many_##name(uint32_t x, uint32_t seed) {                                     \
        before MANY(statement) after return x;                                                     \
    }
#define IS(k, n) (((x ^ seed) * (2 * (k) + 1) >> 7) % (n) == 0)

/* Out of nested ifs, to the end and over some. */
#define LEAVE(i)                                                                                   \
    if (IS(i, 3)) {                                                                                \
        x += i;                                                                                    \
        if (IS(i + 1, 19))                                                                         \
            goto end;                                                                              \
        if (IS(i + 2, 4))                                                                          \
            goto over_##i;                                                                         \
        x ^= seed * i;                                                                             \
        if (IS(i + 3, 29))                                                                         \
            return x - i;                                                                          \
    }                                                                                              \
    x = x * 3 + i;                                                                                 \
    over_##i : x ^= x >> 5;
BOTH(leave, LEAVE, , end : x++;)

/* Cases that run into each other. */
#define CASE(i)                                                                                    \
    case i:                                                                                        \
        x += i * seed;                                                                             \
        if (IS(i, 3))                                                                              \
            break;
BOTH(fall, CASE, switch (1000 + x % 4 + (x >> 4) % 4 * 10 + (x >> 8) % 4 * 100) {, default: x = ~x; })

/* Loops that are left in every way. */
#define LOOP(i)                                                                                    \
    for (uint32_t a = 0; a < x % 3 + 1; a++) {                                                     \
        if (IS(a + i, 5))                                                                          \
            continue;                                                                              \
        for (uint32_t b = 0; b < (x >> 3) % 3; b++) {                                              \
            if (IS(b + i, 6))                                                                      \
                goto out_##i;                                                                      \
            x = x * 5 + b;                                                                         \
            if (IS(b * i, 7))                                                                      \
                break;                                                                             \
            if (IS(a + b + i, 83))                                                                 \
                return x ^ i;                                                                      \
        }                                                                                          \
        x += seed;                                                                                 \
    }                                                                                              \
    out_##i : x ^= i;
BOTH(loops, LOOP, , )

/* All in one loop. */
#define ROUND(i)                                                                                   \
    if (IS(i, 31))                                                                                 \
        continue;                                                                                  \
    x = x * 7 + i;                                                                                 \
    if (IS(i, 47))                                                                                 \
        break;
BOTH(round, ROUND, for (uint32_t n = 0; n < 5; n++) {, })

/* States that go to each other: loops with many entries, and loops in these. */
#define NEXT(k)                                                                                    \
    if (left-- == 0)                                                                               \
        goto end;                                                                                  \
    switch ((x >> 3) % k)
#define STATE(i)                                                                                   \
    state_##i : x = x * 9 + i;                                                                     \
    NEXT(6) {                                                                                      \
    case 0: goto state_1000;                                                                       \
    case 1: goto state_1003;                                                                       \
    case 2: goto state_1012;                                                                       \
    case 3: goto state_##i;                                                                        \
    }
#define STATES                                                                                     \
    FOUR(STATE, 100) FOUR(STATE, 101) FOUR(STATE, 102)
NOINLINE uint32_t states(uint32_t x, uint32_t seed) {
    uint32_t left = 20 + x % 20;
    switch (x % 3) {
    case 0: goto state_1011;
    case 1: goto state_1021;
    }
    STATES
end:
    return x ^ seed;
}

#define INTO(i)                                                                                    \
    j = x % 3;                                                                                     \
    if (IS(i, 2))                                                                                  \
        goto middle_##i;                                                                           \
    for (; j < 3; j++) {                                                                           \
        x += 7;                                                                                    \
        if (IS(i + 1, 3))                                                                          \
            goto inner_##i;                                                                        \
        middle_##i : if (IS(i + 2, 5)) break;                                                      \
        do {                                                                                       \
            x = x * 3 + i;                                                                         \
            inner_##i : x ^= seed >> 3;                                                            \
            if (left-- == 0)                                                                       \
                goto end;                                                                          \
        } while (IS(i + 3, 3));                                                                    \
    }
BOTH(into, INTO, uint32_t left = 100;
     uint32_t j;, end : x += left;)

static void run(void) {
    uint32_t x = THREAD * 2654435761u, sum = 0;
    for (uint32_t n = 0; n < 6; n++) {
#define ADD(name)                                                                                  \
    sum = mix(sum, few_##name(x, n));                                                              \
    sum = mix(sum, many_##name(x ^ sum, n * 77));
        ADD(leave) ADD(fall) ADD(loops) ADD(round) ADD(into)
        sum = mix(sum, states(x + sum, n));
        x = x * 1664525 + 1013904223;
    }
    result[0][THREAD] = sum;
}

RUN_LANES
