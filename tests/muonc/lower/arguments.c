/* The header's function for a task's arguments: too few, too many, or others than the task's are errors at
 * the call, with the parameters' names.
 *
 * RUN: nbc tasks.c -o %t.nbin && muonc -DRIGHT -c %s --neutrino=%t.nbin -o %t.o
 * RUN: muonc -DWRONG -c %s --neutrino=%t.nbin -o %t.o
 */
static float a[4], b[4];

void invoke(void) {
#ifdef RIGHT
    neutrino_payload(matmul_args(a, b));
    neutrino_invoke(matmul_task, NO_DEPS, SINGLE_THREAD);
    neutrino_payload(mixed_args('c', 2, 3, 4.0f, (struct point){5, 6}, 'l'));
    neutrino_invoke(mixed_task, NO_DEPS, SINGLE_THREAD);
    neutrino_payload(empty_args());
    neutrino_invoke(empty_task, NO_DEPS, SINGLE_THREAD);
#elif defined WRONG
    neutrino_payload(matmul_args(a));
    neutrino_payload(matmul_args(a, b, 4));
    neutrino_payload(matmul_args(1.0f, b));
    neutrino_payload(empty_args(1));
#endif
}
