/* Loops over what lanes share, of which the rounds that all lanes make have no mask: which numbers each
 * lane has seen, and in which order, the host computes, too. Also where numbers wrap, where some lanes
 * are elsewhere, and where limits and steps are as wrong as can be.
 * RUN: clang-19 -fwrapv %s -o %t.host && %t.host 16 2 >%t.expected && %t.host 5 3 >%t.odd && %t.host 32 1 >%t.wide
 * RUN: muonc -O2 -fwrapv -mcores=1 -mwarps=2 -mlanes=16 %s -o %t.elf && musim --check --output=results:%t.bin %t.elf && cmp %t.bin %t.expected && echo same
 * RUN: muonc -O3 -fwrapv -mcores=1 -mwarps=3 -mlanes=5 %s -o %t.elf && musim --check --output=results:%t.bin %t.elf && cmp %t.bin %t.odd && echo same
 * RUN: muonc -O2 -fno-unroll-loops -fwrapv -mcores=1 -mwarps=1 -mlanes=32 %s -o %t.elf && musim --check --output=results:%t.bin %t.elf && cmp %t.bin %t.wide && echo same
 * RUN: muonc -O1 -fwrapv -mcores=1 -mwarps=2 -mlanes=16 %s -o %t.elf && musim --check --output=results:%t.bin %t.elf && cmp %t.bin %t.expected && echo same
 * RUN: muonc -Os -fwrapv -mcores=1 -mwarps=2 -mlanes=16 %s -o %t.elf && musim --check --output=results:%t.bin %t.elf && cmp %t.bin %t.expected && echo same
 */
#ifdef __riscv
#include <neutrino/muon.h>
enum { LANES = __MUON_LANES__, WARPS = __MUON_WARPS__ };
#define LANE muon_lane_id()
#define WARP muon_warp_id()
#else
#include <stdio.h>
#include <stdlib.h>
static unsigned LANES, WARPS, LANE, WARP;
#endif

typedef struct {
    unsigned marks, hash;
} seen_t;
enum { CASES = 20, LIMITS = 24, THREADS = 32, FUEL = 100 };
seen_t results[THREADS][LIMITS][CASES];

/* What loops go up to: nothing, less than a warp, whole warps, one more, and the ends of the numbers. */
static unsigned limits[LIMITS] = {0,           1,           3,           4,           5,
                                  15,          16,          17,          31,          33,
                                  64,          100,         257,         300,         0x7ffffffe,
                                  0x7fffffff,  0x80000000u, 0x80000001u, 0x8000000fu, 0xfffffff0u,
                                  0xfffffffbu, 0xfffffffeu, 0xffffffffu, 0x7ffffff0};

#define SEE(i) (seen.hash = seen.hash * 31 + (unsigned)(i), seen.marks ^= seen.hash)
#define STRIDE(name, type, first, test, step)                                                      \
    static __attribute__((noinline)) seen_t name(unsigned limit) {                                 \
        seen_t seen = {0, 7};                                                                      \
        type n = (type)limit;                                                                      \
        for (type i = first; test; i += step)                                                      \
            SEE(i);                                                                                \
        return seen;                                                                               \
    }
/* Not all of the large numbers. */
#define FAR(name, type, test, step)                                                                \
    static __attribute__((noinline)) seen_t name(unsigned limit) {                                 \
        seen_t seen = {0, 7};                                                                      \
        __attribute__((unused)) unsigned fuel = FUEL;                                              \
        type n = (type)limit;                                                                      \
        for (type i = (type)(limit - 200) + (type)LANE; test; i += step)                           \
            SEE(i);                                                                                \
        return seen;                                                                               \
    }

static unsigned near(unsigned limit) {
    return limit < 1000 ? limit : limit % 500;
}
/* Where a loop that is not cut short ends. */
static unsigned not_at_end(unsigned limit, unsigned largest) {
    return limit <= largest && limit > largest - 150 ? limit - 150 : limit;
}

STRIDE(by_lanes, unsigned, LANE, i < n, LANES)
STRIDE(by_lanes_signed, int, (int)LANE, i < n, (int)LANES)
STRIDE(up_to, unsigned, LANE, i <= n, LANES)
STRIDE(up_to_signed, int, (int)LANE - 40, i <= n, (int)LANES)
STRIDE(by_warps, unsigned, WARP * LANES + LANE, i < n, WARPS * LANES)
STRIDE(by_threes, unsigned, 3 * LANE, i < n, 3 * LANES)
STRIDE(close, unsigned, LANE, i < n, 3)
STRIDE(from_below, int, (int)LANE - 100, i < n, 16)
FAR(far, unsigned, i < n && fuel--, LANES)
FAR(far_simply, unsigned, i < n, 64)
FAR(far_signed, int, i < n, 64)
FAR(far_up_to, int, i <= n && fuel--, 64)

unsigned steps[] = {1, 16, 30, 64, 200, 1000, 0x20000000, 0x40000000, 0x7fffffff};
unsigned step_count = sizeof steps / sizeof *steps;

/* Of steps that only the program knows, the largest wrap; those with a sign are not to go backward. */
static __attribute__((noinline)) seen_t unknown_steps(unsigned limit) {
    seen_t seen = {0, 7};
    for (unsigned s = 0; s < step_count; s++) {
        unsigned step = steps[s], n = limit;
        if (n >> 9 > step || n > -step)
            continue;
        for (unsigned i = LANE; i < n; i += step)
            SEE(i);
    }
    return seen;
}
static __attribute__((noinline)) seen_t unknown_steps_signed(unsigned limit) {
    seen_t seen = {0, 7};
    for (unsigned s = 0; s < step_count; s++) {
        int step = (int)steps[s], n = (int)limit;
        if (n >> 9 > step || n > 0x7fffffff - step)
            continue;
        for (int i = (int)LANE - 5; i < n; i += step)
            SEE(i);
    }
    return seen;
}

/* They wrap until they happen not to be below the limit. */
static __attribute__((noinline)) seen_t wraps(unsigned limit) {
    seen_t seen = {0, 7};
    unsigned n = 0xc0000000u + limit % 0x1000;
    for (unsigned i = LANE * 5; i < n; i += 0x10000010u)
        SEE(i);
    return seen;
}

/* Only some lanes come here. */
static __attribute__((noinline)) seen_t some_lanes(unsigned limit) {
    seen_t seen = {0, 7};
    if ((LANE * 7 + limit) % 3) {
        for (unsigned i = LANE; i < limit; i += LANES)
            SEE(i);
    } else if (LANE & 1) {
        for (int i = (int)LANE; i < (int)limit; i += (int)LANES)
            SEE(-i);
    }
    return seen;
}

/* Lanes come at a time of their own, and have ways of their own. */
static __attribute__((noinline)) seen_t nested(unsigned limit) {
    seen_t seen = {0, 7};
    for (unsigned row = LANE % 4; row < 9; row += 2) {
        for (unsigned i = row * 8 + LANE; i < limit; i += LANES)
            if ((i ^ row) & 4)
                SEE(i);
            else
                seen.hash ^= i;
        for (unsigned i = row + limit % 16; i < limit; i += 8)
            SEE(i);
    }
    return seen;
}

static __attribute__((noinline)) seen_t two_counters(unsigned limit) {
    seen_t seen = {0, 7};
    unsigned k = 3 * LANE;
    for (unsigned i = LANE; i < limit; i += LANES, k += 5)
        SEE(k ^ i);
    seen.hash ^= k;
    return seen;
}

static __attribute__((noinline)) seen_t known_limit(unsigned limit) {
    seen_t seen = {limit, 7};
    unsigned i = LANE;
    for (; i < 1003; i += LANES)
        SEE(i);
    seen.hash ^= i;
    for (int k = (int)LANE; k < 999; k += 24)
        SEE(k);
    return seen;
}

static void run(seen_t of[LIMITS][CASES]) {
    for (unsigned l = 0; l < LIMITS; l++) {
        unsigned n = limits[l], small = near(n);
        seen_t all[] = {
            by_lanes(small),        by_lanes_signed(small), by_lanes_signed(n & 0x800000ff),
            up_to(small),           up_to_signed(small),    by_warps(small),
            by_threes(small),       close(small),           from_below(small),
            from_below(-small),     far(n),                 far_simply(not_at_end(n, 0xffffffff)),
            far_signed(not_at_end(n, 0x7fffffff)),          far_up_to(n),           unknown_steps(n),
            unknown_steps_signed(n), wraps(n),              some_lanes(small),
            nested(small),          two_counters(small),
        };
        for (unsigned c = 0; c < CASES; c++)
            of[l][c] = all[c];
        of[l][0].hash ^= known_limit(small).hash;
    }
}

#ifdef __riscv
int main(void) {
    run(results[muon_warp_id() * LANES + muon_lane_id()]);
    return 0;
}
#else
int main(int argc, char **argv) {
    LANES = argc == 3 ? (unsigned)atoi(argv[1]) : 1;
    WARPS = argc == 3 ? (unsigned)atoi(argv[2]) : 1;
    for (WARP = 0; WARP < WARPS; WARP++)
        for (LANE = 0; LANE < LANES; LANE++)
            run(results[WARP * LANES + LANE]);
    return fwrite(results, sizeof results, 1, stdout) == 1 ? 0 : 1;
}
#endif
