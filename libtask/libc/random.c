/* Random numbers. */
#include <neutrino/stdlib.h>

/* A counter, whose bits are mixed until none tells of another. */
static int scramble(unsigned x) {
    x *= 0x9e3779b9;
    x = (x ^ x >> 16) * 0x85ebca6b;
    x = (x ^ x >> 13) * 0xc2b2ae35;
    return (int)((x ^ x >> 16) & RAND_MAX);
}

static unsigned next = 1;

int rand(void) {
    return scramble(__atomic_fetch_add(&next, 1, __ATOMIC_RELAXED));
}

void srand(unsigned seed) {
    __atomic_store_n(&next, seed, __ATOMIC_RELAXED);
}

int rand_r(unsigned *state) {
    return scramble((*state)++);
}
