/* Calls of the C library with arguments that differ from lane to lane, the same for kernel, task and host
 * (library.c): each item is a line. */
#include <ctype.h>
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const numbers[] = {
    "12", "-34 rest", "  +0x1fz", "077", "0x", "99999999999999999999999", "-99999999999999999999",
    "zebra", "", "2147483648", "-2147483649", "4294967295", "-1", "0b1", "18446744073709551616", "-",
};

static const char *const floats[] = {
    "1.5",
    "-0x1.8p3end",
    "1e400",
    "-1e-400",
    "0.1",
    "123456789012345678901234567890",
    "4.9406564584124654e-324",
    "2.4703282292062327208299e-324",
    "2.4703282292062327208300e-324",
    "2.2250738585072012e-308",
    "1.7976931348623158e308",
    "1.7976931348623159e308",
    "9007199254740993",
    "9007199254740992.99999999999999999999999999",
    "9007199254740993.00000000000000000000000000000000000000000000001",
    "0x1.00000000000008p0",
    "0x1.000000000000081p0",
    "0x.0000000000001p-1060",
    "-inf",
    "Infinity!",
    "nan(12)x",
    "nan(",
    "e5",
    ".5e",
    ".e1",
    "00000.00012300e+2",
    "1.40129846e-45",
    "7.0064923216240853e-46",
    "7.0064923216240854e-46",
    "3.4028235677973366e38",
    "16777217",
    "1e23",
};

static int by_text(const void *a, const void *b) {
    return strcmp(a, b);
}

static int by_number(const void *a, const void *b) {
    int x = *(const int *)a, y = *(const int *)b;
    return (x > y) - (x < y);
}

enum { ITEMS = 16 };

static void integers(int item, char *line) {
    const char *text = numbers[item];
    int base = item % 5 == 3 ? 36 : item % 3 ? 0 : 10;
    char *ends[4];
    long long wide = strtoll(text, &ends[0], base);
    unsigned long long wider = strtoull(text, &ends[1], base);
    int32_t word = (int32_t)strtoimax(text, &ends[2], 16);
    uint32_t other = (uint32_t)strtoumax(text, &ends[3], 8);
    sprintf(line, "%lld %llu %" PRId32 " %" PRIu32 " %d %d %d %d %d", wide, wider, word, other,
            (int)(ends[0] - text), (int)(ends[1] - text), (int)(ends[2] - text),
            (int)(ends[3] - text), item < 4 || item > 6 ? (int)atoll(text) : 0);
}

static void reals(int item, char *line) {
    int length = 0;
    for (int i = 2 * item; i < 2 * item + 2; i++) {
        char *ends[2];
        double wide = strtod(floats[i], &ends[0]);
        float narrow = strtof(floats[i], &ends[1]);
        length += sprintf(line + length, "%a %a %d %d ", isnan(wide) ? fabs(wide) : wide,
                          (double)(isnan(narrow) ? fabsf(narrow) : narrow),
                          (int)(ends[0] - floats[i]), (int)(ends[1] - floats[i]));
    }
}

static void characters(int item, char *line) {
    int count = 0;
    for (int i = 0; i < 8; i++) {
        int c = 8 * item + i;
        unsigned classes = 0;
        int (*const tests[])(int) = {isalnum, isalpha, isblank, iscntrl, isdigit, isgraph,
                                     islower, isprint, ispunct, isspace, isupper, isxdigit};
        for (int t = 0; t < 12; t++)
            classes = classes << 1 | (tests[t](c) != 0);
        count += sprintf(line + count, "%03x/%02x/%02x ", classes, (unsigned)tolower(c),
                         (unsigned)toupper(c));
    }
}

static int place(const char *text, const char *found) {
    return found ? (int)(found - text) : -1;
}

static void texts(int item, char *line) {
    char text[64] = "", copy[32], *rest;
    strcat(text, "key=value; ");
    strncat(text, "abcdefghijklmnop", (size_t)item);
    size_t size = strxfrm(copy, text, sizeof copy);
    int length = sprintf(line, "%s|%d|%d %d %d %d|%d %d|", text, (int)size,
                         place(text, strchr(text, 'a' + item)), place(text, strrchr(text, 'e')),
                         place(text, strpbrk(text, "=; ")), place(text, strstr(text, "abcde")),
                         (int)strspn(text, "eky"), (int)strcspn(text, "defg"));
    length += sprintf(line + length, "%d %d %d %d|", place(text, memchr(text, ';', 12)),
                      (strcoll(text, copy) > 0) - (strcoll(text, copy) < 0),
                      strncmp(text, "key=", 4), (int)strnlen(text, 8));
    for (char *part = strtok_r(copy, "=; ", &rest); part; part = strtok_r(NULL, "=; ", &rest))
        length += sprintf(line + length, "<%s>", part);
}

static void sorted(int item, char *line) {
    int values[16], count = item;
    char words[4][8] = {"delta", "beta", "gamma", "alpha"};
    for (int i = 0; i < count; i++)
        values[i] = (i * 7919 + item * 104729) % 23;
    qsort(values, (size_t)count, sizeof *values, by_number);
    qsort(words, (size_t)(item % 5), sizeof *words, by_text);
    int length = sprintf(line, "%s %s %s %s:", words[0], words[1], words[2], words[3]);
    for (int i = 0; i < count; i++)
        length += sprintf(line + length, " %d", values[i]);
    int key = item;
    const int *found = bsearch(&key, values, (size_t)count, sizeof *values, by_number);
    sprintf(line + length, " %d", found ? *found : -1);
}

static void divisions(int item, char *line) {
    int a = 1000 * item - 7777, b = item % 2 ? 7 + item : -7 - item;
    div_t words = div(a, b);
    ldiv_t longs = ldiv(a, b);
    lldiv_t wide = lldiv(a * 10000000000LL, b);
    imaxdiv_t max = imaxdiv(a, b);
    sprintf(line, "%d %d %ld %ld %lld %lld %d %d %d %ld %lld %d", words.quot, words.rem,
            longs.quot, longs.rem, wide.quot, wide.rem, (int)max.quot, (int)max.rem, abs(a),
            labs(a), llabs(a), (int)imaxabs(a));
}

static void (*const cases[])(int, char *) = {integers, reals, characters, texts, sorted, divisions};
enum { CASES = sizeof cases / sizeof *cases };
