/* The part of <string.h> that the SIMT cores have. Pointers and lengths may differ from lane to
 * lane. */
#ifndef NEUTRINO_STRING_H
#define NEUTRINO_STRING_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

void *memcpy(void *to, const void *from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int byte, size_t size);
int memcmp(const void *a, const void *b, size_t size);
size_t strlen(const char *text);

#ifdef __cplusplus
}
#endif

#endif
