/* RUN: muonc -mcores=1 -mwarps=1 -mlanes=1 %s -o %t.elf && musim %t.elf */
/* clang's __bf16: from float and double rounded once, ties to even, and back. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static const double values[] = {
    1.0,
    -0.1,
    0x1.01p0,               /* a tie, down to even */
    0x1.03p0,               /* a tie, up to even */
    0x1.0100000000001p0,    /* above the tie: a float would be the tie */
    0x1.02fffffffffffp0,    /* below it */
    0x1p-133,               /* the smallest */
    0x1p-134,               /* half of it */
    0x1.0000000000001p-134, /* above the half */
    0x1.fep127,             /* the largest */
    0x1.fefffffffffffp127,  /* below the tie with infinity */
    0x1.ffp127,
    1e300,
    -1e-300,
};

int main(void) {
    for (unsigned i = 0; i < sizeof values / sizeof *values; i++) {
        volatile double wide = values[i];
        volatile float single = (float)wide;
        __bf16 from_double = (__bf16)wide, from_float = (__bf16)single;
        float back = (float)from_double;
        uint16_t a, b;
        uint32_t c;
        memcpy(&a, &from_double, sizeof a);
        memcpy(&b, &from_float, sizeof b);
        memcpy(&c, &back, sizeof c);
        printf("%04x %04x %08x\n", (unsigned)a, (unsigned)b, (unsigned)c);
    }
    return 0;
}
