/* Functions that are inlined give the bits that the library's own give, whatever the options say of
 * floats; and -Os, -O1 and -fno-builtin leave calls.
 * RUN: muonc -O2 -mcores=1 -mwarps=1 -mlanes=2 -DCOMPARE %s -o %t.elf && musim --check %t.elf
 * RUN: muonc -O3 -ffast-math -mcores=1 -mwarps=1 -mlanes=2 -DCOMPARE %s -o %t.elf && musim --check %t.elf
 * RUN: muonc -O2 --emit=asm %s -o - | grep -c 'call'
 * RUN: for option in -O1 -Os -fno-builtin -fno-builtin-expf; do muonc -O2 $option --emit=asm %s -o - | grep 'call'; done
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#ifdef COMPARE

/* ---- each of them, inlined and by a pointer that the compiler does not know ---- */

static uint32_t bits_of(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return (bits & 0x7fffffff) > 0x7f800000 ? 0x7fc00000 : bits;
}

static float float_of(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

enum { ROUNDS = 24 };

/* Bits of any kind; every other one is of moderate size. */
static float argument(uint32_t i) {
    uint32_t bits = (i ^ i >> 3) * 0x7feb352d;
    bits = (bits ^ bits >> 15) * 0x846ca68b;
    return float_of(i & 1 ? bits : (bits & 0x83ffffff) + 0x3e000000);
}

#define UNARY(name, reference, bound)                                                              \
    static unsigned compare_##name(void) {                                                         \
        float (*volatile library)(float) = name;                                                   \
        unsigned wrong = 0;                                                                        \
        for (uint32_t i = muon_lane_id(); i < ROUNDS * __MUON_LANES__; i += __MUON_LANES__)        \
            wrong += bits_of(name(argument(i))) != bits_of(library(argument(i)));                  \
        return wrong;                                                                              \
    }
#define BINARY(name, reference, bound)                                                             \
    static unsigned compare_##name(void) {                                                         \
        float (*volatile library)(float, float) = name;                                            \
        unsigned wrong = 0;                                                                        \
        for (uint32_t i = muon_lane_id(); i < ROUNDS * __MUON_LANES__; i += __MUON_LANES__)        \
            wrong += bits_of(name(argument(i), argument(3 * i + 1))) !=                            \
                     bits_of(library(argument(i), argument(3 * i + 1)));                           \
        return wrong;                                                                              \
    }
#include "functions.def"
#undef UNARY
#undef BINARY

int main(void) {
    unsigned wrong = 0;
#define UNARY(name, reference, bound) wrong += compare_##name();
#define BINARY(name, reference, bound) wrong += compare_##name();
#include "functions.def"
    printf("%u wrong\n", wrong);
    return 0;
}

#else

/* Long ones in loops only, and not more of them than there is room for; sqrtf is an instruction. */
float values[64];

void in_loop(int n) {
    for (int i = 0; i < n; i++)
        values[i] = logf(values[i]) + sqrtf(values[i]);
}

void alone(void) {
    values[0] = expf(values[1]);
}

void alone_and_long(void) {
    values[0] = powf(values[1], values[2]);
}

int main(void) {
    return 0;
}

#endif
