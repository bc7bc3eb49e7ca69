/* Prints results bit for bit, of the mathematical functions and of double arithmetic: compiled for
 * the host and by muonc, it must print the same (table.sh). On the SIMT core each lane has
 * arguments of its own; they print in turn, so the order is that of one lane's. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#ifdef __MUON__
#define LANES __MUON_LANES__
#define LANE muon_lane_id()
#else
#define LANES 1
#define LANE 0
#endif

static uint32_t bits_of(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static float float_of(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static const uint32_t arguments[] = {
    0x00000000, 0x80000000, 0x00000001, 0x807fffff, 0x00800000, 0x3f800000, 0xbf800000, 0x3f000000,
    0x3effffff, 0x3f3504f3, 0x3f7fffff, 0x40000000, 0xc0200000, 0x40490fdb, 0x3fc90fdb, 0x42b17218,
    0xc2cff1b5, 0x41200000, 0x4b000001, 0xcb800000, 0x4f000000, 0x7f7fffff, 0x7f800000, 0xff800000,
    0x7fc00000, 0x3dcccccd, 0xbe99999a, 0x3f6b851f, 0x4048f5c3, 0xc1a4cccd, 0x39d1b717, 0x5f000000,
};
enum { ARGUMENTS = sizeof arguments / sizeof *arguments };

enum { ROUNDS = 2 * ARGUMENTS };

/* Pseudo-random bits. */
static uint32_t scramble(uint32_t x) {
    x = (x ^ x >> 16) * 0x7feb352d;
    x = (x ^ x >> 15) * 0x846ca68b;
    return x ^ x >> 16;
}

/* First those of the table, then random ones. */
static float argument(uint32_t i) {
    return float_of(arguments[i % ARGUMENTS] + i / ARGUMENTS * scramble(i));
}

/* The host's NaNs may have signs. */
static unsigned long shown(float value) {
    return isnan(value) ? 0x7fc00000 : bits_of(value);
}

static void print_result(float x, float y) {
    printf(" %08lx %08lx\n", shown(x), shown(y));
}

#define UNARY(name, reference, bound)                                                              \
    static void print_##name(void) {                                                               \
        for (uint32_t round = 0; round < ROUNDS; round += LANES)                                   \
            print_result(argument(round + LANE), name(argument(round + LANE)));                    \
    }
#define BINARY(name, reference, bound)                                                             \
    static void print_##name(void) {                                                               \
        for (uint32_t round = 0; round < ROUNDS; round += LANES) {                                 \
            float x = argument(round + LANE), y = argument(5 * (round + LANE) + 2);                \
            print_result(x, name(x, y));                                                           \
        }                                                                                          \
    }
#include "functions.def"
#undef UNARY
#undef BINARY

static void print_parts(void) {
    for (uint32_t round = 0; round < ROUNDS; round += LANES) {
        uint32_t i = round + LANE;
        float x = argument(i), whole;
        int power;
        float significand = frexpf(x, &power), fraction = modff(x, &whole);
        float shifted = ldexpf(x, (int)(i * 37 % 301) - 150);
        printf(" %08lx %d %08lx %08lx %08lx\n", shown(significand), x - x == 0 ? power : 0,
               shown(fraction), shown(whole), shown(shifted));
    }
}

/* ---- double ---- */

static double double_argument(uint32_t i) {
    uint64_t bits = (uint64_t)scramble(2 * i) << 32 | scramble(2 * i + 1);
    /* Half of them of moderate size. */
    uint64_t near = (bits & 0x800fffffffffffff) | (uint64_t)(1000 + (bits >> 53 & 31)) << 52;
    double value;
    bits = i & 1 ? near : bits;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static uint64_t mixed(uint64_t hash, double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    bits = isnan(value) ? 0x7ff8000000000000 : bits;
    return (hash ^ bits) * 0x100000001b3;
}

/* All operations on 64 pairs of operands, as one number. */
static uint64_t double_operations(uint32_t item) {
    uint64_t hash = 0xcbf29ce484222325;
    for (uint32_t i = 0; i < 64; i++) {
        double x = double_argument(131 * item + i), y = double_argument(131 * item + i / 2 + 7);
        hash = mixed(hash, x + y);
        hash = mixed(hash, x - y);
        hash = mixed(hash, x * y);
        hash = mixed(hash, x / y);
        int compared = (x < y) | (x <= y) << 1 | (x > y) << 2 | (x >= y) << 3 | (x == y) << 4;
        hash = mixed(hash, (double)(int32_t)(hash + (uint64_t)compared));
        hash = mixed(hash, (double)hash);
        double bounded = (double)(int64_t)hash * 0x1p-20;
        hash ^= (uint64_t)(int64_t)bounded ^ (uint64_t)(int32_t)(bounded * 0x1p-14);
        hash = mixed(hash, (double)(float)x);
    }
    return hash;
}

static void print_doubles(void) {
    for (uint32_t item = 0; item < 16; item += LANES)
        printf(" %016llx\n", (unsigned long long)double_operations(item + LANE));
}

int main(void) {
#define UNARY(name, reference, bound) print_##name();
#define BINARY(name, reference, bound) print_##name();
#include "functions.def"
    print_parts();
    print_doubles();
    return 0;
}
