/* A payload is followed by an invoke of its task, an invoke of a task with arguments follows one.
 * RUN: nbc tasks.c -o %t.nbin --header=%t.h && muonc --neutrino=%t.nbin --emit=lowered %s */
void no_invoke(matmul_args_t args) {
    neutrino_payload(args);
    neutrino_invoke(empty_task, NO_DEPS, SINGLE_THREAD);
}
void no_payload(void) {
    neutrino_invoke(matmul_task, NO_DEPS, SINGLE_THREAD);
}
void wrong_order(matmul_args_t args) {
    neutrino_invoke(matmul_task, NO_DEPS, SINGLE_THREAD);
    neutrino_payload(args);
}
void right(matmul_args_t args, task_id_t chosen) {
    if (chosen)
        neutrino_payload(args);
    neutrino_invoke(matmul_task, NO_DEPS, SINGLE_THREAD);
    neutrino_payload(args);
    neutrino_invoke(chosen, NO_DEPS, SINGLE_THREAD);
}
void of_several(void) {
    neutrino_invoke(matmul_task, NO_DEPS, SYNC | WARPS(2) | IMMEDIATE);
}
