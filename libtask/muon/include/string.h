/* The part of <string.h> that the SIMT cores have. Pointers and lengths may differ from lane to
 * lane. memcpy, memmove and memset take pointers to shared memory, too: in C the compiler sees to
 * that, in C++ there are overloads. */
#ifndef NEUTRINO_STRING_H
#define NEUTRINO_STRING_H

#include <neutrino/string.h>

#ifdef __cplusplus
extern "C" {
#endif

void *memcpy(void *to, const void *from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int byte, size_t size);
int memcmp(const void *a, const void *b, size_t size);
size_t strlen(const char *text);
int strcmp(const char *a, const char *b);
/* On the heap (neutrino/heap.h), for free; NULL if it is full. */
char *strdup(const char *text);
char *strndup(const char *text, size_t size);

#ifdef __cplusplus
}

#define NEUTRINO_SHARED_ __attribute__((address_space(1)))
#define NEUTRINO_COPY_(name, to_space, from_space)                                                 \
    inline to_space void *name(to_space void *to, const from_space void *from, size_t size) {      \
        __builtin_##name(to, from, size);                                                          \
        return to;                                                                                 \
    }
NEUTRINO_COPY_(memcpy, , NEUTRINO_SHARED_)
NEUTRINO_COPY_(memcpy, NEUTRINO_SHARED_, )
NEUTRINO_COPY_(memcpy, NEUTRINO_SHARED_, NEUTRINO_SHARED_)
NEUTRINO_COPY_(memmove, , NEUTRINO_SHARED_)
NEUTRINO_COPY_(memmove, NEUTRINO_SHARED_, )
NEUTRINO_COPY_(memmove, NEUTRINO_SHARED_, NEUTRINO_SHARED_)
inline NEUTRINO_SHARED_ void *memset(NEUTRINO_SHARED_ void *to, int byte, size_t size) {
    __builtin_memset(to, byte, size);
    return to;
}
#undef NEUTRINO_COPY_
#undef NEUTRINO_SHARED_
#endif

#endif
