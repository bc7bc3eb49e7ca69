/* printf and its relatives. printf and snprintf only collect their arguments, in all lanes at once;
 * lanes.S then takes one lane after the other through the functions console_…. */
#include "libtask/console/console.h"

#include <neutrino/console.h>

/* ---- what lanes.S calls ---- */

__single_lane int console_vprintf(const char *format, va_list arguments);
__single_lane int console_vsnprintf(char *buffer, size_t size, const char *format,
                                    va_list arguments);
__single_lane int console_puts(const char *text);
__single_lane int console_putchar(int character);

__single_lane int console_vprintf(const char *format, va_list arguments) {
    struct console_sink sink = {.buffer = NULL};
    return console_print(&sink, format, arguments);
}

__single_lane int console_vsnprintf(char *buffer, size_t size, const char *format,
                                    va_list arguments) {
    return console_print_to(buffer, size, format, arguments);
}

__single_lane int console_puts(const char *text) {
    struct console_sink sink = {.buffer = NULL};
    while (*text)
        console_put(&sink, *text++);
    console_put(&sink, '\n');
    return (int)sink.count;
}

__single_lane int console_putchar(int character) {
    struct console_sink sink = {.buffer = NULL};
    console_put(&sink, (char)character);
    return (unsigned char)character;
}

/* ---- what all lanes enter together ---- */

int printf(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int count = vprintf(format, arguments);
    va_end(arguments);
    return count;
}
