/* One byte of a word has been stored to, and the word is loaded.
 *
 * RUN: sh ../races/race.sh %s %t --musim:--check=memory */
#include "../races/races.h"
__shared union {
    uint32_t word;
    uint8_t byte[4];
} both;
uint32_t result;

int main(void) {
    if (me())
        return 0;
    for (int i = 0; i < EITHER(3, 4); i++)
        both.byte[i] = i + 1;
    result = both.word;
    return 0;
}
