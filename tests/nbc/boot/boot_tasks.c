/* The tasks that boot_test.c runs on a bare Neutrino core. What they find goes to the console. */
#include <neutrino/task.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum color { RED, GREEN = 0x7fffffff };
struct pair {
    float x;
    double y;
};
struct mixed {
    short s;
    struct pair p;
    char text[5];
};

static int constructed;
__attribute__((constructor)) static void construct(void) {
    constructed = 1;
}

__task_id(1) void scalars(bool a, signed char b, unsigned char c, short d, int e, unsigned f,
                          long g, unsigned long h, long long i, size_t j, float k, double l,
                          enum color m) {
    printf("%d %d %u %d %d %u %ld %lu %lld %zu %f %f %x %d\n", a, b, c, d, e, f, g, h, i, j,
           (double)k, l, m, constructed);
}

__task_id(2) void pointers(void *global, __shared int *shared, const struct mixed *in) {
    printf("%p %p %p %d\n", global, (void *)shared, (const void *)in, *shared);
    *shared += 1;
}

__task_id(3) void records(struct pair a, struct mixed b, int last) {
    printf("%f %f %d %f %f %s %d\n", (double)a.x, a.y, b.s, (double)b.p.x, b.p.y, b.text, last);
}

__task_id(4) void runs(int how, run_t other) {
    printf("run %#x on cluster %u\n", neutrino_run_self(), neutrino_cluster_id());
    if (how == 1)
        neutrino_signal(neutrino_run_self());
    if (how == 2)
        printf("deferred %#x %#x\n", neutrino_defer(), neutrino_defer());
    if (how == 3)
        neutrino_complete(other);
    if (how == 4)
        neutrino_signal(other);
}

__task_id(5) void heap(unsigned bytes) {
    char *first = malloc(bytes), *second = malloc(100), *third = calloc(25, 4);
    if (!first || !second || !third) {
        printf("exhausted\n");
        return;
    }
    memset(first, 1, bytes);
    memset(second, 2, 100);
    int sum = 0;
    for (int i = 0; i < 100; i++)
        sum += third[i];
    bool apart = (second >= first + bytes || first >= second + 100) && !((uintptr_t)third & 15);
    char *grown = realloc(second, 5000);
    bool kept = grown && grown[99] == 2 && grown != second;
    free(first);
    free(grown);
    free(second == grown ? NULL : third);
    char *again = malloc(bytes);
    printf("%d %d %d %d %d\n", sum, apart, kept, again == first, calloc((size_t)-1, 2) == NULL);
}

__task_id(6) void print(void) {
#define X(...) printf(__VA_ARGS__);
#include "printf_cases.h"
#undef X
    printf("%d %d", puts("puts"), putchar('c'));
    printf("|%s|%q|%d|", (const char *)NULL, 4, 5);
}

static bool same(const unsigned char *a, const unsigned char *b, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (a[i] != b[i])
            return false;
    return true;
}

/* Every small length and alignment, against copies byte by byte. */
__task_id(7) void memory(void) {
    enum { N = 64 };
    unsigned char source[N], copy[N], model[N];
    unsigned wrong = 0;
    for (int i = 0; i < N; i++)
        source[i] = (unsigned char)(i * 37 + 1);
    for (unsigned from = 0; from < 9; from++) {
        for (unsigned to = 0; to < 9; to++) {
            for (unsigned n = 0; n < 40; n++) {
                for (int i = 0; i < N; i++)
                    copy[i] = model[i] = (unsigned char)i;
                for (unsigned i = 0; i < n; i++)
                    model[to + i] = source[from + i];
                memcpy(copy + to, source + from, n);
                wrong += !same(copy, model, N);
                for (unsigned i = 0; i < n; i++)
                    copy[to + i] = 0x5a;
                memset(model + to, 0x15a, n);
                wrong += !same(copy, model, N);
                for (int i = 0; i < N; i++)
                    copy[i] = source[i];
                memmove(copy + to, copy + from, n);
                for (unsigned i = 0; i < n; i++)
                    wrong += copy[to + i] != source[from + i];
            }
        }
    }
    printf("%u %d %d %d %d %zu %d %d\n", wrong, memcmp("abc", "abd", 3) < 0,
           memcmp("ab\x80", "ab\x01", 3) > 0, memcmp("abc", "abd", 2), memcmp("a", "b", 0),
           strlen("four"), strcmp("a", "ab") < 0, strcmp("same", "same"));
}

__task_id(8) void engines(int how, __shared float *c, void *global) {
    struct neutrino_dma copy = {
        .source = global, .destination = c, .bytes = 16, .rows = 3, .source_row_stride = -64};
    struct neutrino_matmul product = {.a = c,
                                      .b = c + 1,
                                      .c = c + 2,
                                      .m = 2,
                                      .n = 3,
                                      .k = 4,
                                      .ldc = 9,
                                      .accumulate = true,
                                      .bf16 = how == 4};
    if (how == 1)
        neutrino_dma(&copy);
    if (how == 2)
        neutrino_dma_deferred(&copy);
    if (how == 3)
        neutrino_matmul(&product);
    if (how == 4)
        neutrino_matmul_deferred(&product);
    if (how == 5)
        neutrino_dma_copy(c, global, 100);
}

__task_id(9) void fault(int how) {
    if (how == 1)
        *(volatile int *)0x10 = 1;
    if (how == 2)
        abort();
    if (how == 3)
        __asm__ volatile("li sp, 0\n .word 0");
    printf("not reached\n");
}

/* Leaves what the next task must not see. */
__task_id(10) void rounding(void) {
    unsigned long mode;
    __asm__ volatile("csrrwi %0, frm, 1" : "=r"(mode));
    printf("%lu\n", mode);
}
