/* What <stdlib.h> has on both kinds of core beside what each has in its own way. There is no errno:
 * what does not fit gives the nearest value. */
#ifndef NEUTRINO_SHARED_STDLIB_H
#define NEUTRINO_SHARED_STDLIB_H

#include <stddef.h>

#define EXIT_SUCCESS 0
#define EXIT_FAILURE 1
#define RAND_MAX 0x7fffffff

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
    int quot, rem;
} div_t;
typedef struct {
    long quot, rem;
} ldiv_t;
typedef struct {
    long long quot, rem;
} lldiv_t;

int abs(int value);
long labs(long value);
long long llabs(long long value);
div_t div(int dividend, int divisor);
ldiv_t ldiv(long dividend, long divisor);
lldiv_t lldiv(long long dividend, long long divisor);

int atoi(const char *text);
long atol(const char *text);
long long atoll(const char *text);
double atof(const char *text);
long strtol(const char *text, char **end, int base);
unsigned long strtoul(const char *text, char **end, int base);
long long strtoll(const char *text, char **end, int base);
unsigned long long strtoull(const char *text, char **end, int base);
/* Rounded correctly, of decimal and hexadecimal digits of any number. */
float strtof(const char *text, char **end);
double strtod(const char *text, char **end);

/* In place, n log n comparisons at most, no recursion and no memory. Equal elements may change
 * places. */
void qsort(void *elements, size_t count, size_t size, int (*compare)(const void *, const void *));
void *bsearch(const void *key, const void *elements, size_t count, size_t size,
              int (*compare)(const void *, const void *));

/* One sequence for all lanes and warps, of which a call takes the next number by an atomic
 * operation: which lane gets which depends on the schedule. rand_r has a state of the caller's. */
int rand(void);
void srand(unsigned seed);
int rand_r(unsigned *state);

#ifdef __cplusplus
}
#endif

#endif
