/* Text output of SIMT programs. Each active lane prints for itself: the lanes of a warp in turn,
 * lowest first, each of them its whole text. Texts of different warps may mix on a real machine;
 * the simulator keeps their lines whole.
 *
 * Conversions: d i u x X o b B c s p n f F e E g G a A %, with the flags "-+ #0'", width,
 * precision, * for either, and the lengths hh h l ll z t j L. Floating point is printed exactly,
 * rounded to nearest, ties to even; wide characters in UTF-8. Anything else is printed as it
 * stands, and takes an argument, of the size that its length says. */
#ifndef NEUTRINO_CONSOLE_H
#define NEUTRINO_CONSOLE_H

#include <stdarg.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* These return the number of bytes printed. */
int printf(const char *format, ...) __attribute__((format(printf, 1, 2)));
int vprintf(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));
int puts(const char *text); /* and a newline */
int putchar(int character); /* returns it */

/* Into a buffer of size bytes, always terminated if size is not 0; the length that the whole text
 * has. */
int snprintf(char *buffer, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
int vsnprintf(char *buffer, size_t size, const char *format, va_list arguments)
    __attribute__((format(printf, 3, 0)));
/* The same into a buffer that has room for all of it. */
int sprintf(char *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
int vsprintf(char *buffer, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

#ifdef __cplusplus
}
#endif

#endif
