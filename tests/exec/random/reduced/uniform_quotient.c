/* What the library computes of values that are the same for all lanes is the same for all lanes, as the
 * compiler takes for granted and the linker has to prove. */
#include "lanes.h"

uint32_t result[1][THREADS_OF_ALL];
uint64_t numbers[4] = {0x123456789abcdefull, 77, 0xfedcba9876543210ull, 5};
int64_t signed_numbers[4] = {-0x123456789abcdefll, 77, 0x7edcba9876543210ll, -5};
double doubles[4] = {1.5, -2.25, 1e9, 0.125};
uint32_t table[8] = {0, 1, 2, 0, 4, 0, 6, 7};

#define TEST(value)                                                                                \
    if (table[(uint32_t)(value) & 7] > 1)                                                          \
        h = mix(h, THREAD ^ (uint32_t)(value))

static void run(void) {
    uint32_t h = 1, at = WARP & 3;
    TEST(numbers[at] / (numbers[1] | 1));
    TEST(numbers[at] % (numbers[3] | 1));
    TEST(signed_numbers[at] / (signed_numbers[1] | 1));
    TEST(signed_numbers[at] % (signed_numbers[3] | 1));
    TEST(numbers[at] * numbers[2] >> (at + 30));
    TEST(doubles[at] + doubles[1] > doubles[3] * doubles[at]);
    TEST((int32_t)(doubles[at] / doubles[3]));
    TEST((int64_t)(doubles[at] - doubles[1]));
    TEST((float)doubles[at] < (float)signed_numbers[at]);
    TEST((double)numbers[at] == doubles[2]);
    result[0][THREAD] = h;
}

RUN_LANES
