/* Integers of text: strtol and its relatives. */
#include <neutrino/ctype.h>
#include <neutrino/inttypes.h>
#include <neutrino/stdlib.h>

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

/* The value is cut to UINT64_MAX; no digits at all leave the text where it was. */
struct integer {
    uint64_t value;
    bool negative, overflow;
};

/* 36 and more: no digit. */
static unsigned digit_of(char character) {
    unsigned digit = (unsigned char)character - '0', letter = (unsigned)(character | 0x20) - 'a';
    return digit < 10 ? digit : letter < 26 ? letter + 10 : 99;
}

static const char *after_sign(const char *text, bool *negative) {
    while (isspace((unsigned char)*text))
        text++;
    *negative = *text == '-';
    return text + (*text == '-' || *text == '+');
}

static struct integer parse(const char *text, char **end, int base) {
    struct integer result = {0, false, false};
    const char *begin = text;
    if (base < 0 || base == 1 || base > 36) {
        if (end)
            *end = (char *)text;
        return result;
    }
    text = after_sign(text, &result.negative);
    bool prefix = *text == '0' && (text[1] | 0x20) == 'x' && digit_of(text[2]) < 16;
    if (prefix && (base == 0 || base == 16)) {
        text += 2;
        base = 16;
    }
    base = base ? base : *text == '0' ? 8 : 10;
    unsigned radix = (unsigned)base;
    bool any = false;
    for (unsigned digit; (digit = digit_of(*text)) < radix; text++) {
        uint64_t low = (uint32_t)result.value * (uint64_t)radix + digit;
        uint64_t high = (result.value >> 32) * radix + (low >> 32);
        result.overflow |= high >> 32 != 0;
        result.value = high << 32 | (uint32_t)low;
        any = true;
    }
    if (end)
        *end = (char *)(any ? text : begin);
    return result;
}

static uint64_t as_signed(struct integer number, uint64_t largest) {
    uint64_t limit = largest + number.negative;
    uint64_t value = number.overflow || number.value > limit ? limit : number.value;
    return number.negative ? 0 - value : value;
}

static uint64_t as_unsigned(struct integer number, uint64_t largest) {
    bool overflow = number.overflow || number.value > largest;
    return overflow ? largest : number.negative ? 0 - number.value : number.value;
}

long strtol(const char *text, char **end, int base) {
    return (long)as_signed(parse(text, end, base), LONG_MAX);
}
unsigned long strtoul(const char *text, char **end, int base) {
    return (unsigned long)as_unsigned(parse(text, end, base), ULONG_MAX);
}
long long strtoll(const char *text, char **end, int base) {
    return (long long)as_signed(parse(text, end, base), LLONG_MAX);
}
unsigned long long strtoull(const char *text, char **end, int base) {
    return as_unsigned(parse(text, end, base), ULLONG_MAX);
}
intmax_t strtoimax(const char *text, char **end, int base) {
    return strtoll(text, end, base);
}
uintmax_t strtoumax(const char *text, char **end, int base) {
    return strtoull(text, end, base);
}
int atoi(const char *text) {
    return (int)strtol(text, NULL, 10);
}
long atol(const char *text) {
    return strtol(text, NULL, 10);
}
long long atoll(const char *text) {
    return strtoll(text, NULL, 10);
}
