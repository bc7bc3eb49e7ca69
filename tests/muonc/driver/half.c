/* -mhalf=bf16: _Float16, its literals and its macros are those of __bf16, wherever they come from.
 * RUN: for options in "-O0" "-O2" "-O2 -DINVOKE" "-x c++ -O1" "-x c++ -O1 -DINVOKE"; do muonc -Werror -mhalf=bf16 -mcores=1 -mwarps=1 -mlanes=1 $options %s -o %t.elf && musim --dump=values:x32 --dump=others:i32 %t.elf | cksum; done
 * RUN: muonc -mhalf=bf16 -mcores=1 -mwarps=1 -mlanes=1 %s -o %t.elf && musim --dump=values:bf16 --dump=others:i32 %t.elf
 * RUN: muonc -mhalf=bf16 -mcores=1 -mwarps=1 -mlanes=1 -x c - -o %t.elf <%s && musim --dump=others:i32 %t.elf
 * RUN: muonc -E -DPLAIN %s -o %t.i && grep -c _Float16 %t.i && muonc -mhalf=bf16 -mcores=1 -mwarps=1 -mlanes=1 %t.i -o %t.elf && musim --dump=others:i32 %t.elf | head -n 1
 * RUN: muonc -mhalf=bf16 -mhalf=ieee -mcores=1 -mwarps=1 -mlanes=1 %s -o %t.elf && musim --dump=others:i32 %t.elf
 * RUN: printf '#warning once\n#include "%t.h"\nvoid f(void) { int unused; neutrino_invoke(0, NO_DEPS, SYNC | WARPS(1)); }\n' >%t.c; echo '_Float16 half = 1.5f16;' >%t.h; cd $(dirname %t.c) && muonc -Wall -mhalf=bf16 -save-temps -MMD -MT t.o -MF %t.d -c %t.c -o %t.o; grep -c "half = ((__bf16)" %t.i; cat %t.d; muonc -mhalf=bf16 --emit=lowered %t.c -o - 2>/dev/null | grep -c stdint; rm %t.h; muonc -mhalf=bf16 -c %t.c -o %t.o
 * RUN: muonc -mhalf=bf16 -DWRONG -c %s -o %t.o
 * RUN: muonc -mhalf=bf16 -DWRONG -DINVOKE -c %s -o %t.o
 */
#define __STDC_WANT_IEC_60559_TYPES_EXT__
#include <float.h>
#include <stdint.h>
#include <string.h>

#define FACTOR 3
#define TENTH 0.1f16
#define PASTE(a, b) a##b
typedef _Float16 half_t;

half_t values[] = {
    1.0f16, TENTH, -.5F16, 1.F16, 1e38f16, 1e39f16, 1e-40f16, 1e-45f16, 0x1.8p1f16, PASTE(2.5, f16),
    1.00390625f16,                               /* a tie, to even */
    1.00390625000000000000000000000000000001f16, /* above it */
    0x1.02ffffffffffffffffp0f16,                 /* below another */
    FLT16_MAX, FLT16_MIN, FLT16_EPSILON, __FLT16_DENORM_MIN__,
};
const char text[] = "1.0f16 _Float16"; /* 1.0f16 _Float16 */
enum { INTEGER = 0x1f16, LETTER = 'f' };
int others[6];

int main(void) {
    half_t sum = values[0] + 1.5f16;
#ifndef PLAIN
#pragma unroll FACTOR
#endif
    for (int i = 0; i < 3; i++)
        sum *= values[9];
    uint16_t bits;
    memcpy(&bits, &sum, sizeof bits);
    others[0] = bits;
    others[1] = INTEGER;
    others[2] = FLT16_MANT_DIG;
    others[3] = sizeof text;
    others[4] = (int)(FLT16_MAX_EXP);
#ifdef __MUON_HALF_BF16__
    others[5] = 1;
#endif
#ifdef INVOKE
    neutrino_invoke(0, NO_DEPS, SYNC | WARPS(1) | IMMEDIATE);
#endif
#ifdef WRONG
    half_t wrong = 1.5f16 + missing;
    half_t worse = 1.0.0f16;
#endif
    return 0;
}
