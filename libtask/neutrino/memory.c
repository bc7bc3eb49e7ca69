/* The memory and string functions that compilers call on their own, and their like; abort. */
#include "runtime.h"

void *memcpy(void *restrict to, const void *restrict from, size_t bytes) {
    unsigned char *out = to;
    const unsigned char *in = from;
    if (!(((uintptr_t)to | (uintptr_t)from) & 7)) {
        for (; bytes >= 8; bytes -= 8, out += 8, in += 8)
            *(uint64_t *)out = *(const uint64_t *)in;
    }
    while (bytes--)
        *out++ = *in++;
    return to;
}

void *memmove(void *to, const void *from, size_t bytes) {
    unsigned char *out = to;
    const unsigned char *in = from;
    if ((uintptr_t)to - (uintptr_t)from >= bytes)
        return memcpy(to, from, bytes);
    while (bytes--)
        out[bytes] = in[bytes];
    return to;
}

void *memset(void *to, int value, size_t bytes) {
    unsigned char *out = to;
    uint64_t pattern = (unsigned char)value * 0x0101010101010101u;
    for (; bytes && ((uintptr_t)out & 7); bytes--)
        *out++ = (unsigned char)value;
    for (; bytes >= 8; bytes -= 8, out += 8)
        *(uint64_t *)out = pattern;
    while (bytes--)
        *out++ = (unsigned char)value;
    return to;
}

int memcmp(const void *a, const void *b, size_t bytes) {
    const unsigned char *x = a, *y = b;
    for (size_t i = 0; i < bytes; i++)
        if (x[i] != y[i])
            return x[i] - y[i];
    return 0;
}

size_t strlen(const char *text) {
    size_t length = 0;
    while (text[length])
        length++;
    return length;
}

_Noreturn void abort(void) {
    __asm__ volatile("ebreak"); /* a breakpoint exception: the trap handler reports a fault */
    __builtin_unreachable();
}
