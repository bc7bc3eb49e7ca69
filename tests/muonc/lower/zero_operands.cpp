/* Operands that turn out to be the constant 0 are the zero register: no instruction loads them.
 *
 * RUN: nbc tasks.c -o %t.nbin && muonc -O2 --emit=asm %s --neutrino=%t.nbin -o - | grep 'nu\.\|li.*, 0$'
 * RUN: muonc -O0 -c %s --neutrino=%t.nbin -o %t.o */
NEUTRINO_SYNC(point);

static inline run_t invoke(run_t a, run_t b, run_t c) {
    return neutrino_invoke(point, DEPS(a, b, c), ASYNC | WARPS(1));
}
template <int N> run_t invoke_of(run_t a, run_t b) {
    return neutrino_invoke(point, DEPS(a, b), ASYNC | WARPS(N));
}

void dependencies(run_t run) {
    invoke(0, 0, 0);
    invoke(run, 0, 0);
    invoke(0, run, 0);
    invoke_of<2>(0, run);
}

void payload(void *a) {
    neutrino_payload(matmul_args_t{0, a});
    neutrino_invoke(matmul_task, NO_DEPS, ASYNC | WARPS(1) | SIGNAL);
}

static inline void finish(run_t run) {
    neutrino_complete(run, WARPS(1));
}
void complete() {
    finish(0);
}
