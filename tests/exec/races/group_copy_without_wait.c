/* A copy for the whole group is awaited in the warp that started it alone, which is no barrier.
 *
 * RUN: sh race.sh %s %t */
#include "races.h"

#include <neutrino/dma.h>

uint8_t from[256] = {1, 2, 3}, result[256];
static __shared uint8_t tile[256];

int main(void) {
    uint32_t id = tk_local_linear_id();
    tk_event_t event = tk_dma_read_1d(tile, from, sizeof from, 0);
    FIX(tk_dma_wait(1, &event);)
    BUG(wait_for(event);)
    result[id] = tile[id];
    return 0;
}
