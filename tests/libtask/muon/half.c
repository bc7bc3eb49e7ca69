/* RUN: for level in 0 1 2 3 s; do muonc -Werror -O$level -mcores=1 -mwarps=1 -mlanes=4 %s -o %t.elf && musim --check %t.elf >%t.$level || echo failed; cmp %t.$level %t.0; done; cat %t.2 */
/* RUN: muonc -Werror -x c++ -O2 -mcores=1 -mwarps=1 -mlanes=4 %s -o %t.elf && musim --check %t.elf | cmp - %t.2 */
/* _Float16 is IEEE half precision, by software. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef _Float16 half2 __attribute__((ext_vector_type(2)));
struct pair {
    _Float16 first, second;
};

static uint32_t bits(_Float16 value) {
    uint16_t result;
    memcpy(&result, &value, sizeof result);
    return result;
}

static void show(const char *what, _Float16 value) {
    if (muon_lane_id() == 0)
        printf("%s %04x %g\n", what, (unsigned)bits(value), (double)value);
}

static __attribute__((noinline)) _Float16 fused(_Float16 a, _Float16 b, _Float16 c) {
    return a * b + c;
}

static __attribute__((noinline)) struct pair turned(struct pair pair) {
    struct pair result = {pair.second, pair.first};
    return result;
}

volatile _Float16 third = 1.0f16 / 3, large = 65504, tiny = 0x1p-24f16;
volatile int64_t wide = 2049;
volatile double fine = 0x1.0020000000001p0;
_Float16 table[3] = {1.5f16, -2, 0.1f16};
__shared _Float16 tile[4];

int main(void) {
    uint32_t lane = muon_lane_id();
    show("third", third);
    show("sum", third + third);
    show("overflow", large + (_Float16)16);
    show("largest", large + (_Float16)15);
    show("underflow", tiny * (_Float16)0.5);
    show("smallest", tiny);
    show("fused", fused(third, 3, tiny));
    show("quotient", (_Float16)2 / third);
    show("negative", -third);
    show("from wide", (_Float16)wide);
    show("from unsigned", (_Float16)(uint64_t)65519);
    show("from double", (_Float16)fine);
    show("from float", (_Float16)(float)fine);
    show("choice", third < large ? table[2] : table[0]);
    show("second", turned((struct pair){table[0], table[1]}).first);
    half2 vector = {third, large};
    vector = vector * (half2){2, 0.5f16} + (half2){1, 1};
    show("x", vector.x);
    show("y", vector.y);
    tile[lane] = (_Float16)lane * third;
    show("shared", tile[0]);
    _Float16 sum = 0;
    for (uint32_t i = 0; i <= lane; i++) /* lanes differ */
        sum += (_Float16)i + tile[lane];
    tile[lane] = sum;
    show("last lane", tile[3]);
    if (lane == 0)
        printf("%d %u %lld %d %d\n", (int)(_Float16)-2.9f16, (unsigned)large,
               (long long)(large * large > large), third == third, (int)(third != (_Float16)0.25));
    return 0;
}
