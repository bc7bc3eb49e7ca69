#include "musim/machine/chance.h"

/* A pace is kept for so many rounds. The slowest has a turn in one of 2^6 rounds: it falls behind
 * by tens of thousands of instructions, which is more than most programs' steps have. */
enum { PACE_ROUNDS = 64, PACES = 7 };

/* splitmix64: any seed will do. */
static uint64_t draw(uint64_t *random) {
    uint64_t z = *random += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

uint64_t chance_draw(const struct musim_config *config, uint64_t *random, uint64_t n) {
    return config->perturb ? draw(random) % n : 0;
}

/* In how many rounds somebody has one turn, now: nothing is kept, each pace is drawn again from the
 * seed whenever it is wanted. */
static unsigned pace(const struct cluster *cluster, unsigned who) {
    uint64_t period = cluster->round / PACE_ROUNDS * NEUTRINO_MAX_CLUSTERS + cluster->number;
    uint64_t which = period * CHANCE_EVERYBODY + who;
    uint64_t random = cluster->config->perturb ^ draw(&which);
    return 1u << draw(&random) % PACES;
}

bool chance_is_late(struct cluster *cluster, unsigned who) {
    return cluster->config->perturb &&
           chance_draw(cluster->config, &cluster->random, pace(cluster, who)) != 0;
}
