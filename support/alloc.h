/* Allocation that does not fail: out of memory ends the tool with a message. The caller owns and
 * free()s what these return. */
#ifndef SUPPORT_ALLOC_H
#define SUPPORT_ALLOC_H

#include <stdarg.h>
#include <stddef.h>

void *xmalloc(size_t bytes);
void *xcalloc(size_t count, size_t bytes);
/* As xcalloc, at a multiple of alignment, of which bytes is one, too. */
void *xcalloc_aligned(size_t alignment, size_t count, size_t bytes);
void *xrealloc(void *block, size_t bytes);
char *xstrdup(const char *text);
char *xstrndup(const char *text, size_t length);
char *xasprintf(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *xvasprintf(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));

/* A growing list of strings it owns, always followed by a NULL: an argv under construction. */
struct string_list {
    char **items;
    size_t count;
    size_t capacity;
};

void string_list_add(struct string_list *list, const char *text);
void string_list_addf(struct string_list *list, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Copies all of the other's. */
void string_list_add_all(struct string_list *list, const struct string_list *more);
void string_list_free(struct string_list *list);

#endif
