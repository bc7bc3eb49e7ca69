/* RUN: muonc -O2 -ffp-contract=off -mcores=1 -mwarps=1 -mlanes=1 %s -o %t.elf && musim %t.elf */
/* The conversions between float, double and 64-bit integers; the golden file is what a hosted
 * compiler prints. */
#ifdef __riscv
#include <neutrino/console.h>
#else
#include <stdio.h>
#endif
#include <stdint.h>

static uint32_t bits_of(float value) {
    uint32_t bits;
    __builtin_memcpy(&bits, &value, sizeof bits);
    return bits;
}

static float float_of(uint32_t bits) {
    float value;
    __builtin_memcpy(&value, &bits, sizeof value);
    return value;
}

static double double_of(uint64_t bits) {
    double value;
    __builtin_memcpy(&value, &bits, sizeof value);
    return value;
}

static const uint32_t floats[] = {0,          0x80000000, 1,          0x80000001, 0x007fffff,
                                  0x00400000, 0x00800000, 0x3f800000, 0x40490fdb, 0x7f7fffff,
                                  0xff7fffff, 0x7f800000, 0xff800000, 0x4b7fffff};

/* Normal, ties, results that are subnormal, that overflow, that vanish. */
static const uint64_t doubles[] = {
    0x3ff0000000000000, 0x3ff0000010000000, 0x3ff0000010000001, 0x3ff0000030000000,
    0x3fefffffffffffff, 0x36a0000000000000, 0x3690000000000000, 0x3690000000000001,
    0x380fffffffffffff, 0x3800000010000000, 0x47efffffe0000000, 0x47efffffefffffff,
    0x47effffff0000000, 0x7fefffffffffffff, 0x7ff0000000000000, 0xfff0000000000000,
    0x0000000000000001, 0x8000000000000000, 0xc00921fb54442d18, 0x37f8000000000000};

static const uint64_t integers[] = {0, 1, 16777215, 16777217, 16777219, 0x7fffffffffffffff,
                                    0x8000000000000000, 0xffffffffffffffff, 0x8000008000000000,
                                    0x8000008000000001, 0xfffffffffffff, 0xdeadbeefcafe};

int main(void) {
    for (unsigned i = 0; i < sizeof floats / sizeof *floats; i++) {
        volatile double wide = float_of(floats[i]);
        uint64_t bits;
        double copy = wide;
        __builtin_memcpy(&bits, &copy, sizeof bits);
        printf("%08x %016llx\n", (unsigned)floats[i], (unsigned long long)bits);
    }
    for (unsigned i = 0; i < sizeof doubles / sizeof *doubles; i++) {
        volatile float narrow = (float)double_of(doubles[i]);
        printf("%016llx %08x\n", (unsigned long long)doubles[i], (unsigned)bits_of(narrow));
    }
    for (unsigned i = 0; i < sizeof integers / sizeof *integers; i++) {
        volatile float from_unsigned = (float)integers[i];
        volatile float from_signed = (float)(int64_t)integers[i];
        printf("%016llx %08x %08x\n", (unsigned long long)integers[i],
               (unsigned)bits_of(from_unsigned), (unsigned)bits_of(from_signed));
    }
    static const float values[] = {0.0f, 0.99f, 1.5f, 123456.78f, 8388609.0f, 4294967296.0f,
                                   3e15f, 9.2233714e18f};
    for (unsigned i = 0; i < sizeof values / sizeof *values; i++) {
        volatile float value = values[i];
        printf("%llu %lld\n", (unsigned long long)value, (long long)-value);
    }
    return 0;
}
