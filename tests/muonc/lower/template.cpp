/* What a template parameter decides: flags, checked where the template is used, tasks and payloads.
 * RUN: nbc tasks.c -o %t.nbin --header=%t.h
 * RUN: muonc -std=c++17 --neutrino=%t.nbin --emit=lowered %s
 * RUN: muonc -std=c++17 --neutrino=%t.nbin %s -o %t.elf && muobjdump -d %t.elf | grep -E 'nu\.(inv|comp).*(3|5|6)$' | cut -d: -f2 | sort
 * RUN: muonc -std=c++17 --neutrino=%t.nbin -DWRONG %s -o %t.elf -fno-color-diagnostics 2>&1 | grep error: */
NEUTRINO_SYNC(point);

template <int N> struct group {
    static void meet() { neutrino_invoke(0, NO_DEPS, SYNC | WARPS(N) | IMMEDIATE); }
    static run_t after(run_t run, task_id_t task) {
        neutrino_invoke(empty_task, DEPS(run, point(1), run), CORES(N));
        return neutrino_invoke(task, DEPS(run), ASYNC | THREADS(N) | MANUAL);
    }
    static void complete(run_t run) { neutrino_complete(run, WARPS(N)); }
};

template <int Flags> run_t invoke(run_t run) {
    return neutrino_invoke(point, DEPS(run), Flags);
}

/* A task's id, a sync point, or one that a class has. */
template <class T> run_t invoke_any(T task) {
    return neutrino_invoke(task, NO_DEPS, ASYNC | WARPS(1) | IMMEDIATE | DUMMY);
}
struct stages {
    static run_t last(uint32_t i) { return point(i); }
};
template <class S> run_t invoke_last() {
    return neutrino_invoke(S::last, NO_DEPS, ASYNC | WARPS(1) | IMMEDIATE | DUMMY);
}
template <class T> void send(T arguments) {
    neutrino_payload(arguments);
}

int main() {
    invoke_any(point);
    invoke_any(150);
    invoke_last<stages>();
    send(matmul_args(nullptr, nullptr));
    send(empty_args());
    group<3>::meet();
    run_t run = group<5>::after(invoke<SYNC | WARPS(6)>(0), 1);
    group<5>::complete(run);
#ifdef WRONG
    group<65>::meet();
    invoke<SYNC | ASYNC | WARPS(1)>(run);
    invoke<SYNC>(run);
    invoke<WARPS(1) | WARPS(2)>(run);
    send(run);
#endif
    return 0;
}
