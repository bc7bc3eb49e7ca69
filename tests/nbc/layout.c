/* Structs that differ between the two cores though their fields have the same sizes, and a task that does.
 *
 * RUN: nbc %s -o %t.nbin */
struct field {
    char first;
    int second __attribute__((aligned(__riscv_xlen / 8)));
};
struct __attribute__((aligned(__riscv_xlen / 8))) whole {
    int only;
};
void field_task(struct field parameter) {
}
void whole_task(struct whole parameter) {
}
#if __riscv_xlen == 32
void parameters_task(int one);
#else
void parameters_task(int one, int other) {
}
#endif
