/* printf, for one lane or for the Neutrino core. */
#include "conversion.h"

#include <neutrino/platform.h>

__single_lane void console_put(struct console_sink *sink, char character) {
    if (!sink->buffer)
        *(volatile char *)NEUTRINO_CONSOLE = character;
    else if (sink->count < sink->room)
        sink->buffer[sink->count] = character;
    sink->count++;
}

__single_lane void console_put_repeated(struct console_sink *sink, char character, int count) {
    for (; count > 0; count--)
        console_put(sink, character);
}

__single_lane void console_put_field(struct console_sink *sink, const struct conversion *conversion,
                                     const struct field *field) {
    int zeros = field->leading_zeros;
    int padding = conversion->width - field->prefix_count - zeros - field->body_count;
    if ((conversion->flags & (FLAG_ZERO | FLAG_LEFT)) == FLAG_ZERO && padding > 0) {
        zeros += padding;
        padding = 0;
    }
    if (!(conversion->flags & FLAG_LEFT))
        console_put_repeated(sink, ' ', padding);
    for (int i = 0; i < field->prefix_count; i++)
        console_put(sink, field->prefix[i]);
    console_put_repeated(sink, '0', zeros);
    for (int i = 0; i < field->body_count; i++)
        console_put(sink, field->body[i]);
    if (conversion->flags & FLAG_LEFT)
        console_put_repeated(sink, ' ', padding);
}

__single_lane void console_set_sign(struct field *field, const struct conversion *conversion,
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
        console_set_sign(&field, conversion, negative);
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
    console_put_field(sink, conversion, &field);
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
    console_put_field(sink, conversion, &field);
}

__single_lane static void put_character(struct console_sink *sink, struct conversion *conversion,
                                        char character) {
    struct field field = {.body = &character, .body_count = 1};
    conversion->flags &= ~(unsigned)FLAG_ZERO;
    console_put_field(sink, conversion, &field);
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
        char word = *format == 'z' || *format == 't' ? 'l' : *format;
        conversion->length = *format == 'j' ? 'L' : twice ? (char)(*format & ~0x20) : word;
    }
    conversion->letter = *format;
    return *format ? format + 1 : format;
}

__single_lane static uint64_t unsigned_argument(struct arguments *arguments, char length) {
    if (length == 'L')
        return va_arg(arguments->list, uint64_t);
    if (length == 'l')
        return va_arg(arguments->list, unsigned long);
    uint32_t value = va_arg(arguments->list, uint32_t);
    return length == 'H' ? (uint8_t)value : length == 'h' ? (uint16_t)value : value;
}

__single_lane static int64_t signed_argument(struct arguments *arguments, char length) {
    if (length == 'L')
        return va_arg(arguments->list, int64_t);
    if (length == 'l')
        return va_arg(arguments->list, long);
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
    case 'p':
        put_integer(sink, conversion, (uintptr_t)va_arg(arguments->list, void *), false);
        return;
    case 'c': put_character(sink, conversion, (char)va_arg(arguments->list, int)); return;
    case 's': put_text(sink, conversion, va_arg(arguments->list, const char *)); return;
    case 'f':
    case 'F':
    case 'e':
    case 'E':
    case 'g':
    case 'G': console_put_float(sink, conversion, va_arg(arguments->list, double)); return;
    case '%': console_put(sink, '%'); return;
    default: /* what is no conversion shows itself */
        console_put(sink, '%');
        if (conversion->letter)
            console_put(sink, conversion->letter);
    }
}

__single_lane int console_print(struct console_sink *sink, const char *format, va_list list) {
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
