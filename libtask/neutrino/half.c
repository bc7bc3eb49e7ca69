/* Conversions of clang's _Float16 and __bf16, in which tasks compute by way of binary32. On this
 * core clang hands the 16 bits over in the lower half of a floating-point register. */
#include "libtask/muon/builtins/half_bits.h"

float __extendhfsf2(float half);
float __truncsfhf2(float value);
float __truncdfhf2(double value);
float __truncsfbf2(float value);
float __truncdfbf2(double value);

float __extendhfsf2(float half) {
    return half_to_float(float_bits(half) & 0xffff);
}

float __truncsfhf2(float value) {
    return float_from(half_of_float(value));
}

float __truncdfhf2(double value) {
    return float_from(half_of_float(float_to_odd(value)));
}

/* To the nearest, ties to even; what is no number to the canonical one. */
static uint32_t bfloat_of_float(float value) {
    uint32_t bits = float_bits(value);
    uint32_t rounded = (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
    return value == value ? rounded : 0x7fc0;
}

float __truncsfbf2(float value) {
    return float_from(bfloat_of_float(value));
}

float __truncdfbf2(double value) {
    return float_from(bfloat_of_float(float_to_odd(value)));
}
