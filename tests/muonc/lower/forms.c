/* Each form that an invoke, a payload and a complete can take.
 * RUN: nbc tasks.c -o %t.nbin --header=%t.h
 * RUN: muonc -Wno-nu-dummy-shape --neutrino=%t.nbin --emit=lowered %s */
NEUTRINO_SYNC(stage0);

run_t kept, given;
task_id_t chosen;

void invokes(run_t a, run_t b) {
    /* retire modes, participations, synchronicity */
    kept = neutrino_invoke(0, NO_DEPS, ASYNC | THREADS(1) | IMMEDIATE);
    kept = neutrino_invoke(0, NO_DEPS, SYNC | WARPS(2) | SIGNAL);
    kept = neutrino_invoke(0, NO_DEPS, CORES(64) | MANUAL | DUMMY);
    neutrino_invoke(0, NO_DEPS, SYNC | ALL_WARPS);
    neutrino_invoke(0, NO_DEPS, SYNC | CLUSTER);
    /* tasks: by name, by number, chosen at run time, sync points */
    kept = neutrino_invoke(empty_task, NO_DEPS, SINGLE_THREAD);
    neutrino_invoke(2, NO_DEPS, ASYNC | SINGLE_THREAD | IMMEDIATE);
    kept = neutrino_invoke(chosen, NO_DEPS, SINGLE_THREAD);
    kept = neutrino_invoke(stage0, NO_DEPS, WARPS(1));
    neutrino_invoke(&stage0, DEPS(a), WARPS(1) | MANUAL);
    /* dependencies: none, one, two, three, nested, none by value */
    neutrino_invoke(0, DEPS(a), WARPS(1));
    neutrino_invoke(0, DEPS(a, b), WARPS(1));
    neutrino_invoke(0, DEPS(a, b, stage0(3)), WARPS(1));
    neutrino_invoke(0, DEPS(a, neutrino_invoke(stage0, DEPS(b), WARPS(1))), WARPS(1));
    neutrino_invoke(0, DEPS(0, a, 0), WARPS(1));
    neutrino_invoke(0, DEPS(task_run(empty_task, 1)), WARPS(1));
    /* never the very form of a hardware barrier */
    neutrino_invoke(0, NO_DEPS, SYNC | WARPS(64) | IMMEDIATE);
    neutrino_invoke(0, DEPS(a), SYNC | WARPS(64) | IMMEDIATE);
    neutrino_invoke(0, DEPS(a, b), SYNC | WARPS(64) | IMMEDIATE);
}

void statements(int n, run_t a) {
    if (n)
        neutrino_invoke(0, DEPS(a), WARPS(1));
    else
        neutrino_invoke(0, DEPS(a), WARPS(1));
    for (int i = 0; i < n; i++) neutrino_invoke(0, DEPS(a), WARPS(1));
    while (neutrino_invoke(0, DEPS(a), WARPS(1)) == 1) neutrino_invoke(0, DEPS(a), WARPS(1));
    do neutrino_invoke(0, DEPS(a), WARPS(1)); while (0);
    switch (n) {
    case 1: neutrino_invoke(0, DEPS(a), WARPS(1)); break;
    default: neutrino_invoke(0, DEPS(a), WARPS(1));
    }
    (void)neutrino_invoke(0, DEPS(a), WARPS(1) | MANUAL);
    kept = ({ neutrino_invoke(0, DEPS(a), WARPS(1)); });
    kept = n ? neutrino_invoke(0, DEPS(a), WARPS(1)) : (neutrino_invoke)(0, DEPS(a), WARPS(1));
}

void several_lines(run_t a) {
    neutrino_invoke(0,
                    DEPS(a,
                         a), /* a comment */
                    SYNC
                        | WARPS(1)); int after = __LINE__;
    kept = after;
}

#define BARRIER(n) neutrino_invoke(0, NO_DEPS, SYNC | WARPS(n) | IMMEDIATE)
#define INVOKE neutrino_invoke

static inline void meet(void) {
    BARRIER(4);
    INVOKE(0, NO_DEPS, SYNC | WARPS(4));
}

void payloads(matmul_args_t args, mixed_args_t *mixed) {
    neutrino_payload(args);
    neutrino_invoke(matmul_task, NO_DEPS, SINGLE_THREAD);
    neutrino_payload((matmul_args_t){&kept, &given});
    neutrino_invoke(matmul_task, NO_DEPS, SINGLE_THREAD);
    neutrino_payload(*mixed);
    neutrino_invoke(mixed_task, NO_DEPS, SINGLE_THREAD);
    const matmul_args_t constant = {0, 0};
    neutrino_payload(constant);
    neutrino_invoke(chosen, NO_DEPS, SINGLE_THREAD);
}

void completes(run_t a) {
    neutrino_complete(a, THREADS(3));
    neutrino_complete(stage0(2), ALL_WARPS);
    neutrino_complete(a, CLUSTER);
    neutrino_complete(neutrino_invoke(0, NO_DEPS, ASYNC | WARPS(1) | MANUAL), WARPS(1));
}
