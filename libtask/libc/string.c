/* The functions of <string.h> beside those that compilers call, byte by byte. */
#include <neutrino/errno.h>
#include <neutrino/string.h>
#include <string.h>

/* ---- blocks ---- */

void *memchr(const void *bytes, int byte, size_t size) {
    const unsigned char *at = bytes, *end = at + size;
    while (at < end && *at != (unsigned char)byte)
        at++;
    return at < end ? (void *)at : NULL;
}

size_t strnlen(const char *text, size_t size) {
    size_t length = 0;
    while (length < size && text[length])
        length++;
    return length;
}

/* ---- comparison ---- */

int strncmp(const char *a, const char *b, size_t size) {
    size_t i = 0;
    while (i < size && a[i] == b[i] && a[i])
        i++;
    return i < size ? (unsigned char)a[i] - (unsigned char)b[i] : 0;
}

int strcmp(const char *a, const char *b) {
    return strncmp(a, b, (size_t)-1);
}

int strcoll(const char *a, const char *b) {
    return strncmp(a, b, (size_t)-1);
}

/* ---- copies ---- */

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

char *strcat(char *to, const char *from) {
    strcpy(to + strlen(to), from);
    return to;
}

char *strncat(char *to, const char *from, size_t size) {
    size_t length = strnlen(from, size);
    char *end = to + strlen(to);
    memcpy(end, from, length);
    end[length] = '\0';
    return to;
}

size_t strxfrm(char *to, const char *from, size_t size) {
    size_t length = strlen(from);
    if (length < size)
        memcpy(to, from, length + 1);
    return length;
}

/* ---- search ---- */

char *strchr(const char *text, int character) {
    while (*text && *text != (char)character)
        text++;
    return *text == (char)character ? (char *)text : NULL;
}

char *strrchr(const char *text, int character) {
    for (size_t i = strlen(text) + 1; i-- > 0;)
        if (text[i] == (char)character)
            return (char *)text + i;
    return NULL;
}

static size_t span(const char *text, const char *set, int within) {
    size_t length = 0;
    while (text[length] && (strchr(set, text[length]) != NULL) == within)
        length++;
    return length;
}

size_t strspn(const char *text, const char *set) {
    return span(text, set, 1);
}

size_t strcspn(const char *text, const char *set) {
    return span(text, set, 0);
}

char *strpbrk(const char *text, const char *set) {
    text += strcspn(text, set);
    return *text ? (char *)text : NULL;
}

char *strstr(const char *text, const char *part) {
    size_t length = strlen(part);
    while (*text && strncmp(text, part, length) != 0)
        text++;
    return *text || !length ? (char *)text : NULL;
}

char *strtok_r(char *text, const char *set, char **rest) {
    char *begin = text ? text : *rest;
    begin += strspn(begin, set);
    char *end = begin + strcspn(begin, set);
    *rest = *end ? end + 1 : end;
    *end = '\0';
    return *begin ? begin : NULL;
}

char *strerror(int number) {
    const char *text = number == 0        ? "no error"
                       : number == EDOM   ? "argument outside of a function's domain"
                       : number == ERANGE ? "result out of range"
                       : number == EILSEQ ? "no such character"
                                          : "unknown error";
    return (char *)text;
}
