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

#ifdef __cplusplus
}
#endif

#endif
