/* The host's floating-point flags, which binary32 arithmetic of the fast path accrues into. They
 * are moved to a warp's fflags when its slice ends or it looks at them. */
#ifndef MUSIM_HOST_FLOAT_H
#define MUSIM_HOST_FLOAT_H

#include "musim/softfloat/softfloat.h"

#if defined(__SSE__)
#include <immintrin.h>

enum { HOST_TININESS_AFTER_ROUNDING = 1 };

static inline unsigned host_flags_get(void) {
    unsigned csr = _mm_getcsr();
    return (csr & 0x20 ? SF_NX : 0) | (csr & 0x10 ? SF_UF : 0) | (csr & 0x08 ? SF_OF : 0) |
           (csr & 0x04 ? SF_DZ : 0) | (csr & 0x01 ? SF_NV : 0);
}

static inline void host_flags_clear(void) {
    unsigned csr = _mm_getcsr();
    if (csr & 0x3f)
        _mm_setcsr(csr & ~0x3fu);
}

/* What is raised between the two is as if it had not been. */
typedef unsigned host_flags_state;

static inline host_flags_state host_flags_save(void) {
    return _mm_getcsr();
}

static inline void host_flags_restore(host_flags_state flags) {
    _mm_setcsr(flags);
}

#else
#include <fenv.h>

enum { HOST_TININESS_AFTER_ROUNDING = 0 }; /* Arm looks before rounding */

static inline unsigned host_flags_get(void) {
    int raised = fetestexcept(FE_ALL_EXCEPT);
    return (raised & FE_INEXACT ? SF_NX : 0) | (raised & FE_UNDERFLOW ? SF_UF : 0) |
           (raised & FE_OVERFLOW ? SF_OF : 0) | (raised & FE_DIVBYZERO ? SF_DZ : 0) |
           (raised & FE_INVALID ? SF_NV : 0);
}

static inline void host_flags_clear(void) {
    feclearexcept(FE_ALL_EXCEPT);
}

typedef fexcept_t host_flags_state;

static inline host_flags_state host_flags_save(void) {
    fexcept_t flags;
    fegetexceptflag(&flags, FE_ALL_EXCEPT);
    return flags;
}

static inline void host_flags_restore(host_flags_state flags) {
    fesetexceptflag(&flags, FE_ALL_EXCEPT);
}

#endif

/* Returns the flags raised since the last call. */
static inline unsigned host_flags_take(void) {
    unsigned flags = host_flags_get();
    if (flags)
        host_flags_clear();
    return flags;
}

#endif
