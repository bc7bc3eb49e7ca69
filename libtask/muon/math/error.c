/* The error function. */
#include "libtask/muon/math/exponential.h"

/* An odd polynomial near 0; beyond, 1 - e^-l(x), l another polynomial; from 4 on, 1. */
float erff(float x) {
    float z = x * x;
    float p = fused(z, 7.96841123e-05f, -0.000804362935f);
    p = fused(z, p, 0.00519193662f);
    p = fused(z, p, -0.0268555861f);
    p = fused(z, p, 0.112836242f);
    p = fused(z, p, -0.376126289f);
    p = fused(z, p, 0.128379166f);
    float near = fused(x, p, x);

    float size = clamp(__builtin_fabsf(x), 0, 4);
    float l = fused(size, -2.09094796e-05f, 0.00043229654f);
    l = fused(size, l, -0.00416046567f);
    l = fused(size, l, 0.0250912644f);
    l = fused(size, l, -0.108236179f);
    l = fused(size, l, -0.633387089f);
    l = fused(size, l, -0.129494935f);
    l = fused(size, l, 0.000170507206f);
    struct pair exponent = sum(l, -size);
    float complement = exponential_value(exponential_of(exponent.high));
    float far = 1 - fused(complement, exponent.low, complement);
    far = __builtin_copysignf(far, x);
    float result = pick(__builtin_fabsf(x) > 0.921875f, far, near);
    return unless_nan(x, result);
}
