/* %f, %e, %g and %a, exactly. */
#include "conversion.h"

enum { DOUBLE_FRACTION = 52, DOUBLE_EXPONENT_MAX = 2047, DOUBLE_BIAS = 1023 };

/* What stands before a number of this many characters: padding, sign and "0x", zeros. Returns the
 * padding that is to stand behind it. */
__single_lane static int put_beginning(struct console_sink *sink,
                                       const struct conversion *conversion,
                                       const struct field *prefix, int total) {
    int padding = conversion->width - prefix->prefix_count - total;
    bool left = conversion->flags & FLAG_LEFT, zero = conversion->flags & FLAG_ZERO;
    if (!left && !zero)
        console_put_repeated(sink, ' ', padding);
    for (int i = 0; i < prefix->prefix_count; i++)
        console_put(sink, prefix->prefix[i]);
    if (!left && zero)
        console_put_repeated(sink, '0', padding);
    return left ? padding : 0;
}

/* ---- decimal ---- */

/* Digit i of the number, counted from the point: 0 is the first one before it, -1 after it. */
__single_lane static char digit_at(const struct console_decimal *decimal, int place) {
    int index = decimal->point - 1 - place;
    return index >= 0 && index < decimal->count ? decimal->digits[index] : '0';
}

/* How %e ends: "e+05". Returns the length. */
__single_lane static int write_exponent(char text[8], int exponent, bool upper) {
    int count = 0;
    uint32_t magnitude = (uint32_t)(exponent < 0 ? -exponent : exponent);
    text[count++] = upper ? 'E' : 'e';
    text[count++] = exponent < 0 ? '-' : '+';
    if (magnitude >= 100)
        text[count++] = (char)('0' + magnitude / 100);
    text[count++] = (char)('0' + magnitude / 10 % 10);
    text[count++] = (char)('0' + magnitude % 10);
    return count;
}

/* What %f, %e and %g come down to: digits from place first (of the one before the point, if there
 * is one) on, precision of them after the point, then the exponent. */
struct float_layout {
    int first;
    int precision;
    bool show_exponent;
    int exponent;
};

__single_lane static void put_float_layout(struct console_sink *sink,
                                           const struct conversion *conversion, bool negative,
                                           const struct console_decimal *decimal,
                                           const struct float_layout *layout) {
    struct field field = {.prefix_count = 0};
    char tail[8];
    bool upper = conversion->letter < 'a';
    int tail_count = layout->show_exponent ? write_exponent(tail, layout->exponent, upper) : 0;
    bool point = layout->precision > 0 || conversion->flags & FLAG_ALTERNATE;
    int last = layout->show_exponent ? layout->exponent : 0; /* place of the one before the point */
    int total = layout->first - last + 1 + point + layout->precision + tail_count;
    console_set_sign(&field, conversion, negative);
    int padding = put_beginning(sink, conversion, &field, total);
    for (int place = layout->first; place >= last; place--)
        console_put(sink, digit_at(decimal, place));
    if (point)
        console_put(sink, '.');
    for (int i = 1; i <= layout->precision; i++)
        console_put(sink, digit_at(decimal, last - i));
    for (int i = 0; i < tail_count; i++)
        console_put(sink, tail[i]);
    console_put_repeated(sink, ' ', padding);
}

__single_lane static struct float_layout layout_fixed(struct console_decimal *decimal,
                                                      int precision) {
    console_round(decimal, decimal->point + precision);
    int first = decimal->count && decimal->point > 0 ? decimal->point - 1 : 0;
    return (struct float_layout){.first = first, .precision = precision};
}

__single_lane static struct float_layout layout_exponent(struct console_decimal *decimal,
                                                         int precision) {
    console_round(decimal, precision + 1);
    int exponent = decimal->count ? decimal->point - 1 : 0;
    return (struct float_layout){exponent, precision, true, exponent};
}

__single_lane static struct float_layout layout_general(struct console_decimal *decimal,
                                                        int precision, bool keep_zeros) {
    precision = precision ? precision : 1;
    console_round(decimal, precision);
    int exponent = decimal->count ? decimal->point - 1 : 0;
    while (decimal->count && decimal->digits[decimal->count - 1] == '0')
        decimal->count--;
    bool scientific = exponent < -4 || exponent >= precision;
    int after = scientific ? precision - 1 : precision - 1 - exponent;
    int needed = scientific ? decimal->count - 1 : decimal->count - decimal->point;
    if (!keep_zeros && after > needed)
        after = needed > 0 ? needed : 0;
    if (!decimal->count && !keep_zeros)
        after = 0;
    if (scientific)
        return (struct float_layout){exponent, after, true, exponent};
    return (struct float_layout){.first = exponent > 0 ? exponent : 0, .precision = after};
}

/* ---- hexadecimal ---- */

enum { HEX_DIGITS = DOUBLE_FRACTION / 4 }; /* after the point */

/* To that many digits after the point, ties to even; the others become 0. */
__single_lane static uint64_t round_hex(uint64_t significand, int digits) {
    if (digits >= HEX_DIGITS)
        return significand;
    int cut = 4 * (HEX_DIGITS - digits);
    uint64_t rest = significand & ((UINT64_C(1) << cut) - 1), half = UINT64_C(1) << (cut - 1);
    uint64_t kept = significand >> cut;
    return (kept + (rest > half || (rest == half && kept & 1))) << cut;
}

/* As many as are needed. */
__single_lane static int hex_digits(uint64_t significand) {
    int digits = HEX_DIGITS;
    while (digits && !(significand >> 4 * (HEX_DIGITS - digits) & 0xf))
        digits--;
    return digits;
}

/* How %a ends: "p-1022". Returns the length. */
__single_lane static int write_binary_exponent(char text[8], int exponent, bool upper) {
    char digits[4];
    int count = 0, length = 0;
    uint32_t magnitude = (uint32_t)(exponent < 0 ? -exponent : exponent);
    do {
        digits[length++] = (char)('0' + magnitude % 10);
        magnitude /= 10;
    } while (magnitude);
    text[count++] = upper ? 'P' : 'p';
    text[count++] = exponent < 0 ? '-' : '+';
    while (length)
        text[count++] = digits[--length];
    return count;
}

/* significand / 2^52 × 2^exponent, the digit before the point being 0 or 1, and 2 if it is rounded
 * up to that. */
__single_lane static void put_hexadecimal(struct console_sink *sink,
                                          const struct conversion *conversion, bool negative,
                                          uint64_t significand, int exponent) {
    bool upper = conversion->letter < 'a';
    int digits = conversion->precision < 0 ? hex_digits(significand) : conversion->precision;
    char tail[8];
    int tail_count = write_binary_exponent(tail, significand ? exponent : 0, upper);
    significand = round_hex(significand, digits);
    bool point = digits > 0 || conversion->flags & FLAG_ALTERNATE;
    struct field field = {.prefix_count = 0};
    console_set_sign(&field, conversion, negative);
    field.prefix[field.prefix_count++] = '0';
    field.prefix[field.prefix_count++] = upper ? 'X' : 'x';
    int padding = put_beginning(sink, conversion, &field, 1 + point + digits + tail_count);
    console_put(sink, (char)('0' + (significand >> DOUBLE_FRACTION)));
    if (point)
        console_put(sink, '.');
    for (int i = 1; i <= digits; i++) {
        uint32_t digit = i <= HEX_DIGITS ? significand >> 4 * (HEX_DIGITS - i) & 0xf : 0;
        console_put(sink, (char)(digit < 10 ? '0' + digit : (upper ? 'A' : 'a') + digit - 10));
    }
    for (int i = 0; i < tail_count; i++)
        console_put(sink, tail[i]);
    console_put_repeated(sink, ' ', padding);
}

/* ---- all ---- */

__single_lane static void put_special(struct console_sink *sink, struct conversion *conversion,
                                      bool negative, bool nan) {
    bool upper = conversion->letter < 'a';
    struct field field = {.body = nan     ? (upper ? "NAN" : "nan")
                                  : upper ? "INF"
                                          : "inf",
                          .body_count = 3};
    console_set_sign(&field, conversion, negative);
    conversion->flags &= ~(unsigned)FLAG_ZERO;
    console_put_field(sink, conversion, &field);
}

__single_lane void console_put_float(struct console_sink *sink, struct conversion *conversion,
                                     double value) {
    uint64_t bits;
    __builtin_memcpy(&bits, &value, sizeof bits);
    bool negative = bits >> 63;
    int exponent = (int)(bits >> DOUBLE_FRACTION & DOUBLE_EXPONENT_MAX);
    uint64_t fraction = bits & ((UINT64_C(1) << DOUBLE_FRACTION) - 1);
    if (exponent == DOUBLE_EXPONENT_MAX) {
        put_special(sink, conversion, negative, fraction != 0);
        return;
    }
    uint64_t significand = (uint64_t)(exponent != 0) << DOUBLE_FRACTION | fraction;
    exponent = (exponent ? exponent : 1) - DOUBLE_BIAS;
    char letter = conversion->letter | 0x20;
    if (letter == 'a') {
        put_hexadecimal(sink, conversion, negative, significand, exponent);
        return;
    }
    struct console_decimal decimal;
    console_decimal(&decimal, significand, exponent - DOUBLE_FRACTION);
    int precision = conversion->precision < 0 ? 6 : conversion->precision;
    bool alternate = conversion->flags & FLAG_ALTERNATE;
    struct float_layout layout = letter == 'f'   ? layout_fixed(&decimal, precision)
                                 : letter == 'e' ? layout_exponent(&decimal, precision)
                                                 : layout_general(&decimal, precision, alternate);
    put_float_layout(sink, conversion, negative, &decimal, &layout);
}
