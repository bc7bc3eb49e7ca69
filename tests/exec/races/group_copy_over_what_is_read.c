/* The next tile is copied over one that other warps still read.
 *
 * RUN: sh race.sh %s %t */
#include "races.h"

#include <neutrino/dma.h>

uint8_t from[2][256] = {{1, 2, 3}}, result[2][256];
static __shared uint8_t tile[256];

int main(void) {
    uint32_t id = tk_local_linear_id();
    for (int i = 0; i < 2; i++) {
        tk_event_t event = tk_dma_read_1d(tile, from[i], sizeof tile, 0);
        tk_dma_wait(1, &event);
        result[i][id] = tile[id];
        FIX(tk_dma_wait(0, 0);)
    }
    return 0;
}
