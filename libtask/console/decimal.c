/* Exact decimal digits of binary numbers, with 32-bit arithmetic only. */
#include "conversion.h"

enum { LIMB_BASE = 10000 };

struct big {
    uint16_t limbs[DECIMAL_MAX_LIMBS]; /* lowest first, base 10^4 */
    int count;
};

/* big = big * factor + addend, both up to 390625 (5^8): the product of a limb stays in 32 bits. */
__single_lane static void multiply_add(struct big *big, uint32_t factor, uint32_t addend) {
    uint32_t carry = addend;
    for (int i = 0; i < big->count; i++) {
        carry += big->limbs[i] * factor;
        big->limbs[i] = (uint16_t)(carry % LIMB_BASE);
        carry /= LIMB_BASE;
    }
    while (carry && big->count < DECIMAL_MAX_LIMBS) {
        big->limbs[big->count++] = (uint16_t)(carry % LIMB_BASE);
        carry /= LIMB_BASE;
    }
}

__single_lane static void multiply_power(struct big *big, uint32_t base, uint32_t base_to_8,
                                         int power) {
    for (; power >= 8; power -= 8)
        multiply_add(big, base_to_8, 0);
    for (; power > 0; power--)
        multiply_add(big, base, 0);
}

/* The digits without leading zeros; places: how many of them are after the point. */
__single_lane static void write_digits(const struct big *big, int places,
                                       struct console_decimal *decimal) {
    decimal->count = 0;
    for (int i = big->count - 1; i >= 0; i--) {
        uint32_t limb = big->limbs[i];
        for (uint32_t unit = LIMB_BASE / 10; unit; unit /= 10) {
            uint32_t digit = limb / unit % 10;
            if (digit || decimal->count)
                decimal->digits[decimal->count++] = (char)('0' + digit);
        }
    }
    decimal->point = decimal->count ? decimal->count - places : 0;
}

__single_lane void console_decimal(struct console_decimal *decimal, uint64_t significand,
                                   int exponent) {
    /* An odd significand needs the fewest digits. */
    while (exponent < 0 && significand && !(significand & 1)) {
        significand >>= 1;
        exponent++;
    }
    struct big big = {.count = 0};
    for (int shift = 48; shift >= 0; shift -= 16)
        multiply_add(&big, 1 << 16, (uint32_t)(significand >> shift) & 0xffff);
    if (exponent >= 0)
        multiply_power(&big, 2, 1 << 8, exponent);
    else
        multiply_power(&big, 5, 390625, -exponent); /* m / 2^k = m * 5^k / 10^k */
    write_digits(&big, exponent < 0 ? -exponent : 0, decimal);
}

__single_lane static bool rounds_up(const struct console_decimal *decimal, int count) {
    char next = decimal->digits[count];
    if (next != '5')
        return next > '5';
    for (int i = count + 1; i < decimal->count; i++)
        if (decimal->digits[i] != '0')
            return true;
    return count > 0 && (decimal->digits[count - 1] & 1);
}

__single_lane void console_round(struct console_decimal *decimal, int count) {
    if (count >= decimal->count)
        return;
    bool up = count >= 0 && rounds_up(decimal, count);
    decimal->count = count > 0 ? count : 0;
    if (!up)
        return;
    while (decimal->count && decimal->digits[decimal->count - 1] == '9')
        decimal->count--;
    if (decimal->count) {
        decimal->digits[decimal->count - 1]++;
    } else { /* all nines, or nothing: one unit more of the place before */
        decimal->digits[0] = '1';
        decimal->count = 1;
        decimal->point++;
    }
}
