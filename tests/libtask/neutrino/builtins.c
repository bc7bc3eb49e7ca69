/* What clang calls for what the core has no instruction for, or not when it compiles for size; each
 * result is checked against what defines it, and the number of those that are wrong is printed.
 *
 * RUN: printf 'int main(void) { if (muon_hart_id()) return 0; neutrino_invoke(a_task, NO_DEPS, SYNC | SINGLE_THREAD); return 0; }\n' >%tkernel.c
 * RUN: for o in -O0 -O2 -Oz; do nbc $o %s -o %t.nbin && muonc -mcores=1 -mwarps=1 -mlanes=1 %tkernel.c --neutrino=%t.nbin -o %t.elf && musim %t.elf; done
 */
#include <neutrino/task.h>

typedef unsigned __int128 wide;

static wide next(uint64_t *state) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    uint64_t high = *state ^ *state >> 29;
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (wide)high << 64 | (*state ^ *state >> 29);
}

static int wrong_shifts(wide a, int places) {
    wide left = a, right = a;
    __int128 down = (__int128)a;
    for (int i = 0; i < places; i++) {
        left <<= 1;
        right >>= 1;
        down >>= 1;
    }
    return (a << places != left) + (a >> places != right) + ((__int128)a >> places != down);
}

static int wrong_divisions(wide a, wide b) {
    wide q = a / b, r = a % b;
    __int128 c = (__int128)a, d = (__int128)b, sq = c / d, sr = c % d;
    wide rest = sr < 0 ? 0 - (wide)sr : (wide)sr, most = d < 0 ? 0 - (wide)d : (wide)d;
    return (q * b + r != a) + (r >= b) + (sq * d + sr != c) + (rest >= most) +
           (sr != 0 && (sr < 0) != (c < 0));
}

static int wrong_roundings(double x, double floor, double ceil, double trunc, double round,
                           double rint) {
    volatile double d = x;
    volatile float f = (float)x;
    return (__builtin_floor(d) != floor) + (__builtin_ceil(d) != ceil) +
           (__builtin_trunc(d) != trunc) + (__builtin_round(d) != round) +
           (__builtin_rint(d) != rint) + (__builtin_nearbyint(d) != rint) +
           (__builtin_floorf(f) != (float)floor) + (__builtin_ceilf(f) != (float)ceil) +
           (__builtin_truncf(f) != (float)trunc) + (__builtin_roundf(f) != (float)round) +
           (__builtin_rintf(f) != (float)rint) + (__builtin_nearbyintf(f) != (float)rint);
}

void a_task(void) {
    uint64_t state = 1;
    int wrong = 0;
    for (int round = 0; round < 200; round++) {
        wide a = next(&state) >> (round & 127), b = next(&state) >> (round * 7 & 127) | 1;
        wrong += wrong_shifts(a, round & 127) + wrong_divisions(a, b);
    }
    wrong += wrong_divisions((wide)1 << 127, 3) + wrong_divisions((wide)-1, ((wide)1 << 127) + 1);
    wrong += wrong_roundings(2.5, 2, 3, 2, 3, 2) + wrong_roundings(-3.5, -4, -3, -3, -4, -4) +
             wrong_roundings(-0.25, -1, 0, 0, 0, 0) + wrong_roundings(0x1p30, 0x1p30, 0x1p30, 0x1p30, 0x1p30, 0x1p30);
    volatile int seven = 7, minus_two = -2;
    volatile float half = 0.5f;
    volatile double three = 3;
    wrong += (__builtin_powif(half, seven) != 0x1p-7f) + (__builtin_powif(half, minus_two) != 4) +
             (__builtin_powi(three, seven) != 2187);
    unsigned long flags;
    __asm__ volatile("fsflags zero");
    volatile float nearby = __builtin_nearbyintf(half);
    __asm__ volatile("frflags %0" : "=r"(flags));
    wrong += (nearby != 0) + (flags != 0);
    printf("%d\n", wrong);
}
