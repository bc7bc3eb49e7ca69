/* The part of <stdio.h> that the SIMT cores have; neutrino/console.h documents it. */
#ifndef NEUTRINO_STDIO_H
#define NEUTRINO_STDIO_H
#include <neutrino/console.h>
#endif
