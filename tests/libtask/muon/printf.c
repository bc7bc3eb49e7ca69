/* RUN: muonc -w -O2 -mcores=1 -mwarps=1 -mlanes=1 %s -o %t.elf && musim %t.elf */
/* What the console prints is what C says; the golden file is also what a hosted C library prints. */
#ifdef __riscv
#include <neutrino/console.h>
#include <stdint.h>
typedef __WINT_TYPE__ wint_t;
#else
#include <wchar.h>
#include <stdint.h>
#include <stdio.h>
#endif

static volatile int minus_one = -1;
static volatile long long wide = -1234567890123456789LL;
static volatile double third = 1.0 / 3;

static void integers(void) {
    printf("[%d] [%i] [%u] [%x] [%X] [%o]\n", -42, 7, 4000000000u, 0xbeef, 0xBEEF, 8);
    printf("[%5d] [%-5d] [%05d] [%+d] [% d] [%+5d]\n", 42, 42, 42, 42, 42, -42);
    printf("[%.3d] [%8.3d] [%-8.3d] [%08.3d] [%.0d] [%.0d]\n", 5, 5, 5, 5, 0, 1);
    printf("[%#x] [%#X] [%#o] [%#x] [%#o] [%#10x] [%#010x]\n", 255, 255, 8, 0, 0, 255, 255);
    printf("[%lld] [%llu] [%llx] [%+lld]\n", wide, (unsigned long long)wide,
           (unsigned long long)wide, 9223372036854775807LL);
    printf("[%lld] [%llu]\n", -9223372036854775807LL - 1, 18446744073709551615ull);
    printf("[%ld] [%lu] [%hd] [%hu] [%hhd] [%hhu] [%zu]\n", -3L, 3UL, 70000, 70000, 300, 300,
           (size_t)12);
    printf("[%*d] [%-*d] [%*d] [%.*d] [%.*d]\n", 6, 1, 6, 2, -6, 3, 4, 4, minus_one, 5);
    printf("[%d] [%u]\n", minus_one, (unsigned)minus_one);
}

static void text(void) {
    printf("[%s] [%8s] [%-8s] [%.2s] [%8.2s] [%c] [%3c] [%-3c]\n", "abc", "abc", "abc", "abc",
           "abc", 'x', 'y', 'z');
    printf("%%|%5s|%s\n", "", "no newline between");
}

static void floats(void) {
    printf("[%f] [%.2f] [%.0f] [%#.0f] [%10.3f] [%-10.3f] [%010.3f] [%+.1f]\n", 3.14159, 2.5, 2.5,
           2.5, -3.14159, 3.14159, -3.14159, 0.05);
    printf("[%.0f] [%.0f] [%.0f] [%.1f] [%.1f] [%.2f]\n", 0.5, 1.5, 0.4, 0.25, 0.35, 9.999);
    printf("[%e] [%.0e] [%#.0e] [%.3E] [%14.2e] [%e]\n", 12345.678, 5.5, 5.5, 0.00012345, -1e100,
           0.0);
    printf("[%g] [%g] [%g] [%g] [%g] [%g] [%#g] [%.3g]\n", 100000.0, 1000000.0, 0.0001, 0.00001,
           1.5, 0.0, 1.5, 1234.5);
    printf("[%g] [%G] [%g] [%.10g] [%g]\n", 1e-10, 1e-10, 123456789.0, 123456789.0, 99999.95);
    printf("[%f] [%F] [%e] [%g] [%5f] [%-5f] [%05f] [%+f]\n", 1 / 0.0 * 1, 1 / 0.0 * 1, -1 / 0.0,
           1 / 0.0, 1 / 0.0, 1 / 0.0, 1 / 0.0, 1 / 0.0);
    printf("[%.17g] [%.20f] [%.60f]\n", third, third, 0.1);
    printf("[%g] [%.3e] [%.0f]\n", 4.9406564584124654e-324, 1.7976931348623157e308,
           1.7976931348623157e308);
    printf("[%f] [%g] [%e]\n", -0.0, -0.0, -0.0);
    printf("[%f] [%f] [%g]\n", (double)16777216.0f, (double)0.1f, (double)1.17549435e-38f);
}

static void hexadecimal(void) {
    printf("[%a] [%A] [%a] [%a] [%.3a] [%.0a] [%.0a] [%.15a]\n", 1.5, -0xab.cdp7, 0.0, third, third, 1.5, 2.5, 1.0);
    printf("[%12a] [%-12a] [%012a] [%+a] [%#.0a] [%.2a] [%a] [%a]\n", 1.5, 1.5, 1.5, 2.0, 1.0, 0x1.fffp0,
           4.9406564584124654e-324, 1.7976931348623157e308);
    printf("[%a] [%8A] [%.1a]\n", 1 / 0.0, -1 / 0.0, 0x1p-1060);
    printf("[%b] [%#b] [%#B] [%012b] [%.4b] [%llb]\n", 5u, 5u, 5u, 5u, 1u, ~0ull);
}

static void others(void) {
    signed char tiny;
    short little;
    int count, more;
    long long big;
    printf("abc%n de%hhnf%hn%lln|%n\n", &count, &tiny, &little, &big, &more);
    printf("%d %d %d %lld %d\n", count, tiny, little, big, more);
    printf("[%Lf] [%Le] [%.2Lg] %d\n", 1.5L, 1.5L, 1.25L, 7);
    printf("[%ls] [%6ls] [%-6ls] [%.2ls] [%lc] [%3lc]\n", L"wide", L"wide", L"wide", L"wide", (wint_t)'x', (wint_t)'y');
    printf("[%'d] %d\n", 12345, 7);
}

#ifdef __riscv
/* Which hosted libraries print otherwise, or not at all. */
static void device_only(void) {
    printf("[%ls] [%.4ls] [%5lc] [%lc]\n", L"\u00e4\u20ac\U0001f600", L"\u00e4\u20ac", (wint_t)0xe4, (wint_t)0xd800);
    printf("%k %d|%5.2y %d|%llk %d|%1$d %d|%m %d\n", 1, 7, 2, 7, 3ll, 7, 4, 7, 7);
    printf("%q %d|%v%s|%", 1, 7, 2, "text");
    puts("");
}
#endif

static void buffers(void) {
    char buffer[8];
    int length = snprintf(buffer, sizeof buffer, "%d-%s", 12345, "abcdef");
    printf("[%s] %d\n", buffer, length);
    length = snprintf(buffer, 0, "%d", 12345);
    printf("[%s] %d\n", buffer, length);
    length = snprintf(buffer, 1, "%d", 12345);
    printf("[%s] %d\n", buffer, length);
}

int main(void) {
    integers();
    text();
    floats();
    hexadecimal();
    others();
#ifdef __riscv
    device_only();
#endif
    buffers();
    puts("puts");
    putchar('!');
    return printf("\n") != 1;
}
