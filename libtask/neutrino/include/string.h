/* <string.h> of the Neutrino core; neutrino/task.h documents what compilers call. */
#ifndef NEUTRINO_STRING_H
#define NEUTRINO_STRING_H
#include <neutrino/string.h>
#include <neutrino/task.h>
#endif
