/* Warps store to bytes of one word: beside each other that is fine, at one place it is not.
 *
 * RUN: sh race.sh %s %t */
#include "races.h"

uint8_t bytes[16];

int main(void) {
    if (me() < 8)
        bytes[EITHER(me() / 2, me())] = 10 + me();
    return 0;
}
