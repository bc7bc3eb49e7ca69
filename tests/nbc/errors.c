/* Every diagnostic about a task, with its caret; one run reports them all.
 *
 * RUN: nbc %s -o %t.nbin
 * RUN: ls %t.nbin %t.h
 * RUN: nbc %s --diagnostics-format=json -o %t.nbin 2>&1 | sed -n 1,2p
 */
#include <neutrino/task.h>

struct next {
    int kept;
    struct next *pointer;
};
struct longs {
    char c;
    long wide;
};
struct outer {
    int a;
    struct longs in;
};
struct bits {
    int plain;
    int flags : 3;
};
struct flexible {
    int n;
    float rest[];
};
struct callback {
    void (*call)(int);
};
struct empty {};
struct large {
    char bytes[700];
};
struct va {
    va_list list;
};
struct exact {
    long double value;
};

int result_task(int a) {
    return a;
}
void variadic_task(int a, ...) {
}
__task static void static_marked(int a) {
}
__task inline void inline_marked(int a) {
}
__task_id(0) void zero(void) {
}
__task_id(128) void above(void) {
}
__task_id(x) void letter(void) {
}
void pointer_task(int fine, struct next a) {
}
void long_task(struct longs a, struct outer b) {
}
void bits_task(struct bits a) {
}
void flexible_task(struct flexible a) {
}
void function_task(void (*a)(int), struct callback b, void c(void)) {
}
void empty_task(struct empty a) {
}
void va_task(va_list a, struct va b) {
}
void exact_task(long double a, __int128 b, _Complex float c, struct exact d, _Float16 e) {
}
void vector_task(int a __attribute__((vector_size(16)))) {
}
void large_task(struct large a, double b[2], struct vec *opaque, long c[9], char d, struct large e) {
}
