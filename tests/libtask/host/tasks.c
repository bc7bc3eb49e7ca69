/* Tasks of a program that the host hands graphs of. */
#include <neutrino/task.h>

static unsigned calls = 10; /* in the image; and what is zero when a launch begins */
static unsigned sum;

/* Each launch finds the variables as they were at the start. */
void add_task(unsigned *numbers, unsigned count, unsigned value) {
    calls++;
    sum += value;
    for (unsigned i = 0; i < count; i++)
        numbers[i] = numbers[i] * calls + sum;
}

void load_task(const void *from, __shared void *to, unsigned bytes) {
    struct neutrino_dma copy = {.source = from, .destination = to, .bytes = bytes};
    neutrino_dma_deferred(&copy);
}
