/* The last id that a task may have, and those above, which are the runtime's.
 *
 * RUN: nbc %s --emit=header | grep = | grep _task
 * RUN: nbc %s -DAUTOMATIC --first-task-id=111 --emit=header | grep = | grep _task
 * RUN: nbc %s -DRESERVED -o %t.nbin; test ! -e %t.nbin
 * RUN: nbc %s -DFULL -o %t.nbin; test ! -e %t.nbin
 */
#include <neutrino/task.h>

#if defined RESERVED
__task_id(112) void first_task(void) {
}
__task_id(0x7f) void last_task(void) {
}
#elif defined FULL
__task_id(111) void given_task(void) {
}
#define TEN(n) T(n##0) T(n##1) T(n##2) T(n##3) T(n##4) T(n##5) T(n##6) T(n##7) T(n##8) T(n##9)
#define T(n) void t##n##_task(void) {}
TEN(0) TEN(1) TEN(2) TEN(3) TEN(4) TEN(5) TEN(6) TEN(7) TEN(8) TEN(9) TEN(10)
void surplus_task(void) {
}
#elif defined AUTOMATIC
void only_task(void) {
}
#else
__task_id(111) void given_task(void) {
}
#endif
