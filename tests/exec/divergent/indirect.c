/* Calls through pointers, and computed gotos, that lanes of a warp take to different places; the host
 * computes what each lane must find.
 * RUN: clang-19 -w %s -o %t.host && %t.host >%t.expected
 * RUN: muonc -O0 -mcores=1 -mwarps=1 -mlanes=16 %s -o %t.elf && musim --check --output=results:%t.bin %t.elf && cmp %t.bin %t.expected && echo same
 * RUN: muonc -O1 -mcores=1 -mwarps=2 -mlanes=32 %s -o %t.elf && musim --check --output=results:%t.bin %t.elf && cmp %t.bin %t.expected && echo same
 * RUN: muonc -O2 -mcores=2 -mwarps=3 -mlanes=4 %s -o %t.elf && musim --check --perturb=7 --output=results:%t.bin %t.elf && cmp %t.bin %t.expected && echo same
 * RUN: musim --clusters=3 --output=results:%t.bin %t.elf && cmp %t.bin %t.expected && echo same
 * RUN: muonc -O3 -mcores=1 -mwarps=3 -mlanes=1 %s -o %t.elf && musim --output=results:%t.bin %t.elf && cmp %t.bin %t.expected && echo same
 * RUN: muonc -Os -mdivergence=all -mcores=1 -mwarps=1 -mlanes=5 %s -o %t.elf && musim --output=results:%t.bin %t.elf && cmp %t.bin %t.expected && echo same
 * RUN: muonc -Oz -mcores=1 -mwarps=1 -mlanes=16 %s -o %t.elf && musim --check --output=results:%t.bin %t.elf && cmp %t.bin %t.expected && echo same
 */
#include <stdarg.h>
#ifdef __riscv
#include <neutrino/muon.h>
#else
#include <stdio.h>
#endif

enum { THREADS_IN_ALL = 96, CASES = 17 };
#define KEEP static __attribute__((noinline))

KEEP unsigned increment(unsigned x) { return x + 1; }
KEEP unsigned twice(unsigned x) { return 2 * x; }
KEEP unsigned negated(unsigned x) { return -x; }
typedef unsigned (*operation)(unsigned);
static const operation operations[] = {increment, twice, negated};

KEEP unsigned by_lane(unsigned x) { return operations[x % 3](x + 5) ^ x; }
/* Each lane as often as it likes, with another function each time. */
KEEP unsigned in_a_loop(unsigned x) {
    unsigned r = x;
    for (unsigned i = 0; i < x % 5; i++)
        r = operations[(i + x) % 3](r) + i;
    return r;
}
KEEP unsigned under_branches(unsigned x) {
    if (x & 1)
        return x % 7 < 3 ? operations[x / 2 % 3](x) : operations[x % 2](operations[x % 3](x));
    return x;
}
KEEP unsigned callback(operation f, unsigned n) {
    unsigned sum = 0;
    for (unsigned i = 0; i < n; i++)
        sum = 3 * sum + f(i);
    return sum;
}
/* Lanes that return early, or leave the loop at a call. */
KEEP unsigned leaves_at_a_call(unsigned x) {
    for (unsigned i = 0; i < 9; i++) {
        if (operations[(x + i) % 3](i) == x % 11)
            return i;
        if (operations[i % 3](x) % 13 == 5)
            break;
    }
    return 99;
}
static const struct chooser {
    unsigned (*choose)(unsigned);
    const struct chooser *next;
} choosers[] = {{twice, choosers + 2}, {negated, choosers}, {increment, 0}};
KEEP unsigned linked(unsigned x) {
    unsigned r = x;
    for (const struct chooser *c = choosers + x % 3; c; c = c->next)
        r = c->choose(r);
    return r;
}

/* ---- recursion ---- */

static unsigned down(unsigned n), across(unsigned n), leaf(unsigned n);
static operation steps[] = {down, across, leaf};
static unsigned down(unsigned n) { return n < 2 ? n : steps[n % 3](n - 1) + 2 * steps[n % 2](n - 2); }
static unsigned across(unsigned n) { return n < 2 ? 7 : steps[(n + 1) % 3](n - 1) ^ steps[n & 1](n / 2); }
static unsigned leaf(unsigned n) { return n < 3 ? n : n * steps[n & 2](n - 2); }
KEEP unsigned recursive(unsigned x) { return steps[x % 3](x % 9); }

/* ---- signatures ---- */

struct small {
    unsigned a, b;
};
struct large {
    unsigned a;
    unsigned long long b;
    float c;
    unsigned d[3];
};
static struct small swapped(struct small s, unsigned long long x) {
    return (struct small){s.b, s.a + (unsigned)(x >> 32)};
}
static struct small summed(struct small s, unsigned long long x) {
    return (struct small){s.a + s.b, (unsigned)x};
}
static struct large filled(unsigned x, float f) {
    return (struct large){x, (unsigned long long)x << 30, f / 2, {x, x + 1, x + 2}};
}
static struct large mixed(unsigned x, float f) {
    return (struct large){~x, 5ull * x, f + 3, {1, x * x, 2}};
}
static unsigned long long shifted(unsigned long long x, unsigned n) { return x << (n & 63); }
static unsigned long long product(unsigned long long x, unsigned n) { return x * n; }
static float half(double x) { return (float)x / 2; }
static float third(double x) { return (float)x / 4 + 1; }
static unsigned long long sum_of(unsigned n, ...) {
    va_list list;
    unsigned long long sum = 0;
    va_start(list, n);
    for (unsigned i = 0; i < n; i++)
        sum += i & 1 ? va_arg(list, unsigned long long) : va_arg(list, unsigned);
    va_end(list);
    return sum;
}
static unsigned long long last_of(unsigned n, ...) {
    va_list list;
    unsigned last = 0;
    va_start(list, n);
    for (unsigned i = 0; i < n; i += 2) {
        last = va_arg(list, unsigned);
        va_arg(list, unsigned long long);
    }
    va_end(list);
    return last;
}
static unsigned many(unsigned a, unsigned long long b, float c, struct small d, unsigned e, unsigned f,
                     struct large *g, unsigned h, unsigned i) {
    g->a = a + h;
    return a + (unsigned)b * 3 + (unsigned)c * 5 + d.a * 7 + d.b * 11 + e * 13 + f * 17 + i;
}
static unsigned many_too(unsigned a, unsigned long long b, float c, struct small d, unsigned e,
                         unsigned f, struct large *g, unsigned h, unsigned i) {
    g->a = i ^ f;
    return a ^ (unsigned)(b >> 3) ^ (unsigned)c ^ d.a ^ d.b << 4 ^ e << 8 ^ h << 12;
}
KEEP unsigned structures(unsigned x) {
    static struct small (*const on_small[])(struct small, unsigned long long) = {swapped, summed};
    static struct large (*const on_large[])(unsigned, float) = {filled, mixed};
    struct small s = on_small[x & 1]((struct small){x, 5}, 0x123456789ull * x);
    struct large l = on_large[x / 2 & 1](x, (float)x);
    return s.a + 3 * s.b + 5 * l.a + 7 * (unsigned)(l.b >> 16) + 11 * (unsigned)l.c + 13 * l.d[1];
}
KEEP unsigned wide(unsigned x) {
    static unsigned long long (*const on_wide[])(unsigned long long, unsigned) = {shifted, product};
    static float (*const on_float[])(double) = {half, third};
    unsigned long long r = on_wide[x & 1](0x123456789abull + x, x);
    return (unsigned)r ^ (unsigned)(r >> 32) ^ (unsigned)(8 * on_float[x % 3 == 0](x));
}
KEEP unsigned variadic(unsigned x) {
    static unsigned long long (*const on_any[])(unsigned, ...) = {sum_of, last_of};
    unsigned long long r = on_any[x & 1](6, x, 0x700000000ull, 3u, 1ull * x * x, x + 1, 9ull);
    return (unsigned)r ^ (unsigned)(r >> 32);
}
KEEP unsigned many_arguments(unsigned x) {
    static unsigned (*const on_many[])(unsigned, unsigned long long, float, struct small, unsigned,
                                       unsigned, struct large *, unsigned, unsigned) = {many, many_too};
    struct large l;
    return on_many[x & 1](x, x * 99ull, (float)x, (struct small){x, 2}, 3, x, &l, 5, 6) + l.a;
}

/* ---- functions that do not return ---- */

static void fails(unsigned x) {
    for (;;)
        __asm__ volatile("" : : "r"(x));
}
typedef void (*end)(unsigned) __attribute__((noreturn));
KEEP unsigned checked(unsigned x) {
    static void *const ends[] = {fails, increment};
    if (x > 5000)
        ((end)ends[x & 1])(x);
    return x + 1;
}

/* ---- computed gotos ---- */

static const unsigned char programs[][10] = {
    {1, 3, 2, 5, 4, 0, 0}, {2, 3, 1, 1, 3, 5, 4, 1, 0}, {4, 2, 4, 1, 1, 9, 3, 7, 0}, {0}};
/* Each lane has a program of its own. */
KEEP unsigned interpreter(unsigned x) {
    static void *const code[] = {&&halt, &&add, &&multiply, &&again, &&call};
    const unsigned char *at = programs[x & 3];
    unsigned r = x, turns = 5;
    goto *code[*at++];
add:
    r += *at++;
    goto *code[*at++];
multiply:
    r *= *at++;
    goto *code[*at++];
again:
    if (turns-- > 0)
        at -= *at;
    else
        at++;
    goto *code[*at++];
call:
    r = operations[*at++](r);
    goto *code[*at++];
halt:
    return r;
}
/* The same for all lanes, between branches that are not. */
KEEP unsigned uniform_goto(unsigned x, unsigned same) {
    static void *const places[] = {&&first, &&second, &&third};
    unsigned r = x, turns = 0;
    if (x & 1)
        r = increment(r);
    goto *places[same];
first:
    r += 3;
second:
    while (r % 5) {
        r = twice(r) + 1;
        if (r > 1000)
            goto third;
    }
    if (++turns < 3)
        goto *places[turns & 1];
third:
    return r;
}
KEEP unsigned goto_by_distance(unsigned x) {
    static const int distances[] = {&&b - &&a, &&c - &&a, 0};
    unsigned r = 1;
    goto *(&&a + distances[x % 3]);
a:
    r += x;
b:
    r *= 3;
c:
    return r;
}

unsigned results[THREADS_IN_ALL][CASES];

static void run(unsigned x, unsigned *result) {
    const unsigned found[CASES] = {
        by_lane(x),
        in_a_loop(x),
        under_branches(x),
        callback(operations[x % 3], x % 4),
        x % 3 ? callback(operations[x / 3 % 3], 5) : 0,
        leaves_at_a_call(x),
        linked(x),
        recursive(x),
        structures(x),
        wide(x),
        variadic(x),
        many_arguments(x),
        checked(x),
        interpreter(x),
        x % 5 == 2 ? interpreter(3 * x + 1) : 1,
        uniform_goto(x, 1),
        goto_by_distance(x),
    };
    for (unsigned i = 0; i < CASES; i++)
        result[i] = found[i];
}

#ifdef __riscv
int main(void) {
    for (unsigned x = muon_hart_id(); x < THREADS_IN_ALL;
         x += muon_num_lanes() * muon_num_warps() * muon_num_cores())
        run(x, results[x]);
    return 0;
}
#else
int main(void) {
    for (unsigned x = 0; x < THREADS_IN_ALL; x++)
        run(x, results[x]);
    return fwrite(results, sizeof results, 1, stdout) == 1 ? 0 : 1;
}
#endif
