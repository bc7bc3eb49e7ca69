/* Payloads and the invokes they belong to.
 * RUN: nbc tasks.c -o %t.nbin --header=%t.h && muonc --neutrino=%t.nbin --emit=lowered %s */
typedef struct { char bytes[772]; } huge_t;
void wrong_values(int x, huge_t huge, matmul_args_t *pointer) {
    neutrino_payload(x);
    neutrino_payload(huge);
    neutrino_payload(pointer);
    neutrino_payload(*pointer, x);
    neutrino_payload();
}
void of_a_type_with_the_tasks_name(void) {
    typedef struct { int less; } matmul_args_t;
    matmul_args_t args = {1};
    neutrino_payload(args);
    neutrino_invoke(matmul_task, NO_DEPS, SINGLE_THREAD);
}
