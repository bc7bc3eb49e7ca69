// Virtual functions, pointers to members and type-erased callables of which the lanes of a warp have
// different ones; the host computes what each lane must find.
// RUN: clang++-19 -fno-exceptions %s -o %t.host && %t.host >%t.expected
// RUN: muonc -O0 -mcores=1 -mwarps=1 -mlanes=16 %s -o %t.elf && musim --check --output=results:%t.bin %t.elf && cmp %t.bin %t.expected && echo same
// RUN: muonc -O1 -mcores=1 -mwarps=3 -mlanes=1 %s -o %t.elf && musim --output=results:%t.bin %t.elf && cmp %t.bin %t.expected && echo same
// RUN: muonc -O2 -mcores=2 -mwarps=2 -mlanes=32 %s -o %t.elf && musim --check --perturb=3 --output=results:%t.bin %t.elf && cmp %t.bin %t.expected && echo same
// RUN: muonc -Os -mcores=1 -mwarps=3 -mlanes=4 %s -o %t.elf && musim --check --output=results:%t.bin %t.elf && cmp %t.bin %t.expected && echo same
#ifdef __riscv
#include <neutrino/muon.h>
#else
#include <stdio.h>
#endif

enum { THREADS_IN_ALL = 96, CASES = 8 };
#define KEEP __attribute__((noinline)) static

struct shape {
    unsigned number;
    constexpr shape(unsigned n) : number(n) {}
    virtual unsigned area(unsigned size) const = 0;
    virtual unsigned long long volume() const { return number; }
    unsigned moved(unsigned by) const { return number + by; }
};
struct square : shape {
    using shape::shape;
    unsigned area(unsigned size) const override { return size * size + number; }
};
struct circle : shape {
    using shape::shape;
    unsigned area(unsigned size) const override { return 3 * size * size - number; }
    unsigned long long volume() const override { return ~(unsigned long long)number << 20; }
};
struct sphere : circle {
    using circle::circle;
    unsigned area(unsigned size) const override { return 4 * circle::area(size); }
};

static const square a_square(7);
static const circle a_circle(3);
static const sphere a_sphere(2);
static const shape *const shapes[] = {&a_square, &a_circle, &a_sphere};

KEEP unsigned sum(const shape *of, unsigned n) {
    unsigned result = 0;
    for (unsigned i = 0; i < n; i++)
        result += of->area(i);
    return result;
}
KEEP unsigned on_the_stack(unsigned x) {
    square s(x);
    circle c(x + 1);
    const shape *one = x & 1 ? static_cast<const shape *>(&s) : &c;
    return one->area(2) + (x % 4 == 2 ? one->moved(1) : 0);
}

/* Of a virtual function or another one. */
using member = unsigned (shape::*)(unsigned) const;
KEEP unsigned through_member(unsigned x, member m) { return (shapes[x % 3]->*m)(x); }
KEEP unsigned constant_member(unsigned x) {
    square s(x);
    unsigned (square::*m)(unsigned) const = &square::area;
    return (s.*m)(4);
}

struct pair {
    unsigned first;
    float second;
};
/* Like std::function, for small objects. */
template <typename> struct callable;
template <typename R, typename... A> struct callable<R(A...)> {
    alignas(8) char object[16];
    R (*call)(const void *, A...);
    template <typename F> callable(F f) {
        static_assert(sizeof f <= sizeof object, "room for it");
        __builtin_memcpy(object, &f, sizeof f);
        call = [](const void *of, A... a) -> R { return (*static_cast<const F *>(of))(a...); };
    }
    R operator()(A... a) const { return call(object, a...); }
};
KEEP callable<pair(unsigned)> make(unsigned x) {
    if (x & 1)
        return callable<pair(unsigned)>([x](unsigned y) { return pair{y + x, y * 2.f}; });
    return callable<pair(unsigned)>([=](unsigned y) { return pair{y * x, y * .5f}; });
}
KEEP unsigned erased(unsigned x) {
    pair p = make(x)(x + 5);
    return p.first * 16 + static_cast<unsigned>(2 * p.second);
}

extern "C" {
unsigned results[THREADS_IN_ALL][CASES];
}

static void run(unsigned x, unsigned *result) {
    const shape &mine = *shapes[x % 3];
    unsigned long long volume = mine.volume();
    const unsigned found[CASES] = {
        sum(&mine, x % 4),
        static_cast<unsigned>(volume) ^ static_cast<unsigned>(volume >> 32),
        x % 5 == 1 ? mine.area(9) : 0,
        on_the_stack(x),
        through_member(x, x & 2 ? &shape::area : &shape::moved),
        constant_member(x),
        erased(x),
        x % 7 > 2 ? erased(x / 2) + sum(&mine, 2) : 1,
    };
    for (unsigned i = 0; i < CASES; i++)
        result[i] = found[i];
}

int main() {
#ifdef __riscv
    for (unsigned x = muon_hart_id(); x < THREADS_IN_ALL;
         x += muon_num_lanes() * muon_num_warps() * muon_num_cores())
        run(x, results[x]);
    return 0;
#else
    for (unsigned x = 0; x < THREADS_IN_ALL; x++)
        run(x, results[x]);
    return fwrite(results, sizeof results, 1, stdout) == 1 ? 0 : 1;
#endif
}
