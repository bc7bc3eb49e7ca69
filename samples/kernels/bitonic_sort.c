/* Bitonic sort in shared memory. Keys are filled up to a power of two with the largest one, which
 * the sort leaves at the end. Every step compares PAIRS pairs, all at once, and exchanges by
 * selection: which keys there are decides no branch. */
#include "sample.h"

enum { COUNT = 1500, SIZE = 2048, PAIRS = SIZE / 2 };
uint32_t keys[COUNT];

#ifdef __MUON__

static __shared uint32_t shared_keys[SIZE];

/* Elements whose numbers differ in the bit distance; sorted upwards if the bit block is clear. */
static void compare_exchange(uint32_t pair, uint32_t distance, uint32_t block) {
    uint32_t low = pair + (pair & ~(distance - 1)), high = low + distance;
    uint32_t a = shared_keys[low], b = shared_keys[high];
    uint32_t swap = (a > b) ^ ((low & block) != 0);
    shared_keys[low] = swap ? b : a;
    shared_keys[high] = swap ? a : b;
}

static void step(uint32_t distance, uint32_t block) {
    for (uint32_t first = 0; first < PAIRS; first += LANE_COUNT) {
        uint32_t pair = first + lane_index();
        /* Known when compiled, and no test at all, if the lanes share the pairs evenly. */
        if (PAIRS % LANE_COUNT == 0 || pair < PAIRS)
            compare_exchange(pair, distance, block);
    }
    barrier();
}

int main(void) {
    for (uint32_t i = lane_index(); i < SIZE; i += LANE_COUNT)
        shared_keys[i] = i < COUNT ? keys[i] : UINT32_MAX;
    barrier();
    for (uint32_t block = 2; block <= SIZE; block *= 2)
        for (uint32_t distance = block / 2; distance; distance /= 2)
            step(distance, block);
    for (uint32_t i = lane_index(); i < COUNT; i += LANE_COUNT)
        keys[i] = shared_keys[i];
    return 0;
}

#else

#include <stdlib.h>

static int compare(const void *a, const void *b) {
    uint32_t first = *(const uint32_t *)a, second = *(const uint32_t *)b;
    return (first > second) - (first < second);
}

int main(int argc, char **argv) {
    uint32_t expected[COUNT];
    sample_begin(argc, argv);
    for (uint32_t i = 0; i < COUNT; i++)
        expected[i] = keys[i] = sample_random(UINT32_MAX);
    qsort(expected, COUNT, sizeof *expected, compare);
    SEND(keys);
    sample_run();
    RECEIVE(keys);
    sample_check_words("keys", keys, expected, COUNT);
    return sample_end();
}

#endif
