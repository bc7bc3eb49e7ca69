/* Task ids and builtins.
 * RUN: nbc tasks.c -o %t.nbin --header=%t.h && muonc --neutrino=%t.nbin --emit=lowered %s
 * RUN: muonc --emit=lowered %s -DNO_TASKS */
typedef struct { int x; } other_args_t;
run_t plain(uint32_t i);
void f(run_t (*pointer)(uint32_t), other_args_t value) {
    neutrino_invoke(77, NO_DEPS, SINGLE_THREAD);
    neutrino_invoke(256, NO_DEPS, SINGLE_THREAD);
    neutrino_invoke(-1, NO_DEPS, SINGLE_THREAD);
    neutrino_invoke(pointer, NO_DEPS, SINGLE_THREAD);
    neutrino_invoke(plain, NO_DEPS, SINGLE_THREAD);
    neutrino_payload(value);
    run_t (*address)(int, neutrino_deps_t, int) = neutrino_invoke;
    neutrino_deps_t kept = DEPS(1);
}
