/* The part of <stdio.h> that there is: output to the console. */
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
