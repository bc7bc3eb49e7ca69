/* A word is loaded while another warp stores to a byte of it.
 *
 * RUN: sh race.sh %s %t */
#include "races.h"

__shared union {
    uint32_t word[2];
    uint8_t byte[8];
} both;
uint32_t result;

int main(void) {
    if (me() == 0)
        both.byte[EITHER(3, 4)] = 7;
    if (me() == 1)
        result = both.word[0];
    return 0;
}
