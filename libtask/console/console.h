/* Console output and printf's formats, the same on both kinds of core: what stdio.c of either side
 * builds on. On a SIMT core each function is run by one lane at a time (muon/libc/each_lane.inc).
 */
#ifndef LIBTASK_CONSOLE_CONSOLE_H
#define LIBTASK_CONSOLE_CONSOLE_H

#ifdef __MUON__
#include <neutrino/muon.h>
#else
#define __single_lane
#endif
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

/* The console if buffer is NULL. */
struct console_sink {
    char *buffer;
    size_t room;  /* of buffer, without the final zero */
    size_t count; /* of bytes given, also those that found no room */
};

__single_lane void console_put(struct console_sink *sink, char character);
/* The conversions and flags of neutrino/console.h; returns sink->count. */
__single_lane int console_print(struct console_sink *sink, const char *format, va_list list);
/* The same into a buffer of size bytes, which is terminated if size is not 0. */
__single_lane int console_print_to(char *buffer, size_t size, const char *format, va_list list);

/* <stdlib.h>'s strtod and strtof (read_float.c). */
__single_lane double console_strtod(const char *text, char **end);
__single_lane float console_strtof(const char *text, char **end);

#endif
