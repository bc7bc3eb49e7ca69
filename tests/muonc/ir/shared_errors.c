/* What shared memory cannot do.
 * RUN: sh compile.sh -Wno-atomic-alignment -g -O1 %s -o %t.bc && irc %t.bc
 */
#define __shared __attribute__((address_space(1)))
__shared int initialised = 5;
__shared int fine = 0;
int __attribute__((address_space(2))) other;
int *constant_cast = (int *)&fine;
int *cast(__shared int *p) { return (int *)p; }
__shared int *back(int *p) { return (__shared int *)p; }
long long atomic(__shared long long *p) { return __atomic_fetch_add(p, 1, __ATOMIC_RELAXED); }
int far(__attribute__((address_space(3))) int *p) { return *p; }
int in_operand(void) { return *(volatile int *)&fine; }
