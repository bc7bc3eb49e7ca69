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
    char digits[64];
    char *end = digits + sizeof digits;
    struct field field = {.prefix_count = 0};
    char letter = conversion->letter;
    bool is_binary = letter == 'b' || letter == 'B';
    bool is_hex = letter == 'x' || letter == 'X' || letter == 'p';
    char *start = is_hex          ? write_power_digits(value, 4, letter == 'X', end)
                  : letter == 'o' ? write_power_digits(value, 3, false, end)
                  : is_binary     ? write_power_digits(value, 1, false, end)
                                  : write_decimal_digits(value, end);
    if (letter == 'd' || letter == 'i')
        console_set_sign(&field, conversion, negative);
    bool named = is_hex || is_binary;
    if (named && (letter == 'p' || (conversion->flags & FLAG_ALTERNATE && value))) {
        field.prefix[field.prefix_count++] = '0';
        field.prefix[field.prefix_count++] = letter == 'p' ? 'x' : letter;
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
    case '\'': return FLAG_GROUP;
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

__single_lane static bool is_length(char character) {
    return character == 'h' || character == 'l' || character == 'z' || character == 't' ||
           character == 'j' || character == 'L';
}

/* From behind the % up to and with the letter. */
__single_lane static void parse_conversion(const char *format, struct arguments *arguments,
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
    for (; is_length(*format); format++) {
        bool twice = conversion->length == *format;
        char word = *format == 'z' || *format == 't' ? 'l' : *format;
        conversion->length = *format == 'j' ? 'L' : twice ? (char)(*format & ~0x20) : word;
    }
    conversion->letter = *format;
    conversion->end = *format ? format + 1 : format;
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

__single_lane static void store_count(void *to, size_t count, char length) {
    switch (length) {
    case 'H': *(int8_t *)to = (int8_t)count; return;
    case 'h': *(int16_t *)to = (int16_t)count; return;
    case 'l': *(long *)to = (long)count; return;
    case 'L': *(int64_t *)to = (int64_t)count; return;
    default: *(int *)to = (int)count;
    }
}

__single_lane static void put_any_text(struct console_sink *sink, struct conversion *conversion,
                                       struct arguments *arguments) {
    if (conversion->length == 'l')
        console_put_wide(sink, conversion, va_arg(arguments->list, const wchar_t *), SIZE_MAX);
    else
        put_text(sink, conversion, va_arg(arguments->list, const char *));
}

__single_lane static void put_any_character(struct console_sink *sink,
                                            struct conversion *conversion,
                                            struct arguments *arguments) {
    wchar_t character = va_arg(arguments->list, int);
    if (conversion->length != 'l') {
        put_character(sink, conversion, (char)character);
        return;
    }
    conversion->precision = -1;
    console_put_wide(sink, conversion, &character, 1);
}

/* What is no conversion shows itself, and takes an argument, so that those behind it are right. */
__single_lane static void put_unknown(struct console_sink *sink,
                                      const struct conversion *conversion, const char *text,
                                      struct arguments *arguments) {
    if (conversion->letter && conversion->letter != 'm') /* which takes none anywhere */
        signed_argument(arguments, conversion->length);
    for (; text < conversion->end; text++)
        console_put(sink, *text);
}

/* text: as the format has it, from the % on. */
__single_lane static void put_conversion(struct console_sink *sink, struct conversion *conversion,
                                         const char *text, struct arguments *arguments) {
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
    case 'b':
    case 'B':
        put_integer(sink, conversion, unsigned_argument(arguments, conversion->length), false);
        return;
    case 'p':
        put_integer(sink, conversion, (uintptr_t)va_arg(arguments->list, void *), false);
        return;
    case 'c': put_any_character(sink, conversion, arguments); return;
    case 's': put_any_text(sink, conversion, arguments); return;
    case 'n': store_count(va_arg(arguments->list, void *), sink->count, conversion->length); return;
    case 'f':
    case 'F':
    case 'e':
    case 'E':
    case 'g':
    case 'G':
    case 'a':
    case 'A': /* long double is double */
        console_put_float(sink, conversion, va_arg(arguments->list, double));
        return;
    case '%': console_put(sink, '%'); return;
    default: put_unknown(sink, conversion, text, arguments);
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
        parse_conversion(format + 1, &arguments, &conversion);
        put_conversion(sink, &conversion, format, &arguments);
        format = conversion.end;
    }
    va_end(arguments.list);
    return (int)sink->count;
}

__single_lane int console_print_to(char *buffer, size_t size, const char *format, va_list list) {
    char nothing;
    struct console_sink sink = {.buffer = size ? buffer : &nothing, .room = size ? size - 1 : 0};
    int count = console_print(&sink, format, list);
    if (size)
        buffer[sink.count < sink.room ? sink.count : sink.room] = '\0';
    return count;
}
