/* The part of <stdio.h> that the Neutrino core has; neutrino/task.h documents it. */
#ifndef NEUTRINO_STDIO_H
#define NEUTRINO_STDIO_H
#include <neutrino/task.h>
#endif
