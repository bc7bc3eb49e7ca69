/* <errno.h> of either side: the numbers. There is no errno, of which each lane would need its own:
 * nothing would set it, so its use is an error. Look at results: strtol and strtod tell what does
 * not fit by the largest value, mathematical functions by NaN and infinities. */
#ifndef NEUTRINO_ERRNO_H
#define NEUTRINO_ERRNO_H

#define EDOM 33
#define ERANGE 34
#define EILSEQ 84

#ifdef __cplusplus
extern "C" {
#endif
__attribute__((error("there is no errno: look at the function's result"))) int *
neutrino_errno(void);
#ifdef __cplusplus
}
#endif
#define errno (*neutrino_errno())

#endif
