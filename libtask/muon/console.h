/* Between the files of the console: where text goes, and numbers as digits. All of it is run by one
 * lane at a time (lanes.S). */
#ifndef LIBTASK_MUON_CONSOLE_H
#define LIBTASK_MUON_CONSOLE_H

#include <neutrino/muon.h>
#include <stdbool.h>
#include <stddef.h>

/* The console if buffer is NULL. */
struct console_sink {
    char *buffer;
    size_t room;  /* of buffer, without the final zero */
    size_t count; /* of bytes given, also those that found no room */
};

__single_lane void console_put(struct console_sink *sink, char character);

enum {
    /* The exact decimal digits of any double: 309 before the point, or up to 767 in all. */
    CONSOLE_LIMB_DIGITS = 4,
    CONSOLE_MAX_LIMBS = 194,
    CONSOLE_MAX_DIGITS = CONSOLE_MAX_LIMBS * CONSOLE_LIMB_DIGITS,
};

/* An exact decimal number: 0.d1d2d3… × 10^point; d1 is not 0 unless count is 0, which is zero. */
struct console_decimal {
    char digits[CONSOLE_MAX_DIGITS + 1]; /* '0' to '9', one place to spare for a carry */
    int count;
    int point;
};

/* significand × 2^exponent. */
__single_lane void console_decimal(struct console_decimal *decimal, uint64_t significand,
                                   int exponent);
/* To the given number of digits (possibly 0 or less), ties to even. */
__single_lane void console_round(struct console_decimal *decimal, int count);

#endif
