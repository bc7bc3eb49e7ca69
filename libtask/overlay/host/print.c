/* Alone in its file, so that a program can have its own. */
#include "libtask/overlay/graph.h"

#include <stdarg.h>
#include <stdio.h>

void overlay_print(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
}
