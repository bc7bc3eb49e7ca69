/* What <string.h> has on both kinds of core beside what each has in its own way. strtok, which
 * keeps its place in one variable for all lanes, is strtok_r. */
#ifndef NEUTRINO_SHARED_STRING_H
#define NEUTRINO_SHARED_STRING_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

void *memchr(const void *bytes, int byte, size_t size);
int strncmp(const char *a, const char *b, size_t size);
char *strcpy(char *to, const char *from);
char *strncpy(char *to, const char *from, size_t size);
char *strcat(char *to, const char *from);
char *strncat(char *to, const char *from, size_t size);
char *strchr(const char *text, int character);
char *strrchr(const char *text, int character);
size_t strspn(const char *text, const char *set);
size_t strcspn(const char *text, const char *set);
char *strpbrk(const char *text, const char *set);
char *strstr(const char *text, const char *part);
char *strtok_r(char *text, const char *set, char **rest);
size_t strnlen(const char *text, size_t size);
/* In the C locale. */
int strcoll(const char *a, const char *b);
size_t strxfrm(char *to, const char *from, size_t size);
char *strerror(int number);

#ifdef __cplusplus
}
#endif

#endif
