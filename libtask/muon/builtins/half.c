/* Conversions of clang's _Float16, IEEE half precision, in which it computes by way of binary32. */
#include "libtask/muon/builtins/half_bits.h"

float __extendhfsf2(uint32_t half);
uint32_t __truncsfhf2(float value);
uint32_t __truncdfhf2(double value);

float __extendhfsf2(uint32_t half) {
    return half_to_float(half);
}

uint32_t __truncsfhf2(float value) {
    return half_of_float(value);
}

uint32_t __truncdfhf2(double value) {
    return half_of_float(float_to_odd(value));
}
