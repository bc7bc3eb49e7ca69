#include "support/alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *checked(void *block) {
    if (!block) {
        fputs("fatal error: out of memory\n", stderr);
        exit(1);
    }
    return block;
}

void *xmalloc(size_t bytes) {
    return checked(malloc(bytes ? bytes : 1));
}

void *xcalloc(size_t count, size_t bytes) {
    return checked(calloc(count ? count : 1, bytes ? bytes : 1));
}

void *xcalloc_aligned(size_t alignment, size_t count, size_t bytes) {
    size_t size = (count ? count : 1) * bytes;
    return memset(checked(aligned_alloc(alignment, size)), 0, size);
}

void *xrealloc(void *block, size_t bytes) {
    return checked(realloc(block, bytes ? bytes : 1));
}

char *xstrdup(const char *text) {
    return checked(strdup(text));
}

char *xstrndup(const char *text, size_t length) {
    return checked(strndup(text, length));
}

char *xvasprintf(const char *format, va_list arguments) {
    char *text = NULL;
    if (vasprintf(&text, format, arguments) < 0)
        text = NULL;
    return checked(text);
}

char *xasprintf(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *text = xvasprintf(format, arguments);
    va_end(arguments);
    return text;
}

static void take(struct string_list *list, char *text) {
    if (list->count + 2 > list->capacity) {
        list->capacity = list->capacity ? 2 * list->capacity : 16;
        list->items = xrealloc(list->items, list->capacity * sizeof *list->items);
    }
    list->items[list->count++] = text;
    list->items[list->count] = NULL;
}

void string_list_add(struct string_list *list, const char *text) {
    take(list, xstrdup(text));
}

void string_list_addf(struct string_list *list, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    take(list, xvasprintf(format, arguments));
    va_end(arguments);
}

void string_list_add_all(struct string_list *list, const struct string_list *more) {
    for (size_t i = 0; i < more->count; i++)
        string_list_add(list, more->items[i]);
}

void string_list_free(struct string_list *list) {
    for (size_t i = 0; i < list->count; i++)
        free(list->items[i]);
    free(list->items);
    *list = (struct string_list){0};
}
