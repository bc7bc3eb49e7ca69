/* The part of <math.h> that the SIMT cores have: functions of float. They have no branches, so the
 * lanes of a warp may call them with arguments of any kind.
 *
 * Each group states its largest error in units in the last place of the result, subnormal results
 * included. NaN, infinities and the sign of zero are as C and IEEE 754 want them; errno and
 * floating point exceptions are not set. There are no functions of double. */
#ifndef NEUTRINO_MATH_H
#define NEUTRINO_MATH_H

#ifdef __cplusplus
extern "C" {
#endif

typedef float float_t;
typedef double double_t;

#define INFINITY __builtin_inff()
#define NAN __builtin_nanf("")
#define HUGE_VALF __builtin_inff()
#define FP_ILOGB0 (-__INT_MAX__ - 1)
#define FP_ILOGBNAN FP_ILOGB0

#define isnan(x) __builtin_isnan(x)
#define isinf(x) __builtin_isinf(x)
#define isfinite(x) __builtin_isfinite(x)
#define isnormal(x) __builtin_isnormal(x)
#define signbit(x) __builtin_signbit(x)
#define isgreater(x, y) __builtin_isgreater(x, y)
#define isgreaterequal(x, y) __builtin_isgreaterequal(x, y)
#define isless(x, y) __builtin_isless(x, y)
#define islessequal(x, y) __builtin_islessequal(x, y)
#define islessgreater(x, y) __builtin_islessgreater(x, y)
#define isunordered(x, y) __builtin_isunordered(x, y)

#define M_E 2.7182818284590452354
#define M_LOG2E 1.4426950408889634074
#define M_LOG10E 0.43429448190325182765
#define M_LN2 0.69314718055994530942
#define M_LN10 2.30258509299404568402
#define M_PI 3.14159265358979323846
#define M_PI_2 1.57079632679489661923
#define M_PI_4 0.78539816339744830962
#define M_1_PI 0.31830988618379067154
#define M_2_PI 0.63661977236758134308
#define M_2_SQRTPI 1.12837916709551257390
#define M_SQRT2 1.41421356237309504880
#define M_SQRT1_2 0.70710678118654752440

/* Exact, or correctly rounded. Of a zero and a negative zero, fminf and fmaxf take either. */
float fabsf(float x);
float copysignf(float x, float y);
float fminf(float x, float y);
float fmaxf(float x, float y);
float fdimf(float x, float y);
float fmaf(float x, float y, float z);
float sqrtf(float x);
float truncf(float x);
float floorf(float x);
float ceilf(float x);
float roundf(float x);
float rintf(float x);
float nearbyintf(float x);
long lroundf(float x);
long lrintf(float x);
float modff(float x, float *whole);
float frexpf(float x, int *power);
float ldexpf(float x, int power);
float scalbnf(float x, int power);
int ilogbf(float x);
float logbf(float x);
float nextafterf(float x, float y);
float fmodf(float x, float y);
float remainderf(float x, float y);

/* Within 0.6. */
float rsqrtf(float x); /* 1 / sqrt(x) */
float cbrtf(float x);
float hypotf(float x, float y);

/* Within 0.7. */
float logf(float x);
float log2f(float x);
float log10f(float x);
float log1pf(float x);

/* Within 0.8. */
float asinf(float x);
float acosf(float x);
float atanf(float x);
float atan2f(float y, float x);

/* Within 0.9. Arguments of any size are reduced exactly. */
float sinf(float x);
float cosf(float x);
float tanf(float x);
void sincosf(float x, float *sin, float *cos);

/* Within 0.9. */
float expf(float x);
float exp2f(float x);
float exp10f(float x);
float expm1f(float x);
float powf(float x, float y);
float tanhf(float x);

/* Within 1. */
float sinhf(float x);
float coshf(float x);
float erff(float x);
float asinhf(float x);
float acoshf(float x);
float atanhf(float x);

#ifdef __cplusplus
}
#endif

#endif
