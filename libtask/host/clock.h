/* The host's clock, as time stamps and deadlines have it. */
#ifndef LIBTASK_HOST_CLOCK_H
#define LIBTASK_HOST_CLOCK_H

#include <stdint.h>
#include <time.h>

#define SECOND UINT64_C(1000000000)

static inline uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * SECOND + (uint64_t)time.tv_nsec;
}

#endif
