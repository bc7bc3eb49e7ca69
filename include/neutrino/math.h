/* <math.h>: functions of float and of double; long double is double. The lanes of a warp may call
 * them with arguments of any kind. They are the Neutrino's, too.
 *
 * Each group states its largest error in units in the last place of the result, subnormal results
 * included: first that of float, then that of double. NaN, infinities and the sign of zero are as C
 * (Annex F) and IEEE 754 want them. Rounding is to nearest; errno and floating point exceptions are
 * not set. On the SIMT cores double is computed with integers, for which a function takes ten to
 * fifty times as many instructions as that of float (docs/math.md). */
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
#define HUGE_VAL __builtin_inf()
#define HUGE_VALL ((long double)__builtin_inf())
#define FP_ILOGB0 (-__INT_MAX__ - 1)
#define FP_ILOGBNAN FP_ILOGB0
#define FP_FAST_FMAF 1

/* Neither is done. */
#define MATH_ERRNO 1
#define MATH_ERREXCEPT 2
#define math_errhandling 0

#define FP_NAN 0
#define FP_INFINITE 1
#define FP_ZERO 2
#define FP_SUBNORMAL 3
#define FP_NORMAL 4
#define fpclassify(x) __builtin_fpclassify(FP_NAN, FP_INFINITE, FP_NORMAL, FP_SUBNORMAL, FP_ZERO, x)
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

/* Functions of double, of float, and of long double, whose definition is that of double. */
#if __LDBL_MANT_DIG__ == 53
#define NEUTRINO_LONG_DOUBLE_(name, result, parameters) result name##l parameters __asm__(#name);
#else
#define NEUTRINO_LONG_DOUBLE_(name, result, parameters)
#endif
#define NEUTRINO_UNARY_(name)                                                                      \
    double name(double x);                                                                         \
    float name##f(float x);                                                                        \
    NEUTRINO_LONG_DOUBLE_(name, long double, (long double x))
#define NEUTRINO_BINARY_(name)                                                                     \
    double name(double x, double y);                                                               \
    float name##f(float x, float y);                                                               \
    NEUTRINO_LONG_DOUBLE_(name, long double, (long double x, long double y))
/* With a result of another type; with another parameter. */
#define NEUTRINO_TO_(type, name)                                                                   \
    type name(double x);                                                                           \
    type name##f(float x);                                                                         \
    NEUTRINO_LONG_DOUBLE_(name, type, (long double x))
#define NEUTRINO_WITH_(name, type, parameter)                                                      \
    double name(double x, type parameter);                                                         \
    float name##f(float x, type parameter);                                                        \
    NEUTRINO_LONG_DOUBLE_(name, long double, (long double x, type parameter))

/* Exact, or correctly rounded. Of a zero and a negative zero, fminf and fmaxf take either; nan and
 * nanf ignore their text. */
NEUTRINO_UNARY_(fabs)
NEUTRINO_BINARY_(copysign)
NEUTRINO_BINARY_(fmin)
NEUTRINO_BINARY_(fmax)
NEUTRINO_BINARY_(fdim)
double fma(double x, double y, double z);
float fmaf(float x, float y, float z);
NEUTRINO_LONG_DOUBLE_(fma, long double, (long double x, long double y, long double z))
NEUTRINO_UNARY_(sqrt)
NEUTRINO_UNARY_(trunc)
NEUTRINO_UNARY_(floor)
NEUTRINO_UNARY_(ceil)
NEUTRINO_UNARY_(round)
NEUTRINO_UNARY_(rint)
NEUTRINO_UNARY_(nearbyint)
NEUTRINO_TO_(long, lround)
NEUTRINO_TO_(long, lrint)
NEUTRINO_TO_(long long, llround)
NEUTRINO_TO_(long long, llrint)
double modf(double x, double *whole);
float modff(float x, float *whole);
NEUTRINO_LONG_DOUBLE_(modf, long double, (long double x, long double *whole))
NEUTRINO_WITH_(frexp, int *, power)
NEUTRINO_WITH_(ldexp, int, power)
NEUTRINO_WITH_(scalbn, int, power)
NEUTRINO_WITH_(scalbln, long, power)
NEUTRINO_TO_(int, ilogb)
NEUTRINO_UNARY_(logb)
NEUTRINO_BINARY_(nextafter)
NEUTRINO_WITH_(nexttoward, long double, y)
NEUTRINO_BINARY_(fmod)
NEUTRINO_BINARY_(remainder)
double remquo(double x, double y, int *quotient);
float remquof(float x, float y, int *quotient);
NEUTRINO_LONG_DOUBLE_(remquo, long double, (long double x, long double y, int *quotient))
double nan(const char *text);
float nanf(const char *text);
NEUTRINO_LONG_DOUBLE_(nan, long double, (const char *text))

/* Within 0.6; 0.51. */
float rsqrtf(float x); /* 1 / sqrt(x) */
NEUTRINO_UNARY_(cbrt)
NEUTRINO_BINARY_(hypot)

/* Within 0.7; 0.51. */
NEUTRINO_UNARY_(log)
NEUTRINO_UNARY_(log2)
NEUTRINO_UNARY_(log10)
NEUTRINO_UNARY_(log1p)

/* Within 0.8; 0.51. */
NEUTRINO_UNARY_(asin)
NEUTRINO_UNARY_(acos)
NEUTRINO_UNARY_(atan)
NEUTRINO_BINARY_(atan2)

/* Within 0.9; 0.51. Arguments of any size are reduced exactly. */
NEUTRINO_UNARY_(sin)
NEUTRINO_UNARY_(cos)
NEUTRINO_UNARY_(tan)
void sincos(double x, double *sine, double *cosine);
void sincosf(float x, float *sine, float *cosine);

/* Within 0.9; 0.51, and pow 0.55. */
NEUTRINO_UNARY_(exp)
NEUTRINO_UNARY_(exp2)
double exp10(double x);
float exp10f(float x);
NEUTRINO_UNARY_(expm1)
NEUTRINO_BINARY_(pow)
NEUTRINO_UNARY_(tanh)

/* Within 1; 0.51. */
NEUTRINO_UNARY_(sinh)
NEUTRINO_UNARY_(cosh)
NEUTRINO_UNARY_(erf)
NEUTRINO_UNARY_(asinh)
NEUTRINO_UNARY_(acosh)
NEUTRINO_UNARY_(atanh)

/* Within 0.51; 0.6. For x < 0, where it has zeros between the integers, the error of lgamma is
 * below 2^-58 of the largest of the terms that it is the difference of. */
NEUTRINO_UNARY_(erfc)
NEUTRINO_UNARY_(tgamma)
NEUTRINO_UNARY_(lgamma)

#undef NEUTRINO_LONG_DOUBLE_
#undef NEUTRINO_UNARY_
#undef NEUTRINO_BINARY_
#undef NEUTRINO_TO_
#undef NEUTRINO_WITH_

#ifdef __cplusplus
}
#endif

#endif
