/* Dependencies and runs.
 * RUN: nbc tasks.c -o %t.nbin --header=%t.h && muonc --neutrino=%t.nbin --emit=lowered %s */
NEUTRINO_SYNC(point);
struct run { run_t run; };
void f(run_t a, float x, struct run s, long long wide, neutrino_deps_t deps) {
    neutrino_invoke(0, DEPS(a, a, a, a), WARPS(1));
    neutrino_invoke(0, DEPS(a,
                            x), WARPS(1));
    neutrino_invoke(0, DEPS(s), WARPS(1));
    neutrino_invoke(0, DEPS(&a), WARPS(1));
    neutrino_invoke(0, DEPS(wide), WARPS(1));
    neutrino_invoke(0, DEPS(a, point), WARPS(1));
    neutrino_invoke(0, DEPS(matmul_task), WARPS(1));
    neutrino_invoke(0, deps, WARPS(1));
    neutrino_invoke(0, a ? DEPS(a) : NO_DEPS, WARPS(1));
    neutrino_complete(x, WARPS(1));
    neutrino_complete(matmul_task, WARPS(1));
}
