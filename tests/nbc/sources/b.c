#include <neutrino/task.h>
__task_id(2) void gamma(long c) {
}
void delta_task(void) {
}
