/* Of <stdio.h> what prints to memory, by vsnprintf. */
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

int snprintf(char *buffer, size_t size, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int count = vsnprintf(buffer, size, format, arguments);
    va_end(arguments);
    return count;
}

int vsprintf(char *buffer, const char *format, va_list arguments) {
    return vsnprintf(buffer, (size_t)-1, format, arguments);
}

int sprintf(char *buffer, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int count = vsprintf(buffer, format, arguments);
    va_end(arguments);
    return count;
}
