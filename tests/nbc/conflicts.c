/* Names and ids that two tasks would share.
 *
 * RUN: nbc %s -o %t.nbin
 * RUN: nbc %s -DTAKEN -o %t.nbin
 * RUN: nbc %s -DNONE -o %t.nbin
 * RUN: nbc %s -DTWO --first-task-id=111 -o %t.nbin
 * RUN: nbc sources/vec_a.c sources/vec_b.c -o %t.nbin
 * RUN: nbc sources/vec_a.c sources/vec_c.c --emit=header | grep vec
 * RUN: nbc sources/a.c %s sources/again.c -DTWO -o %t.nbin
 * RUN: for d in THE_SAME ENUMERATOR TASK TYPE TYPEDEF ARGUMENTS MAKER MEMBERS; do nbc -D$d sources/names_a.c sources/names_b.c -o %t.nbin; done
 */
#include <neutrino/task.h>

#if defined TAKEN
typedef struct {
    int a;
} sum_args_t;
void sum_task(sum_args_t all) {
}
#elif defined TWO
void one_task(void) {
}
void two_task(void) {
}
#elif !defined NONE
void product_task(int a) {
}
__task void product(int b) {
}
__task_id(9) void nine(void) {
}
__task_id(9) void also_nine(void) {
}
#endif
