/* Multiplication and division of complex numbers as annex G of the C standard has them: where plain
 * arithmetic makes NaN of both parts, infinite operands make an infinite result (or, dividing,
 * zero). complex.c includes this for each type, with
 *
 *   REAL                  the type of a part
 *   NAME(name)            a function's name for that type
 *   COPYSIGN(x, y)        copysign of that type
 *   SCALE_EXPONENT(x)     e such that x / 2^e is from 1 up to 2, for normal x; of smaller numbers
 * that of the smallest normal one, of infinities and NaN 0 POWER(e)              2^e, for exponents
 * of normal numbers
 */

/* 1 for an infinity, 0 for anything else, with the sign of x. */
static REAL NAME(unit_of)(REAL x) {
    return COPYSIGN(__builtin_isinf(x) ? (REAL)1 : (REAL)0, x);
}

static REAL NAME(zero_for_nan)(REAL x) {
    return x == x ? x : COPYSIGN((REAL)0, x);
}

static REAL _Complex NAME(pair)(REAL real, REAL imaginary) {
    REAL _Complex result;
    __real__ result = real;
    __imag__ result = imaginary;
    return result;
}

/* ---- multiplication ---- */

/* (a + bi)(c + di) where a part of one of the two is infinite, or a product has become so. */
static REAL _Complex NAME(multiply_infinite)(REAL a, REAL b, REAL c, REAL d) {
    REAL infinity = (REAL)__builtin_inf();
    bool first = __builtin_isinf(a) || __builtin_isinf(b);
    bool second = __builtin_isinf(c) || __builtin_isinf(d);
    bool products = __builtin_isinf(a * c) || __builtin_isinf(b * d) || __builtin_isinf(a * d) ||
                    __builtin_isinf(b * c);
    if (!first && !second && !products)
        return NAME(pair)(a * c - b * d, a * d + b * c);
    if (first) {
        a = NAME(unit_of)(a);
        b = NAME(unit_of)(b);
    }
    if (second) {
        c = NAME(unit_of)(c);
        d = NAME(unit_of)(d);
    }
    a = NAME(zero_for_nan)(a);
    b = NAME(zero_for_nan)(b);
    c = NAME(zero_for_nan)(c);
    d = NAME(zero_for_nan)(d);
    return NAME(pair)(infinity * (a * c - b * d), infinity * (a * d + b * c));
}

static REAL _Complex NAME(multiply)(REAL a, REAL b, REAL c, REAL d) {
    REAL real = a * c - b * d, imaginary = a * d + b * c;
    if (real != real && imaginary != imaginary)
        return NAME(multiply_infinite)(a, b, c, d);
    return NAME(pair)(real, imaginary);
}

/* ---- division ---- */

/* x / 2^e, in two steps: the power itself may be no number. */
static REAL NAME(scale_down)(REAL x, int e) {
    return x * POWER(-(e / 2)) * POWER(-(e - e / 2));
}

/* (a + bi) / (c + di) where plain arithmetic has made NaN of both parts. */
static REAL _Complex NAME(divide_special)(REAL a, REAL b, REAL c, REAL d) {
    REAL infinity = (REAL)__builtin_inf();
    bool first = __builtin_isinf(a) || __builtin_isinf(b);
    bool second = __builtin_isinf(c) || __builtin_isinf(d);
    REAL factor = infinity;
    if (c == 0 && d == 0 && (a == a || b == b))
        return NAME(pair)(COPYSIGN(infinity, c) * a, COPYSIGN(infinity, c) * b);
    if (first && __builtin_isfinite(c) && __builtin_isfinite(d)) {
        a = NAME(unit_of)(a);
        b = NAME(unit_of)(b);
    } else if (second && __builtin_isfinite(a) && __builtin_isfinite(b)) {
        c = NAME(unit_of)(c);
        d = NAME(unit_of)(d);
        factor = 0;
    } else {
        factor = (REAL)__builtin_nan("");
    }
    return NAME(pair)(factor * (a * c + b * d), factor * (b * c - a * d));
}

/* The divisor is scaled to about 1, so that its square neither overflows nor vanishes. */
static REAL _Complex NAME(divide)(REAL a, REAL b, REAL c, REAL d) {
    int of_c = SCALE_EXPONENT(c), of_d = SCALE_EXPONENT(d);
    int e = of_c > of_d ? of_c : of_d;
    REAL small_c = NAME(scale_down)(c, e), small_d = NAME(scale_down)(d, e);
    REAL square = small_c * small_c + small_d * small_d;
    REAL real = NAME(scale_down)((a * small_c + b * small_d) / square, e);
    REAL imaginary = NAME(scale_down)((b * small_c - a * small_d) / square, e);
    if (real != real && imaginary != imaginary)
        return NAME(divide_special)(a, b, c, d);
    return NAME(pair)(real, imaginary);
}
