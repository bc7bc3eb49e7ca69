/* A half-word that has another warp's byte in it.
 *
 * RUN: sh race.sh %s %t */
#include "races.h"

union {
    uint16_t half[2];
    uint8_t byte[4];
} word;

int main(void) {
    if (me() == 0)
        word.half[0] = 0x1234;
    if (me() == 1)
        word.byte[EITHER(1, 2)] = 7;
    return 0;
}
