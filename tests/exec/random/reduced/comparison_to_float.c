/* A comparison's result as a float: 0 or 1 must not be chosen by a branch. */
#include "lanes.h"

uint32_t result[4][THREADS_OF_ALL];
float limit = 7.5f;
int32_t whole = 9;

static void run(void) {
    float x = (float)THREAD;
    int32_t i = (int32_t)THREAD;
    result[0][THREAD] = bits_of_float(limit * (float)(uint8_t)(x >= limit));
    result[1][THREAD] = bits_of_float((float)-(i < whole));
    result[2][THREAD] = bits_of_float((float)(uint64_t)(i < whole));
    result[3][THREAD] = bits_of_float((float)(uint8_t)((i == 3) & (whole == 9)) / limit);
}

RUN_LANES
