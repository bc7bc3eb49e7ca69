/* In templates, lambdas, members, at calls with qualified names and flags that a parameter decides.
 *
 * RUN: for n in 1 2 3 4 5; do for o in 0 2; do muonc -O$o -w -std=c++17 -DCASE=$n %s -o %t.elf && sh columns.sh %t.elf; done; done
 * RUN: muonc -O2 -w -std=c++17 -DCASE=0 -DWRONG %s -o %t.elf -fno-color-diagnostics 2>&1 | grep error: */
template <int N> struct group {
    run_t run;
    void complete() const { if (run) ::neutrino_complete(run, WARPS(N)); }
    void plain() const { neutrino_complete(run, WARPS(1)); }
};

template <typename F> void call(F f) { f(); }

int main() {
    run_t run = neutrino_invoke(0, NO_DEPS, SINGLE_THREAD | MANUAL);
    neutrino_complete(run, WARPS(1));
    if (CASE == 1) group<1>{run}.complete();
    if (CASE == 2) group<1>{run}.plain();
    if (CASE == 3) call([=] { neutrino_complete(run, WARPS(1)); });
    if (CASE == 4) (neutrino_complete)(run, WARPS(1));
    if (CASE == 5) { const run_t runs[]{run}; for (run_t each : runs) neutrino_complete(each, WARPS(1)); }
#ifdef WRONG
    group<65>{run}.complete();
#endif
    return 0;
}
