/* The part of <stdlib.h> that the SIMT cores have. */
#ifndef NEUTRINO_STDLIB_H
#define NEUTRINO_STDLIB_H

#include <stddef.h>

#define EXIT_SUCCESS 0
#define EXIT_FAILURE 1

#ifdef __cplusplus
extern "C" {
#endif

int abs(int value);
long labs(long value);
long long llabs(long long value);

/* These end the warp and, with a status other than 0, make it the program's result. Other warps
 * go on. abort is 134, as of a process that SIGABRT ended. */
__attribute__((noreturn)) void exit(int status);
__attribute__((noreturn)) void abort(void);

#ifdef __cplusplus
}
#endif

#endif
