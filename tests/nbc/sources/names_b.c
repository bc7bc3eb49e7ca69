/* Each of these is another thing in names_a.c, but neither source knows the other's. */
#include <neutrino/task.h>

#if defined ENUMERATOR
enum b { FAR, NEAR };
void b_task(enum b e) {
}
#elif defined TASK
__task void NEAR(void) {
}
#elif defined TYPE
__task void unit_t(int x) {
}
#elif defined TYPEDEF
typedef float NEAR;
void b_task(NEAR *x) {
}
#elif defined ARGUMENTS
__task void b_args_t(void) {
}
void b_task(int x) {
}
#elif defined MAKER
typedef unsigned a_args;
void b_task(a_args *x) {
}
#elif defined MEMBERS
struct pair {
    int new, new_;
};
void b_task(struct pair x) {
}
#else
enum a { NEAR = 1 };
void b_task(enum a e) {
}
#endif
