/* RUN: ./schedules.sh names */
#include "check.h"

unsigned input[16] = {1, 2, 3}, output[16];

void copy(const unsigned *in, unsigned *out, int run) {
    for (int x = 0; x < 16; x++)
        out[x] = MIX(out[x], in[x] + (unsigned)run);
}

void pipe(unsigned *out, int task) {
    for (int x = 0; x < 16; x++)
        out[x] = TURN(out[x], (unsigned)task);
}

static void check(void) {
    unsigned expected[16] = {0};
    for (int task = 0; task < 4; task++)
        for (int i = 0; i <= task; i++) {
            copy(input, expected, task);
            pipe(expected, i + task * 3);
        }
    COMPARE(output, expected);
}

MAIN(names_run, check)
