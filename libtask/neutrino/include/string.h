/* The part of <string.h> that the Neutrino core has; neutrino/task.h documents it. */
#ifndef NEUTRINO_STRING_H
#define NEUTRINO_STRING_H
#include <neutrino/task.h>
#endif
