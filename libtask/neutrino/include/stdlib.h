/* <stdlib.h> of the Neutrino core; neutrino/task.h documents the heap and abort. */
#ifndef NEUTRINO_STDLIB_H
#define NEUTRINO_STDLIB_H
#include <neutrino/stdlib.h>
#include <neutrino/task.h>
#endif
