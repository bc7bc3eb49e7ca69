/* Conversions of clang's __bf16, which it calls; to binary32 it shifts. Results are the bits, in
 * the lower half of a register. */
#include "libtask/muon/builtins/bits.h"

#include <neutrino/muon.h>

uint32_t __truncsfbf2(float value);
uint32_t __truncdfbf2(double value);

uint32_t __truncsfbf2(float value) {
    return (uint32_t)bf16_from_float(value);
}

/* Through binary32 rounded to odd, which does not round twice: the lowest bit of what was cut off
 * tells the second rounding that there was more. */
uint32_t __truncdfbf2(double value) {
    float nearest = (float)value;
    double back = nearest;
    uint64_t exact = double_bits(value) & INT64_MAX, rounded = double_bits(back) & INT64_MAX;
    uint32_t bits = float_bits(nearest);
    uint32_t cut = bits - (rounded > exact);
    uint32_t odd = choose((rounded != exact) & (value == value), cut | 1, bits);
    return (uint32_t)bf16_from_float(float_from(odd));
}
