/* Floating point numbers of text, rounded correctly, for one lane or for the Neutrino core. A
 * product of 64 bits decides nearly always; where it is near the middle of two results, the
 * middle's decimal digits, which print.c's conversions have exactly, are compared with those of the
 * text. */
#include "conversion.h"

#include "libtask/muon/math/real.h"

/* A type: bits of its significand, and its lowest exponent. */
struct format {
    int bits, lowest;
};

/* 0.d1d2d3… × 10^point, d1 not 0; count digits from first on, with a point somewhere between. */
struct decimal {
    const char *first;
    int count, point;
};

/* Beyond these, everything overflows or vanishes. */
enum { LARGEST_POINT = 310, SMALLEST_POINT = -330, EXPONENT_LIMIT = 100000 };

__single_lane static bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

__single_lane static char lower(char character) {
    return (char)(character | 0x20);
}

/* Whether the text begins so, in capitals or not. */
__single_lane static bool begins(const char *text, const char *word) {
    while (*word && lower(*text) == *word)
        text++, word++;
    return !*word;
}

/* ---- parts of a text ---- */

/* An exponent behind its letter, if there is one. */
__single_lane static const char *read_exponent(const char *text, char letter, int *exponent) {
    *exponent = 0;
    if (lower(*text) != letter)
        return text;
    const char *at = text + 1;
    bool negative = *at == '-';
    at += *at == '-' || *at == '+';
    if (!is_digit(*at))
        return text;
    for (; is_digit(*at); at++)
        *exponent = *exponent < EXPONENT_LIMIT ? 10 * *exponent + (*at - '0') : *exponent;
    *exponent = negative ? -*exponent : *exponent;
    return at;
}

/* NULL if there are no digits. */
__single_lane static const char *read_decimal(const char *text, struct decimal *decimal) {
    bool any = false, after_point = false;
    int exponent;
    *decimal = (struct decimal){NULL, 0, 0};
    for (; is_digit(*text) || (*text == '.' && !after_point); text++) {
        if (*text == '.') {
            after_point = true;
            continue;
        }
        any = true;
        if (!decimal->first && *text != '0')
            decimal->first = text;
        decimal->count += decimal->first != NULL;
        decimal->point += after_point ? -!decimal->first : decimal->first != NULL;
    }
    text = read_exponent(text, 'e', &exponent);
    decimal->point += exponent;
    return any ? text : NULL;
}

/* ---- rounding ---- */

struct cut {
    uint64_t quotient, rest, half;
    int32_t exponent; /* of the quotient's last place */
};

/* To the places that the format has for such a number; false if it is below half of the smallest.
 */
__single_lane static bool cut(struct real x, struct format format, struct cut *cut) {
    int below = format.lowest - x.exponent;
    int keep = format.bits - (below > 0 ? below : 0);
    if (keep < 0)
        return false;
    cut->quotient = keep ? x.significand >> (64 - keep) : 0;
    cut->rest = x.significand << keep >> keep;
    cut->half = UINT64_C(1) << (63 - keep);
    cut->exponent = x.exponent - keep + 1;
    return true;
}

/* side: where the number is, seen from the middle: below it, above, or on it (0). */
__single_lane static double rounded(struct cut cut, int side) {
    uint64_t up = side > 0 || (side == 0 && (cut.quotient & 1));
    return real_value(real_normal(cut.quotient + up, cut.exponent + 63, 0));
}

/* ---- decimal numbers ---- */

/* 10 to the powers 1, 2, 4, … 256. */
static const struct real powers_of_ten[] = {
    {0xa000000000000000, 3, 0},   {0xc800000000000000, 6, 0},   {0x9c40000000000000, 13, 0},
    {0xbebc200000000000, 26, 0},  {0x8e1bc9bf04000000, 53, 0},  {0x9dc5ada82b70b59e, 106, 0},
    {0xc2781f49ffcfa6d5, 212, 0}, {0x93ba47c980e98ce0, 425, 0}, {0xaa7eebfb9df9de8e, 850, 0},
};

__single_lane static struct real scaled_by_ten(struct real x, int power) {
    struct real factor = ONE;
    int size = power < 0 ? -power : power;
    for (int i = 0; size >> i; i++)
        if (size >> i & 1)
            factor = real_product(factor, powers_of_ten[i]);
    return power < 0 ? real_quotient(x, factor) : real_product(x, factor);
}

/* The first 19 digits, which find room in 64 bits, times a power of ten: 64 units of the last place
 * off at most. */
enum { LEADING_DIGITS = 19, UNCERTAINTY = 256 };

__single_lane static struct real approximate(const struct decimal *decimal) {
    uint64_t leading = 0;
    int count = 0;
    for (const char *at = decimal->first; count < decimal->count && count < LEADING_DIGITS; at++)
        if (*at != '.') {
            leading = 10 * leading + (uint64_t)(*at - '0');
            count++;
        }
    return scaled_by_ten(real_normal(leading, 63, 0), decimal->point - count);
}

/* Where the decimal is, seen from significand · 2^exponent. */
__single_lane static int compare(const struct decimal *decimal, uint64_t significand,
                                 int exponent) {
    struct console_decimal other;
    console_decimal(&other, significand, exponent);
    if (decimal->point != other.point)
        return decimal->point > other.point ? 1 : -1;
    const char *at = decimal->first;
    for (int i = 0; i < decimal->count || i < other.count; i++) {
        while (i < decimal->count && *at == '.')
            at++;
        int mine = i < decimal->count ? *at++ : '0', its = i < other.count ? other.digits[i] : '0';
        if (mine != its)
            return mine > its ? 1 : -1;
    }
    return 0;
}

__single_lane static double decimal_value(const struct decimal *decimal, struct format format) {
    struct cut parts;
    if (!decimal->first || decimal->point < SMALLEST_POINT)
        return 0;
    if (decimal->point > LARGEST_POINT)
        return __builtin_inf();
    if (!cut(approximate(decimal), format, &parts))
        return 0;
    uint64_t distance = parts.rest > parts.half ? parts.rest - parts.half : parts.half - parts.rest;
    int side = parts.rest > parts.half ? 1 : -1;
    if (distance < UNCERTAINTY)
        side = compare(decimal, 2 * parts.quotient + 1, parts.exponent - 1);
    return rounded(parts, side);
}

/* ---- hexadecimal numbers ---- */

__single_lane static int hexadecimal_digit(char character) {
    if (is_digit(character))
        return character - '0';
    character = lower(character);
    return character >= 'a' && character <= 'f' ? character - 'a' + 10 : -1;
}

/* What does not find room is told by the lowest bit. NULL if there are no digits. */
__single_lane static const char *read_hexadecimal(const char *text, struct format format,
                                                  double *value) {
    uint64_t significand = 0;
    int power = 0, exponent;
    bool any = false, after_point = false;
    for (; hexadecimal_digit(*text) >= 0 || (*text == '.' && !after_point); text++) {
        if (*text == '.') {
            after_point = true;
            continue;
        }
        uint64_t digit = (uint64_t)hexadecimal_digit(*text);
        bool full = significand >> 60;
        significand = full ? significand | (digit != 0) : significand << 4 | digit;
        power += full && power < EXPONENT_LIMIT ? 4 : 0;
        power -= after_point && power > -EXPONENT_LIMIT ? 4 : 0;
        any = true;
    }
    text = read_exponent(text, 'p', &exponent);
    struct cut parts;
    *value = 0;
    if (significand && cut(real_normal(significand, 63 + power + exponent, 0), format, &parts))
        *value = rounded(parts, (parts.rest > parts.half) - (parts.rest < parts.half));
    return any ? text : NULL;
}

/* ---- all of them ---- */

/* Behind nan: the characters in brackets, if there are any. */
__single_lane static const char *after_nan(const char *text) {
    const char *at = text;
    if (*at != '(')
        return text;
    do
        at++;
    while (is_digit(*at) || (lower(*at) >= 'a' && lower(*at) <= 'z') || *at == '_');
    return *at == ')' ? at + 1 : text;
}

/* NULL if it is no number. */
__single_lane static const char *read(const char *text, struct format format, double *value) {
    struct decimal decimal;
    if (begins(text, "inf")) {
        *value = __builtin_inf();
        return text + (begins(text, "infinity") ? 8 : 3);
    }
    if (begins(text, "nan")) {
        *value = __builtin_nan("");
        return after_nan(text + 3);
    }
    if (begins(text, "0x")) {
        const char *end = read_hexadecimal(text + 2, format, value);
        if (end)
            return end;
    }
    const char *end = read_decimal(text, &decimal);
    *value = decimal_value(&decimal, format);
    return end;
}

__single_lane static double read_signed(const char *text, char **end, struct format format) {
    const char *begin = text;
    double value = 0;
    while (*text == ' ' || (*text >= '\t' && *text <= '\r'))
        text++;
    bool negative = *text == '-';
    text += *text == '-' || *text == '+';
    const char *after = read(text, format, &value);
    if (end)
        *end = (char *)(after ? after : begin);
    return after && negative ? -value : after ? value : 0;
}

__single_lane double console_strtod(const char *text, char **end) {
    return read_signed(text, end, (struct format){53, -1022});
}

__single_lane float console_strtof(const char *text, char **end) {
    return (float)read_signed(text, end, (struct format){24, -126});
}
