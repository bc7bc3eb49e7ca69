/* Arguments that begin or end within the use of a macro mean what they mean without it.
 * RUN: for options in -O0 -O2 "-O1 -x c++"; do muonc $options -g0 -S %s -o %t.s && muonc $options -g0 -S -DSPELLED %s -o %tspelled.s && cmp %t.s %tspelled.s && grep -c 'nu\.' %t.s; done */
#ifndef SPELLED
#define FIRST(a, b) a
#define SECOND(a, b) b
#define NOTHING(a)
#define PAIR(a, b) a, b
#define CALL(f, ...) f(__VA_ARGS__)
#endif

NEUTRINO_SYNC(one);
NEUTRINO_SYNC(two);

#ifdef SPELLED
void f(run_t a, run_t b) {
    neutrino_invoke(0, DEPS(one(1), two(2)), SYNC | WARPS(1));
    neutrino_invoke(0, DEPS(one(1), two(2)), SYNC | WARPS(1));
    neutrino_invoke(0, DEPS(two(1)), SYNC | WARPS(1));
    neutrino_invoke(0, DEPS(one(1), a, b), SYNC | WARPS(1));
    neutrino_invoke(0, DEPS(a + 1, b + 2), SYNC | WARPS(1));
    neutrino_invoke(0, DEPS(a, b), SYNC | WARPS(1));
    neutrino_invoke(0, DEPS(a, b), SYNC | WARPS(1));
    neutrino_invoke(two, DEPS((a), (b)), SYNC | WARPS(1));
    neutrino_invoke(one, DEPS(a), SYNC | WARPS(2));
    neutrino_complete(one(1), WARPS(2));
    neutrino_complete(a, WARPS(2));
}
#else
void f(run_t a, run_t b) {
    neutrino_invoke(0, DEPS(one(1), SECOND(one, two)(2)), SYNC | WARPS(1));
    neutrino_invoke(0, DEPS(FIRST(one, two)(1), two(2)), SYNC | WARPS(1));
    neutrino_invoke(0, DEPS(SECOND(one, two)(1)), SYNC | WARPS(1));
    neutrino_invoke(0, DEPS(one(1), PAIR(a, b)), SYNC | WARPS(1));
    neutrino_invoke(0, DEPS(a FIRST(+1, +2), b SECOND(+1, +2)), SYNC | WARPS(1));
    neutrino_invoke(0, DEPS(NOTHING(x) a, NOTHING((y)) b NOTHING(z)), SYNC | WARPS(1));
    neutrino_invoke(0, CALL(DEPS, a, b), SYNC | WARPS(1));
    neutrino_invoke(SECOND(one, two), DEPS((a), FIRST((b), 0)), SYNC | WARPS(1));
    neutrino_invoke(FIRST(one, two), DEPS(a), FIRST(SYNC, ASYNC) | SECOND(WARPS(1), WARPS(2)));
    neutrino_complete(FIRST(one, two)(1), SECOND(WARPS(1), WARPS(2)));
    neutrino_complete(SECOND(b, a), WARPS(2));
}
#endif
