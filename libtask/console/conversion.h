/* Between print.c, print_float.c, print_wide.c and decimal.c: one conversion of a format, and
 * numbers as digits.
 */
#ifndef LIBTASK_CONSOLE_CONVERSION_H
#define LIBTASK_CONSOLE_CONVERSION_H

#include "console.h"

#include <stdbool.h>

enum {
    FLAG_LEFT = 1,
    FLAG_PLUS = 2,
    FLAG_SPACE = 4,
    FLAG_ALTERNATE = 8,
    FLAG_ZERO = 16,
    FLAG_GROUP = 32, /* which in the C locale does nothing */
};

struct conversion {
    unsigned flags;
    int width;
    int precision; /* -1: none given */
    char length;   /* 0, or h, l (also z and t), L (also ll and j); H for hh */
    char letter;
    const char *end; /* of its text in the format */
};

/* A number or text in print, before padding. prefix is a sign, "0x" or both. */
struct field {
    char prefix[3];
    int prefix_count;
    int leading_zeros;
    const char *body;
    int body_count;
};

__single_lane void console_put_repeated(struct console_sink *sink, char character, int count);
__single_lane void console_put_field(struct console_sink *sink, const struct conversion *conversion,
                                     const struct field *field);
__single_lane void console_set_sign(struct field *field, const struct conversion *conversion,
                                    bool negative);
/* A text of at most count wide characters, in UTF-8; the precision counts bytes. */
__single_lane void console_put_wide(struct console_sink *sink, struct conversion *conversion,
                                    const wchar_t *text, size_t count);
__single_lane void console_put_float(struct console_sink *sink, struct conversion *conversion,
                                     double value);

enum {
    /* The exact decimal digits of any double: 309 before the point, or up to 767 in all. */
    DECIMAL_LIMB_DIGITS = 4,
    DECIMAL_MAX_LIMBS = 194,
    DECIMAL_MAX_DIGITS = DECIMAL_MAX_LIMBS * DECIMAL_LIMB_DIGITS,
};

/* An exact decimal number: 0.d1d2d3… × 10^point; d1 is not 0 unless count is 0, which is zero. */
struct console_decimal {
    char digits[DECIMAL_MAX_DIGITS + 1]; /* '0' to '9', one place to spare for a carry */
    int count;
    int point;
};

/* significand × 2^exponent. */
__single_lane void console_decimal(struct console_decimal *decimal, uint64_t significand,
                                   int exponent);
/* To the given number of digits (possibly 0 or less), ties to even. */
__single_lane void console_round(struct console_decimal *decimal, int count);

#endif
