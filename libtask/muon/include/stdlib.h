/* The part of <stdlib.h> that the SIMT cores have. */
#ifndef NEUTRINO_STDLIB_H
#define NEUTRINO_STDLIB_H

#include <neutrino/heap.h>
#include <neutrino/stdlib.h>

#ifdef __cplusplus
extern "C" {
#endif

/* These end the warp and, with a status other than 0, make it the program's result. Other warps
 * go on. abort is 134, as of a process that SIGABRT ended. */
__attribute__((noreturn)) void exit(int status);
__attribute__((noreturn)) void abort(void);

#ifdef __cplusplus
}
#endif

#endif
