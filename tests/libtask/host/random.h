/* Random numbers for tests, the same in each run. */
#ifndef TESTS_LIBTASK_HOST_RANDOM_H
#define TESTS_LIBTASK_HOST_RANDOM_H

#include <stdint.h>

struct random {
    uint64_t state;
};

/* Below a limit. */
static inline uint32_t draw(struct random *random, uint32_t limit) {
    random->state = random->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(((random->state >> 32) * limit) >> 32);
}

#endif
