/* What is legal but will not work; each warning can be silenced or made an error.
 * RUN: muonc --emit=lowered %s -o %t
 * RUN: muonc --emit=lowered %s -o %t -Wno-nu-unused-run -Wno-nu-complete -Wno-nu-dummy-shape
 * RUN: muonc --emit=lowered %s -o %t -Werror=nu-unused-run -Wno-nu-complete -Wno-nu-dummy-shape
 * RUN: muonc --emit=lowered %s -o %t --diagnostics-format=json */
NEUTRINO_SYNC(point);
run_t global;
void f(int n, run_t parameter) {
    neutrino_invoke(0, NO_DEPS, WARPS(1) | MANUAL);
    neutrino_invoke(point, NO_DEPS, WARPS(1) | MANUAL);
    run_t never = neutrino_invoke(0, NO_DEPS, WARPS(1) | SIGNAL), sometimes, unknown;
    sometimes = neutrino_invoke(0, NO_DEPS, WARPS(1) | SIGNAL);
    if (n)
        sometimes = neutrino_invoke(0, NO_DEPS, WARPS(1) | MANUAL);
    unknown = parameter;
    neutrino_complete(never, WARPS(1));
    neutrino_complete(sometimes, WARPS(1));
    neutrino_complete(unknown, WARPS(1));
    neutrino_complete(parameter, WARPS(1));
    neutrino_complete(global, WARPS(1));
    neutrino_complete(neutrino_invoke(0, NO_DEPS, WARPS(1) | SIGNAL), WARPS(1));
    neutrino_invoke(0, NO_DEPS, SYNC | WARPS(4));
    neutrino_invoke(0, NO_DEPS, SYNC | WARPS(8));
    neutrino_invoke(0, NO_DEPS, SYNC | CORES(2));
}
