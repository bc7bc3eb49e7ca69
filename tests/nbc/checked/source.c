#include <neutrino/task.h>

struct job {
    int a, b;
};
void job_task(struct job job) {
}
