/* Powers to an integer, __builtin_powi, which clang calls: as many steps in every lane, so that no
 * branch diverges. */
#include <stdint.h>

#define POWER(name, type)                                                                          \
    type name(type base, int exponent);                                                            \
    type name(type base, int exponent) {                                                           \
        type result = 1;                                                                           \
        uint32_t left = exponent < 0 ? 0 - (uint32_t)exponent : (uint32_t)exponent;                \
        for (int step = 0; step < 32; step++, left >>= 1, base *= base)                            \
            result *= left & 1 ? base : 1;                                                         \
        return exponent < 0 ? 1 / result : result;                                                 \
    }
POWER(__powisf2, float)
POWER(__powidf2, double)
