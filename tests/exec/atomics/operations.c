/* Lanes of all warps and clusters change the same objects, at random, on sides of branches and in loops; one lane
 * then looks whether each object is what it must be in any order, and whether each value that was there has
 * been seen once.
 *
 * RUN: muonc -O2 %s -o %t.elf && sh ../scoreboard/schedules.sh %t.elf --dump=wrong:u32
 * RUN: muonc -O2 -mcores=1 -mwarps=2 -mlanes=8 %s -o %t.elf && sh ../scoreboard/schedules.sh %t.elf --clusters=3 --dump=wrong:u32
 * RUN: for lanes in 1 5 32; do muonc -O1 -mcores=1 -mwarps=3 -mlanes=$lanes -x c++ %s -o %t.elf && musim --clusters=2 %t.elf --dump=wrong:u32; done
 * RUN: for level in 0 3 s; do muonc -O$level -mwarps=2 %s -o %t.elf && musim %t.elf --dump=wrong:u32; done */
#include <neutrino/atomic.h>
#include <neutrino/job.h>
#include <neutrino/platform.h>

enum {
    CLUSTERS = 3,
    LANES = MUON_CLUSTER_WARPS * __MUON_LANES__,
    MOST = CLUSTERS * LANES,
    ROUNDS = 3,
    CELLS = 4,
};

/* Of all clusters, and of one. */
struct objects {
    uint32_t sums[CELLS], ands, ors, xors, count, last;
    int32_t least, most, tried;
    float halves, smallest, largest;
    uint8_t bytes[4];
    int16_t shorts[2];
};
#define BEGIN                                                                                      \
    {.ands = UINT32_MAX, .least = 1000000, .most = -1000000, .smallest = 1e6f, .largest = -1e6f,   \
     .shorts = {-100, 100}}
struct objects global = BEGIN;
static const struct objects begin = BEGIN;
__shared struct objects shared = {0};

/* What lanes have found: of the count, and of exchanges by 1 + their number. */
uint32_t counted[MOST * ROUNDS], counted_shared[CLUSTERS][LANES * ROUNDS];
uint32_t found[MOST * ROUNDS + 1], found_shared[CLUSTERS][MOST * ROUNDS + 1];
uint32_t arrived;
uint32_t wrong[CLUSTERS];

static uint32_t draw(uint32_t *state) {
    *state = *state * 1664525 + 1013904223;
    return *state >> 16;
}

#define CHANGE(objects, counted, found)                                                            \
    {                                                                                              \
        muon_atomic_add(&objects.sums[draw(&state) % CELLS], number);                              \
        if (draw(&state) % 2) {                                                                    \
            muon_atomic_and(&objects.ands, ~(1u << number % 32));                                  \
            muon_atomic_or(&objects.ors, 1u << number % 32);                                       \
        } else {                                                                                   \
            muon_atomic_or(&objects.ors, 1u << number % 32);                                       \
            muon_atomic_and(&objects.ands, ~(1u << number % 32));                                  \
        }                                                                                          \
        muon_atomic_xor(&objects.xors, number * 77);                                               \
        muon_atomic_min(&objects.least, 5 - (int32_t)number);                                      \
        muon_atomic_max(&objects.most, (int32_t)number - 5);                                       \
        muon_atomic_add(&objects.halves, 0.5f);                                                    \
        muon_atomic_min(&objects.smallest, 0.25f - (float)number);                                 \
        muon_atomic_max(&objects.largest, (float)number);                                          \
        __atomic_fetch_add(&objects.bytes[number % 4], 3, __ATOMIC_SEQ_CST);                       \
        __atomic_fetch_max(&objects.shorts[0], (int16_t)((int16_t)number - 200), __ATOMIC_SEQ_CST); \
        __atomic_fetch_min(&objects.shorts[1], (int16_t)-number, __ATOMIC_SEQ_CST);                \
        counted[muon_atomic_add(&objects.count, 1u)]++;                                            \
        found[muon_atomic_exchange(&objects.last, number + 1)]++;                                  \
        int32_t before = muon_atomic_load(&objects.tried), seen;                                   \
        while ((seen = muon_atomic_compare_exchange(&objects.tried, before, before + 7)) != before) \
            before = seen;                                                                         \
    }

static uint32_t check(struct objects o, const uint32_t *were_counted, uint32_t *were_found,
                      uint32_t lanes, uint32_t first) {
    uint32_t n = lanes * ROUNDS, sum = 0, xored = 0, ored = 0, bad = 0, byte[4] = {0, 0, 0, 0};
    for (uint32_t i = 0; i < n; i++) {
        uint32_t number = first + i;
        sum += number;
        xored ^= number * 77;
        ored |= 1u << number % 32;
        byte[number % 4] += 3;
        bad |= were_counted[i] != 1;
    }
    were_found[o.last]++;
    for (uint32_t i = 0; i < n; i++)
        bad |= (were_found[first + i + 1] != 1) << 1;
    bad |= (were_found[0] != 1) << 1;
    bad |= (o.sums[0] + o.sums[1] + o.sums[2] + o.sums[3] != sum) << 2;
    bad |= (o.ands != ~ored) << 3 | (o.ors != ored) << 4 | (o.xors != xored) << 5;
    bad |= (o.least != 5 - (int32_t)(first + n - 1)) << 6 |
           (o.most != (int32_t)(first + n - 1) - 5) << 7;
    bad |= (o.halves != (float)n / 2) << 8 | (o.smallest != 0.25f - (float)(first + n - 1)) << 9;
    bad |= (o.largest != (float)(first + n - 1)) << 10 | (o.tried != (int32_t)(7 * n)) << 11;
    for (int i = 0; i < 4; i++)
        bad |= (o.bytes[i] != (uint8_t)byte[i]) << 12;
    int32_t high = (int32_t)(first + n - 1) - 200, low = -(int32_t)(first + n - 1);
    bad |= (o.shorts[0] != (high > -100 ? high : -100)) << 13 | (o.shorts[1] != low) << 14;
    bad |= (o.count != n) << 15;
    return bad;
}

/* C++ does not copy from shared memory by assignment. */
static struct objects get_shared(void) {
    struct objects copy;
    __builtin_memcpy(&copy, &shared, sizeof copy);
    return copy;
}

int main(void) {
    uint32_t cluster = muon_cluster_id(), lane = cluster * LANES + muon_hart_id();
    uint32_t state = lane * 977 + 5;
    if (muon_hart_id() == 0)
        __builtin_memcpy(&shared, &begin, sizeof shared);
    muon_all_warps_meet();
    for (uint32_t round = 0; round < ROUNDS; round++) {
        uint32_t number = lane * ROUNDS + round;
        if (draw(&state) % 3) {
            CHANGE(shared, counted_shared[cluster], found_shared[cluster])
            CHANGE(global, counted, found)
        } else {
            CHANGE(global, counted, found)
            CHANGE(shared, counted_shared[cluster], found_shared[cluster])
        }
    }
    muon_all_warps_meet();
    if (muon_hart_id())
        return 0;
    uint32_t bad = check(get_shared(), counted_shared[cluster], found_shared[cluster], LANES,
                         cluster * LANES * ROUNDS);
    muon_atomic_add(&arrived, 1u);
    uint32_t clusters = ((const struct neutrino_launch *)NEUTRINO_LAUNCH_BASE)->clusters;
    if (cluster == 0) {
        while (muon_atomic_load(&arrived) != clusters)
            ;
        bad |= check(global, counted, found, clusters * LANES, 0) << 16;
    }
    wrong[cluster] = bad + 1;
    return 0;
}
