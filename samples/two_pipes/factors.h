/* What the kernel and the host agree on. */
#ifndef FACTORS_H
#define FACTORS_H

#include <stdint.h>

/* The smallest prime factor of each of `count` numbers; each is 2 or more. */
enum { MOST_NUMBERS = 4096 };

/* Of those that are easy, else 0. */
static inline uint32_t easy_factor(uint32_t number) {
    return number % 2 == 0 ? 2 : number % 3 == 0 ? 3 : number % 5 == 0 ? 5 : 0;
}

/* Of those that are not, by trial. */
static inline uint32_t hard_factor(uint32_t number) {
    for (uint32_t factor = 7; factor * factor <= number; factor += 2)
        if (number % factor == 0)
            return factor;
    return number;
}

#endif
