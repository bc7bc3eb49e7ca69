/* Conversions of clang's __bf16, which it calls; to binary32 it shifts. Results are the bits, in
 * the lower half of a register. */
#include "libtask/muon/builtins/bits.h"

#include <neutrino/muon.h>

uint32_t __truncsfbf2(float value);
uint32_t __truncdfbf2(double value);

uint32_t __truncsfbf2(float value) {
    return (uint32_t)bf16_from_float(value);
}

uint32_t __truncdfbf2(double value) {
    return __truncsfbf2(float_to_odd(value));
}
