/* What clang calls for operations that the core has no instruction for: 128-bit division, and
 * powers to an integer; and when it compiles for size, also shifts of 128 bits. Here, not for size,
 * these are instructions. */
#include <stdbool.h>

typedef __int128 wide;
typedef unsigned __int128 unsigned_wide;

/* ---- shifts ---- */

wide __ashlti3(wide value, int places);
wide __lshrti3(wide value, int places);
wide __ashrti3(wide value, int places);

wide __ashlti3(wide value, int places) {
    return (wide)((unsigned_wide)value << places);
}

wide __lshrti3(wide value, int places) {
    return (wide)((unsigned_wide)value >> places);
}

wide __ashrti3(wide value, int places) {
    return value >> places;
}

/* ---- division ---- */

struct division {
    unsigned_wide quotient, remainder;
};

/* Schoolbook, one bit a step. */
static struct division divide(unsigned_wide dividend, unsigned_wide divisor) {
    unsigned_wide remainder = 0;
    for (int step = 0; step < 128; step++) {
        bool carried = remainder >> 127; /* the shift drops it, the subtraction needs it */
        remainder = remainder << 1 | dividend >> 127;
        bool fits = carried || remainder >= divisor;
        remainder -= fits ? divisor : 0;
        dividend = dividend << 1 | fits;
    }
    return (struct division){dividend, remainder};
}

static unsigned_wide magnitude(wide value) {
    return value < 0 ? 0 - (unsigned_wide)value : (unsigned_wide)value;
}

static wide with_sign(unsigned_wide value, bool negative) {
    return (wide)(negative ? 0 - value : value);
}

unsigned_wide __udivti3(unsigned_wide a, unsigned_wide b);
unsigned_wide __umodti3(unsigned_wide a, unsigned_wide b);
wide __divti3(wide a, wide b);
wide __modti3(wide a, wide b);

unsigned_wide __udivti3(unsigned_wide a, unsigned_wide b) {
    return divide(a, b).quotient;
}

unsigned_wide __umodti3(unsigned_wide a, unsigned_wide b) {
    return divide(a, b).remainder;
}

wide __divti3(wide a, wide b) {
    return with_sign(divide(magnitude(a), magnitude(b)).quotient, (a < 0) != (b < 0));
}

wide __modti3(wide a, wide b) {
    return with_sign(divide(magnitude(a), magnitude(b)).remainder, a < 0);
}

/* ---- powers ---- */

#define POWER(name, type)                                                                          \
    type name(type base, int exponent);                                                            \
    type name(type base, int exponent) {                                                           \
        type result = 1;                                                                           \
        unsigned left = exponent < 0 ? 0 - (unsigned)exponent : (unsigned)exponent;                \
        for (; left; left >>= 1, base *= base)                                                     \
            result *= left & 1 ? base : 1;                                                         \
        return exponent < 0 ? 1 / result : result;                                                 \
    }
POWER(__powisf2, float)
POWER(__powidf2, double)
