/* RUN: for o in -O2 -O0 -Os -Oz; do muonc $o -mcores=1 -mwarps=1 %s -o %t.elf && musim %t.elf; echo $?; done */
/* _BitInt of 65 to 128 bits: divisions in all lanes at once, each with operands of its own, must satisfy
 * what defines them; conversions are compared with values known. The result names the check that failed. */
#include <neutrino/muon.h>

typedef unsigned _BitInt(128) wide;
typedef signed _BitInt(128) signed_wide;

static uint64_t next(uint64_t *state) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state ^ *state >> 29;
}

static wide next_wide(uint64_t *state) {
    wide value = (wide)next(state) << 64 | next(state);
    return value >> (next(state) & 127);
}

static wide magnitude(signed_wide value) {
    return value < 0 ? 0 - (wide)value : (wide)value;
}

static int divisions(uint64_t state) {
    int wrong = 0;
    for (int round = 0; round < 6; round++) {
        wide a = next_wide(&state), b = next_wide(&state) | 1;
        wide q = a / b, r = a % b;
        wrong |= (q * b + r != a) | (r >= b) << 1;
        signed_wide c = (signed_wide)(a * 3), d = (signed_wide)b, sq = c / d, sr = c % d;
        wrong |= (sq * d + sr != c) << 2 | (magnitude(sr) >= magnitude(d)) << 3;
        wrong |= ((sr != 0) & ((sr < 0) != (c < 0))) << 4;
    }
    return wrong;
}

volatile unsigned _BitInt(96) narrow = 1000000007, seven = 7;
volatile wide ones = ~(wide)0, power = (wide)1 << 100, odd = ((wide)1 << 100) + 1;
/* Halfway between two floats, and a bit above, which only the lowest of all bits tells. */
volatile wide tie = (wide)0x1000001 << 90, above = ((wide)0x1000001 << 90) + 1;
volatile signed_wide minus = -((signed_wide)1 << 100), small = -5;
volatile float float_power = 0x1p100f, float_digits = 0x1.234566p90f, fraction = 3.75f;
volatile double double_digits = 0x1.23456789abcdep101, double_minus = -0x1p70;

static int to_floating(void) {
    return ((float)ones != __builtin_inff()) | ((float)power != 0x1p100f) << 1 |
           ((float)tie != 0x1p114f) << 2 | ((float)above != 0x1.000002p114f) << 3 |
           ((float)minus != -0x1p100f) << 4 | ((float)small != -5) << 5 |
           ((double)ones != 0x1p128) << 6 | ((double)odd != 0x1p100) << 7 |
           ((double)minus != -0x1p100) << 8 | ((double)small != -5) << 9;
}

static int from_floating(void) {
    return ((wide)float_power != power) | ((wide)float_digits != (wide)0x91a2b3 << 67) << 1 |
           ((wide)fraction != 3) << 2 | ((signed_wide)-fraction != -3) << 3 |
           ((wide)double_digits != (wide)0x123456789abcde << 49) << 4 |
           ((signed_wide)double_minus != -((signed_wide)1 << 70)) << 5 |
           ((signed_wide)-float_power != minus) << 6;
}

int main(void) {
    int wrong = divisions(muon_lane_id() + 1) != 0;
    wrong |= (narrow / seven != 142857143 || narrow % seven != 6) << 1;
    wrong |= (ones / power != 0xfffffff || ones / ones != 1 || small / ones != 0) << 2;
    wrong |= (to_floating() != 0) << 3 | (from_floating() != 0) << 4;
    return wrong;
}
