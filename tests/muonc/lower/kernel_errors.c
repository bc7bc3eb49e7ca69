/* What cannot be a kernel, or a parameter of one.
 * RUN: muonc -c %s -o %t.o
 * RUN: muonc -c -mhalf=bf16 %s -o %t.o 2>&1 | grep -c error:
 * RUN: printf '#include <neutrino/kernel.h>\n__kernel void f(void) {}\n\0' >%t.c; muonc -c %t.c -o %t.o
 */
#include <neutrino/kernel.h>
#include <stddef.h>
#include <stdarg.h>

/* ---- the function ---- */

__kernel int returns(int *data) {
    return *data;
}
__kernel static void is_static(int *data) {
    *data = 0;
}
__kernel inline void is_inline(int *data) {
    *data = 0;
}
__kernel void variadic(int count, ...) {
    (void)count;
}
__kernel int variable;
struct point {
    int x;
};
__kernel static int others[4];

__kernel_size(8, 8, 1) void no_kernel(void) {
}
__kernel __kernel_size(8, 0, 1) void zero(void) {
}
__kernel __kernel_size(8, -1, 1) void negative(void) {
}
__kernel __kernel_size(8, 1.5, 1) void fraction(void) {
}
__kernel __kernel_size(8, 4294967296, 1) void too_large(void) {
}
__kernel __kernel_size(8, 1, 1) __kernel_size(4, 1, 1) void two_sizes(void) {
}
__kernel __kernel_size(8, 1, 1) void other_size(void);
__kernel __kernel_size(8, 2, 1) void other_size(void) {
}
__kernel void later_size(void) {
}
__kernel __kernel_size(8, 1, 1) void later_size(void);
__kernel __kernel_size(8, 2, 1) void later_size(void);

/* ---- its parameters ---- */

__kernel void longs(long a, unsigned long b) {
    (void)a, (void)b;
}
__kernel void sizes(const size_t a, ptrdiff_t b, uintptr_t c, uint_fast16_t d, wchar_t e) {
    (void)a, (void)b, (void)c, (void)d, (void)e;
}
typedef size_t my_size;
__kernel void no_numbers(long double a, __bf16 b, _Float16 c, _Complex float d, _BitInt(24) e,
                         __attribute__((vector_size(16))) int f, my_size g, _Atomic int h) {
    (void)a, (void)b, (void)c, (void)d, (void)e, (void)f, (void)g, (void)h;
}
__kernel void functions(void (*call)(int), __attribute__((address_space(7))) int *space) {
    (void)call, (void)space;
}

struct list {
    int value;
    struct list *next;
};
struct deep {
    struct list inner[2];
};
struct bits {
    unsigned flag : 1;
};
struct flexible {
    int count;
    int items[];
};
struct empty {};
struct aligned {
    _Alignas(16) int x;
};
struct sized {
    int x;
    size_t size;
    long n[2];
};
struct half {
    float fine;
    __bf16 half;
};
__kernel void structs(struct list a, struct deep b, struct bits c, struct flexible d,
                      struct empty e, struct aligned f, struct sized g, struct half h) {
    (void)a, (void)b, (void)c, (void)d, (void)e, (void)f, (void)g, (void)h;
}
#pragma clang diagnostic ignored "-Wvisibility"
__kernel void local_struct(struct hidden {
    int x;
} a) {
    (void)a;
}
extern struct {
    int x;
} unnamed;
__kernel void unnamed_struct(__typeof__(unnamed) a) {
    (void)a;
}

struct large {
    uint8_t bytes[65510];
};
__kernel void fits(struct large a, short b) {
    (void)a, (void)b;
}
__kernel void too_many(struct large a, int b) {
    (void)a, (void)b;
}
__kernel void point_to_other_sizes(long *a, const size_t *b, my_size *c, unsigned long d[4], int *e) {
    (void)a, (void)b, (void)c, (void)d, (void)e;
}
