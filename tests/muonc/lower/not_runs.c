/* What is an integer, but no run.
 * RUN: muonc -DPART=0 -c %s -o %t.o; muonc -DPART=0 -c -x c++ %s -o %t.o
 * RUN: muonc -DPART=1 -c %s -o %t.o
 * RUN: muonc -DPART=2 -c %s -o %t.o */
#ifdef __cplusplus
extern "C"
#endif
run_t made_elsewhere(void);

#if PART == 0
typedef run_t ticket;
void right(int p, uint32_t u, ticket m) {
    int kept = neutrino_invoke(0, NO_DEPS, WARPS(2.0));
    unsigned computed = 1 << 24 | 5;
    run_t number = 3, maybe = 0;
    int from = p;
    computed++;
    number++;
    if (p)
        maybe = made_elsewhere();
    neutrino_invoke(0, DEPS(kept, computed, from), WARPS(1));
    neutrino_invoke(0, DEPS(p, u, m), WARPS(1));
    neutrino_invoke(0, DEPS(number, p ? kept : 0, maybe), WARPS(1));
    neutrino_invoke(0, DEPS(0, made_elsewhere(), task_run(3, 7)), WARPS(1));
    neutrino_complete(maybe, WARPS(1));
    neutrino_complete(number, WARPS(1));
}
#elif PART == 1
void narrow(char c, _Bool b, short s) {
    neutrino_invoke(0, DEPS(c, b, s), WARPS(1));
}
void fractions(run_t run) {
    neutrino_invoke(0, NO_DEPS, WARPS(2.5));
    neutrino_invoke(0, NO_DEPS, THREADS(0.5f));
    neutrino_complete(run, CORES(1.5));
    neutrino_complete(run, 1.5);
}
void none(void) {
    neutrino_complete(0, WARPS(1));
}
#else
void numbers(void) {
    run_t outer = made_elsewhere(), zero = 0;
    int q = 5;
    uint32_t k = 3;
    neutrino_invoke(0, DEPS(q), WARPS(1));
    for (int i = 0; i < 4; i++)
        neutrino_invoke(0, DEPS(outer, i), WARPS(1));
    neutrino_complete(zero, WARPS(1));
    k += 2;
    neutrino_complete(k, WARPS(1));
}
#endif
