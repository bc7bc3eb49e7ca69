/* The part of <stdio.h> that there is, output to the console and text; and numbers of text. */
#include "libtask/console/console.h"
#include "runtime.h"

int neutrino_vprintf(const char *format, va_list arguments) {
    struct console_sink sink = {.buffer = NULL};
    return console_print(&sink, format, arguments);
}

int neutrino_printf(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int count = neutrino_vprintf(format, arguments);
    va_end(arguments);
    return count;
}

int printf(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int count = neutrino_vprintf(format, arguments);
    va_end(arguments);
    return count;
}

int vprintf(const char *format, va_list arguments) {
    return neutrino_vprintf(format, arguments);
}

int vsnprintf(char *buffer, size_t size, const char *format, va_list arguments) {
    return console_print_to(buffer, size, format, arguments);
}

int puts(const char *text) {
    struct console_sink sink = {.buffer = NULL};
    while (*text)
        console_put(&sink, *text++);
    console_put(&sink, '\n');
    return (int)sink.count;
}

int putchar(int c) {
    struct console_sink sink = {.buffer = NULL};
    console_put(&sink, (char)c);
    return (unsigned char)c;
}

double strtod(const char *text, char **end) {
    return console_strtod(text, end);
}

float strtof(const char *text, char **end) {
    return console_strtof(text, end);
}
