/* A block of smem_malloc that is loaded after smem_free, and before anything is in it.
 *
 * RUN: sh ../races/race.sh %s %t --musim:--check=all -mcores=1 -mwarps=2 */
#include "../races/races.h"
#include <neutrino/smem.h>

int result[2];

int main(void) {
    __shared int *block = (__shared int *)smem_malloc(64, 16);
    __shared int *other = (__shared int *)smem_malloc(64, 16);
    FIX(block[2] = 5;)
    result[me()] = block[2];
    block[3] = me() + 1;
    FIX(result[me()] += block[3];)
    smem_free(block);
    BUG(result[me()] += block[3];)
    smem_free(other);
    return 0;
}
