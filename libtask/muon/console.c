/* printf and its relatives, for one lane. printf and snprintf only collect their arguments, in all
 * lanes at once; lanes.S then takes one lane after the other through the functions console_…. */
#include "console.h"

#include <neutrino/console.h>
#include <neutrino/platform.h>

enum {
    FLAG_LEFT = 1,
    FLAG_PLUS = 2,
    FLAG_SPACE = 4,
    FLAG_ALTERNATE = 8,
    FLAG_ZERO = 16,
};

struct conversion {
    unsigned flags;
    int width;
    int precision; /* -1: none given */
    char length;   /* 0, or h, l; H for hh and L for ll */
    char letter;
};

/* A number or text in print, before padding. prefix is a sign, "0x" or both. */
struct field {
    char prefix[3];
    int prefix_count;
    int leading_zeros;
    const char *body;
    int body_count;
};

__single_lane void console_put(struct console_sink *sink, char character) {
    if (!sink->buffer)
        *(volatile char *)NEUTRINO_CONSOLE = character;
    else if (sink->count < sink->room)
        sink->buffer[sink->count] = character;
    sink->count++;
}

__single_lane static void put_repeated(struct console_sink *sink, char character, int count) {
    for (; count > 0; count--)
        console_put(sink, character);
}

__single_lane static void put_field(struct console_sink *sink, const struct conversion *conversion,
                                    const struct field *field) {
    int zeros = field->leading_zeros;
    int padding = conversion->width - field->prefix_count - zeros - field->body_count;
    if ((conversion->flags & (FLAG_ZERO | FLAG_LEFT)) == FLAG_ZERO && padding > 0) {
        zeros += padding;
        padding = 0;
    }
    if (!(conversion->flags & FLAG_LEFT))
        put_repeated(sink, ' ', padding);
    for (int i = 0; i < field->prefix_count; i++)
        console_put(sink, field->prefix[i]);
    put_repeated(sink, '0', zeros);
    for (int i = 0; i < field->body_count; i++)
        console_put(sink, field->body[i]);
    if (conversion->flags & FLAG_LEFT)
        put_repeated(sink, ' ', padding);
}

__single_lane static void set_sign(struct field *field, const struct conversion *conversion,
                                   bool negative) {
    char sign = negative                         ? '-'
                : conversion->flags & FLAG_PLUS  ? '+'
                : conversion->flags & FLAG_SPACE ? ' '
                                                 : 0;
    if (sign)
        field->prefix[field->prefix_count++] = sign;
}

/* ---- integers ---- */

/* Digits in base 2^shift, written backwards from end; returns their start. */
__single_lane static char *write_power_digits(uint64_t value, int shift, bool upper, char *end) {
    for (; value; value >>= shift) {
        uint32_t digit = (uint32_t)value & ((1u << shift) - 1);
        *--end = (char)(digit < 10 ? '0' + digit : (upper ? 'A' : 'a') + digit - 10);
    }
    return end;
}

__single_lane static char *write_decimal_digits(uint64_t value, char *end) {
    for (; value >> 32; value /= 10)
        *--end = (char)('0' + value % 10);
    for (uint32_t low = (uint32_t)value; low; low /= 10)
        *--end = (char)('0' + low % 10);
    return end;
}

__single_lane static void put_integer(struct console_sink *sink, struct conversion *conversion,
                                      uint64_t value, bool negative) {
    char digits[24];
    char *end = digits + sizeof digits;
    struct field field = {.prefix_count = 0};
    char letter = conversion->letter;
    bool is_hex = letter == 'x' || letter == 'X' || letter == 'p';
    char *start = is_hex          ? write_power_digits(value, 4, letter == 'X', end)
                  : letter == 'o' ? write_power_digits(value, 3, false, end)
                                  : write_decimal_digits(value, end);
    if (letter == 'd' || letter == 'i')
        set_sign(&field, conversion, negative);
    if (is_hex && (letter == 'p' || (conversion->flags & FLAG_ALTERNATE && value))) {
        field.prefix[field.prefix_count++] = '0';
        field.prefix[field.prefix_count++] = letter == 'X' ? 'X' : 'x';
    }
    field.body = start;
    field.body_count = (int)(end - start);
    int wanted = conversion->precision < 0 ? 1 : conversion->precision;
    if (letter == 'o' && conversion->flags & FLAG_ALTERNATE && wanted <= field.body_count)
        wanted = field.body_count + 1;
    field.leading_zeros = wanted > field.body_count ? wanted - field.body_count : 0;
    if (conversion->precision >= 0)
        conversion->flags &= ~(unsigned)FLAG_ZERO;
    put_field(sink, conversion, &field);
}

/* ---- floating point ---- */

enum { DOUBLE_FRACTION = 52, DOUBLE_EXPONENT_MAX = 2047, DOUBLE_BIAS = 1023 };

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
    struct field field = {.prefix_count = 0, .body = ""};
    char tail[8];
    bool upper = conversion->letter < 'a';
    int tail_count = layout->show_exponent ? write_exponent(tail, layout->exponent, upper) : 0;
    bool point = layout->precision > 0 || conversion->flags & FLAG_ALTERNATE;
    int last = layout->show_exponent ? layout->exponent : 0; /* place of the one before the point */
    int total = layout->first - last + 1 + point + layout->precision + tail_count;
    set_sign(&field, conversion, negative);
    int padding = conversion->width - field.prefix_count - total;
    struct conversion without_width = *conversion;
    without_width.width = 0;
    bool left = conversion->flags & FLAG_LEFT, zero = conversion->flags & FLAG_ZERO;
    if (!left && !zero)
        put_repeated(sink, ' ', padding);
    put_field(sink, &without_width, &field);
    if (!left && zero)
        put_repeated(sink, '0', padding);
    for (int place = layout->first; place >= last; place--)
        console_put(sink, digit_at(decimal, place));
    if (point)
        console_put(sink, '.');
    for (int i = 1; i <= layout->precision; i++)
        console_put(sink, digit_at(decimal, last - i));
    for (int i = 0; i < tail_count; i++)
        console_put(sink, tail[i]);
    if (left)
        put_repeated(sink, ' ', padding);
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

__single_lane static void put_special(struct console_sink *sink, struct conversion *conversion,
                                      bool negative, bool nan) {
    bool upper = conversion->letter < 'a';
    struct field field = {.body = nan ? (upper ? "NAN" : "nan") : upper ? "INF" : "inf",
                          .body_count = 3};
    set_sign(&field, conversion, negative);
    conversion->flags &= ~(unsigned)FLAG_ZERO;
    put_field(sink, conversion, &field);
}

__single_lane static void put_float(struct console_sink *sink, struct conversion *conversion,
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
    uint64_t hidden = (uint64_t)(exponent != 0) << DOUBLE_FRACTION;
    struct console_decimal decimal;
    console_decimal(&decimal, hidden | fraction,
                    (exponent ? exponent : 1) - DOUBLE_BIAS - DOUBLE_FRACTION);
    int precision = conversion->precision < 0 ? 6 : conversion->precision;
    char letter = conversion->letter | 0x20;
    bool alternate = conversion->flags & FLAG_ALTERNATE;
    struct float_layout layout = letter == 'f'   ? layout_fixed(&decimal, precision)
                                 : letter == 'e' ? layout_exponent(&decimal, precision)
                                                 : layout_general(&decimal, precision, alternate);
    put_float_layout(sink, conversion, negative, &decimal, &layout);
}

/* ---- text ---- */

__single_lane static void put_text(struct console_sink *sink, struct conversion *conversion,
                                   const char *text) {
    int count = 0;
    text = text ? text : "(null)";
    while ((conversion->precision < 0 || count < conversion->precision) && text[count])
        count++;
    struct field field = {.body = text, .body_count = count};
    conversion->flags &= ~(unsigned)FLAG_ZERO;
    put_field(sink, conversion, &field);
}

__single_lane static void put_character(struct console_sink *sink, struct conversion *conversion,
                                        char character) {
    struct field field = {.body = &character, .body_count = 1};
    conversion->flags &= ~(unsigned)FLAG_ZERO;
    put_field(sink, conversion, &field);
}

/* ---- formats ---- */

struct arguments {
    va_list list;
};

__single_lane static unsigned flag_of(char character) {
    switch (character) {
    case '-': return FLAG_LEFT;
    case '+': return FLAG_PLUS;
    case ' ': return FLAG_SPACE;
    case '#': return FLAG_ALTERNATE;
    case '0': return FLAG_ZERO;
    }
    return 0;
}

/* A number or *; returns what follows it. */
__single_lane static const char *parse_number(const char *format, struct arguments *arguments,
                                              int *number) {
    *number = 0;
    if (*format == '*') {
        *number = va_arg(arguments->list, int);
        return format + 1;
    }
    for (; *format >= '0' && *format <= '9'; format++)
        *number = *number * 10 + (*format - '0');
    return format;
}

/* From behind the % up to and with the letter. */
__single_lane static const char *parse_conversion(const char *format, struct arguments *arguments,
                                                  struct conversion *conversion) {
    *conversion = (struct conversion){.precision = -1};
    for (unsigned flag; (flag = flag_of(*format)); format++)
        conversion->flags |= flag;
    format = parse_number(format, arguments, &conversion->width);
    if (conversion->width < 0) {
        conversion->flags |= FLAG_LEFT;
        conversion->width = -conversion->width;
    }
    if (*format == '.')
        format = parse_number(format + 1, arguments, &conversion->precision);
    for (; *format == 'h' || *format == 'l' || *format == 'z' || *format == 't' || *format == 'j';
         format++) {
        bool twice = conversion->length == *format;
        conversion->length = *format == 'j' ? 'L' : twice ? (char)(*format & ~0x20) : *format;
    }
    conversion->letter = *format;
    return *format ? format + 1 : format;
}

__single_lane static uint64_t unsigned_argument(struct arguments *arguments, char length) {
    if (length == 'L')
        return va_arg(arguments->list, uint64_t);
    uint32_t value = va_arg(arguments->list, uint32_t);
    return length == 'H' ? (uint8_t)value : length == 'h' ? (uint16_t)value : value;
}

__single_lane static int64_t signed_argument(struct arguments *arguments, char length) {
    if (length == 'L')
        return va_arg(arguments->list, int64_t);
    int32_t value = va_arg(arguments->list, int32_t);
    return length == 'H' ? (int8_t)value : length == 'h' ? (int16_t)value : value;
}

__single_lane static void put_conversion(struct console_sink *sink, struct conversion *conversion,
                                         struct arguments *arguments) {
    switch (conversion->letter) {
    case 'd':
    case 'i': {
        int64_t value = signed_argument(arguments, conversion->length);
        uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
        put_integer(sink, conversion, magnitude, value < 0);
        return;
    }
    case 'u':
    case 'x':
    case 'X':
    case 'o':
        put_integer(sink, conversion, unsigned_argument(arguments, conversion->length), false);
        return;
    case 'p': put_integer(sink, conversion, va_arg(arguments->list, uint32_t), false); return;
    case 'c': put_character(sink, conversion, (char)va_arg(arguments->list, int)); return;
    case 's': put_text(sink, conversion, va_arg(arguments->list, const char *)); return;
    case 'f':
    case 'F':
    case 'e':
    case 'E':
    case 'g':
    case 'G': put_float(sink, conversion, va_arg(arguments->list, double)); return;
    default: /* %%, and what is no conversion shows itself */
        if (conversion->letter)
            console_put(sink, conversion->letter);
    }
}

__single_lane static int print(struct console_sink *sink, const char *format, va_list list) {
    struct arguments arguments;
    va_copy(arguments.list, list);
    while (*format) {
        struct conversion conversion;
        if (*format != '%') {
            console_put(sink, *format++);
            continue;
        }
        format = parse_conversion(format + 1, &arguments, &conversion);
        put_conversion(sink, &conversion, &arguments);
    }
    va_end(arguments.list);
    return (int)sink->count;
}

/* ---- what lanes.S calls ---- */

__single_lane int console_vprintf(const char *format, va_list arguments);
__single_lane int console_vsnprintf(char *buffer, size_t size, const char *format,
                                    va_list arguments);
__single_lane int console_puts(const char *text);
__single_lane int console_putchar(int character);

__single_lane int console_vprintf(const char *format, va_list arguments) {
    struct console_sink sink = {.buffer = NULL};
    return print(&sink, format, arguments);
}

__single_lane int console_vsnprintf(char *buffer, size_t size, const char *format,
                                    va_list arguments) {
    char nothing;
    struct console_sink sink = {.buffer = size ? buffer : &nothing, .room = size ? size - 1 : 0};
    int count = print(&sink, format, arguments);
    if (size)
        buffer[sink.count < sink.room ? sink.count : sink.room] = '\0';
    return count;
}

__single_lane int console_puts(const char *text) {
    struct console_sink sink = {.buffer = NULL};
    while (*text)
        console_put(&sink, *text++);
    console_put(&sink, '\n');
    return (int)sink.count;
}

__single_lane int console_putchar(int character) {
    struct console_sink sink = {.buffer = NULL};
    console_put(&sink, (char)character);
    return (unsigned char)character;
}

/* ---- what all lanes enter together ---- */

int printf(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int count = vprintf(format, arguments);
    va_end(arguments);
    return count;
}

int snprintf(char *buffer, size_t size, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int count = vsnprintf(buffer, size, format, arguments);
    va_end(arguments);
    return count;
}
