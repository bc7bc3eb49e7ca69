/* Console output: the subset of printf that task.h documents. */
#include "runtime.h"

#include <stdarg.h>

struct specification {
    bool left, zero, plus, space, alternate;
    int width, precision; /* precision -1: none given */
    int longs;            /* number of l, with z, j and t counted as one */
};

static void put(char c) {
    *(volatile char *)NEUTRINO_CONSOLE = c;
}

static int put_text(const char *text, int length) {
    for (int i = 0; i < length; i++)
        put(text[i]);
    return length;
}

static int put_repeated(char c, int count) {
    for (int i = 0; i < count; i++)
        put(c);
    return count > 0 ? count : 0;
}

/* prefix (sign, 0x), body, filled up to the width. */
static int put_padded(const struct specification *spec, const char *prefix, const char *body,
                      int length, int zeros) {
    int prefix_length = (int)strlen(prefix);
    int fill = spec->width - prefix_length - zeros - length;
    int count = 0;
    if (!spec->left && !spec->zero)
        count += put_repeated(' ', fill);
    count += put_text(prefix, prefix_length);
    if (!spec->left && spec->zero)
        count += put_repeated('0', fill);
    count += put_repeated('0', zeros);
    count += put_text(body, length);
    if (spec->left)
        count += put_repeated(' ', fill);
    return count;
}

/* Digits of value, ending at end; returns their start. */
static char *format_digits(char *end, uint64_t value, unsigned base, bool upper) {
    const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
    do
        *--end = digits[value % base];
    while (value /= base);
    return end;
}

static int put_integer(struct specification *spec, uint64_t value, unsigned base, bool upper,
                       const char *prefix) {
    char buffer[24], *end = buffer + sizeof buffer;
    char *start = format_digits(end, value, base, upper);
    if (value == 0 && spec->precision == 0)
        start = end;
    int length = (int)(end - start);
    if (spec->precision >= 0)
        spec->zero = false;
    return put_padded(spec, prefix, start, length,
                      spec->precision > length ? spec->precision - length : 0);
}

static const char *sign_of(const struct specification *spec, bool negative) {
    return negative ? "-" : spec->plus ? "+" : spec->space ? " " : "";
}

/* Fixed notation, rounded to nearest, at most 9 digits after the point; magnitudes of 2^63 and
 * above come as hexadecimal bits, since a double holds no more digits than that shows. */
static int put_double(struct specification *spec, double value) {
    bool negative = __builtin_signbit(value);
    double magnitude = negative ? -value : value;
    const char *sign = sign_of(spec, negative);
    if (magnitude != magnitude || magnitude == __builtin_inf()) {
        spec->zero = false;
        return put_padded(spec, sign, magnitude == magnitude ? "inf" : "nan", 3, 0);
    }
    if (magnitude >= 0x1p63) {
        uint64_t bits;
        memcpy(&bits, &magnitude, sizeof bits);
        return put_integer(spec, bits, 16, false, negative ? "-bits:0x" : "bits:0x");
    }
    int digits = spec->precision < 0 ? 6 : spec->precision > 9 ? 9 : spec->precision;
    uint64_t scale = 1;
    for (int i = 0; i < digits; i++)
        scale *= 10;
    uint64_t whole = (uint64_t)magnitude;
    uint64_t fraction = (uint64_t)((magnitude - (double)whole) * (double)scale + 0.5);
    if (fraction >= scale) {
        whole++;
        fraction -= scale;
    }
    char buffer[40], *end = buffer + sizeof buffer, *start = end;
    if (digits) {
        start = format_digits(end, fraction + scale, 10, false);
        *start = '.'; /* over the 1 that kept the leading zeros */
    }
    start = format_digits(start, whole, 10, false);
    return put_padded(spec, sign, start, (int)(end - start), 0);
}

static int64_t signed_argument(const struct specification *spec, va_list *arguments) {
    return spec->longs ? va_arg(*arguments, long) : va_arg(*arguments, int);
}

static uint64_t unsigned_argument(const struct specification *spec, va_list *arguments) {
    return spec->longs ? va_arg(*arguments, unsigned long) : va_arg(*arguments, unsigned);
}

static int put_string(struct specification *spec, const char *text) {
    if (!text)
        text = "(null)";
    int length = 0;
    while ((spec->precision < 0 || length < spec->precision) && text[length])
        length++;
    spec->zero = false;
    return put_padded(spec, "", text, length, 0);
}

static int put_conversion(struct specification *spec, char conversion, va_list *arguments) {
    switch (conversion) {
    case 'd':
    case 'i': {
        int64_t value = signed_argument(spec, arguments);
        uint64_t magnitude = value < 0 ? -(uint64_t)value : (uint64_t)value;
        return put_integer(spec, magnitude, 10, false, sign_of(spec, value < 0));
    }
    case 'u': return put_integer(spec, unsigned_argument(spec, arguments), 10, false, "");
    case 'x':
    case 'X': {
        uint64_t value = unsigned_argument(spec, arguments);
        bool upper = conversion == 'X';
        return put_integer(spec, value, 16, upper,
                           spec->alternate && value ? upper ? "0X" : "0x" : "");
    }
    case 'p': return put_integer(spec, (uintptr_t)va_arg(*arguments, void *), 16, false, "0x");
    case 'f': return put_double(spec, va_arg(*arguments, double));
    case 's': return put_string(spec, va_arg(*arguments, const char *));
    case 'c': {
        char c = (char)va_arg(*arguments, int);
        spec->zero = false;
        return put_padded(spec, "", &c, 1, 0);
    }
    case '%': return put_text("%", 1);
    default: return put_text("%", 1) + put_text(&conversion, 1);
    }
}

static int parse_number(const char **format, va_list *arguments) {
    if (**format == '*') {
        ++*format;
        return va_arg(*arguments, int);
    }
    int value = 0;
    for (; **format >= '0' && **format <= '9'; ++*format)
        value = value * 10 + (**format - '0');
    return value;
}

static void parse_flags(struct specification *spec, const char **format) {
    for (;; ++*format) {
        switch (**format) {
        case '-': spec->left = true; break;
        case '0': spec->zero = true; break;
        case '+': spec->plus = true; break;
        case ' ': spec->space = true; break;
        case '#': spec->alternate = true; break;
        default: return;
        }
    }
}

static void parse_specification(struct specification *spec, const char **format,
                                va_list *arguments) {
    parse_flags(spec, format);
    spec->width = parse_number(format, arguments);
    if (spec->width < 0) {
        spec->left = true;
        spec->width = -spec->width;
    }
    if (**format == '.') {
        ++*format;
        spec->precision = parse_number(format, arguments);
    }
    for (; **format == 'l' || **format == 'z' || **format == 'j' || **format == 't' ||
           **format == 'h';
         ++*format)
        spec->longs += **format != 'h';
}

int neutrino_vprintf(const char *format, va_list list) {
    va_list arguments;
    va_copy(arguments, list);
    int count = 0;
    for (; *format; format++) {
        if (*format != '%') {
            count += put_text(format, 1);
            continue;
        }
        struct specification spec = {.precision = -1};
        format++;
        parse_specification(&spec, &format, &arguments);
        if (!*format)
            break;
        count += put_conversion(&spec, *format, &arguments);
    }
    va_end(arguments);
    return count;
}

int neutrino_printf(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int count = neutrino_vprintf(format, arguments);
    va_end(arguments);
    return count;
}

int printf(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int count = neutrino_vprintf(format, arguments);
    va_end(arguments);
    return count;
}

int puts(const char *text) {
    return put_text(text, (int)strlen(text)) + put_text("\n", 1);
}

int putchar(int c) {
    put((char)c);
    return (unsigned char)c;
}
