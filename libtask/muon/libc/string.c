/* The functions of <string.h> beside memory.S, byte by byte. */
#include <string.h>

void *memchr(const void *bytes, int byte, size_t size) {
    const unsigned char *at = bytes, *end = at + size;
    while (at < end && *at != (unsigned char)byte)
        at++;
    return at < end ? (void *)at : NULL;
}

int strncmp(const char *a, const char *b, size_t size) {
    size_t i = 0;
    while (i < size && a[i] == b[i] && a[i])
        i++;
    return i < size ? (unsigned char)a[i] - (unsigned char)b[i] : 0;
}

int strcmp(const char *a, const char *b) {
    return strncmp(a, b, (size_t)-1);
}

char *strncpy(char *to, const char *from, size_t size) {
    size_t i = 0;
    for (; i < size && from[i]; i++)
        to[i] = from[i];
    for (; i < size; i++)
        to[i] = '\0';
    return to;
}

char *strcpy(char *to, const char *from) {
    return memcpy(to, from, strlen(from) + 1);
}

char *strchr(const char *text, int character) {
    while (*text && *text != (char)character)
        text++;
    return *text == (char)character ? (char *)text : NULL;
}
