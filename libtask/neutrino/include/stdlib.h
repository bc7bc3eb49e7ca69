/* The part of <stdlib.h> that the Neutrino core has; neutrino/task.h documents it. */
#ifndef NEUTRINO_STDLIB_H
#define NEUTRINO_STDLIB_H
#include <neutrino/task.h>
#endif
