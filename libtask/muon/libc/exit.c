/* The ends of a program before its end, and what C++ objects refer to for theirs. */
#include <neutrino/console.h>
#include <neutrino/muon.h>
#include <stdlib.h>

enum { ABORTED = 128 + 6 };

void exit(int status) {
    muon_exit((uint32_t)status);
}

void abort(void) {
    muon_exit(ABORTED);
}

void neutrino_assert_failed(const char *expression, const char *function, const char *file,
                            int line);
void neutrino_assert_failed(const char *expression, const char *function, const char *file,
                            int line) {
    printf("%s:%d: %s: assertion '%s' failed\n", file, line, function, expression);
    abort();
}

/* ---- C++ ----
 *
 * The symbols that the compiler refers to; their arguments are of no interest. */

void *__dso_handle;

/* Objects live as long as the program: nothing calls their destructors. */
int __cxa_atexit(void);
int __cxa_atexit(void) {
    return 0;
}

void __cxa_pure_virtual(void);
void __cxa_pure_virtual(void) {
    abort();
}
