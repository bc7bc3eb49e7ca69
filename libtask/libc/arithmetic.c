/* Absolute values, and divisions with both results. */
#include <neutrino/inttypes.h>
#include <neutrino/stdlib.h>

int abs(int value) {
    return value < 0 ? -value : value;
}
long labs(long value) {
    return value < 0 ? -value : value;
}
long long llabs(long long value) {
    return value < 0 ? -value : value;
}
intmax_t imaxabs(intmax_t value) {
    return value < 0 ? -value : value;
}

#define DIVISION(name, result, type)                                                               \
    result name(type dividend, type divisor) {                                                     \
        return (result){dividend / divisor, dividend % divisor};                                   \
    }
DIVISION(div, div_t, int)
DIVISION(ldiv, ldiv_t, long)
DIVISION(lldiv, lldiv_t, long long)
DIVISION(imaxdiv, imaxdiv_t, intmax_t)
