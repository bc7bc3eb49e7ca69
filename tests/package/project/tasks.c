#include <count.h>
#include <neutrino/task.h>

#ifndef ON_NEUTRINO
#error not compiled for the Neutrino core
#endif

/** Adds up. */
void sum_task(int *to, int n) {
    *to = COUNT + n + (int)sizeof TEXT;
}
