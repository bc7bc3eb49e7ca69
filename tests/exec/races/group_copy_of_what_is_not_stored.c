/* A group's results are copied out before all of its warps have stored theirs.
 *
 * RUN: sh race.sh %s %t */
#include "races.h"

#include <neutrino/dma.h>

uint8_t to[256];
static __shared uint8_t tile[256];

int main(void) {
    uint32_t id = tk_local_linear_id();
    tile[id] = (uint8_t)id;
    FIX(tk_work_group_barrier(0, TK_SCOPE_WORK_GROUP, TK_ACQUIRE_RELEASE | TK_MEMORY_WORK_GROUP);)
    tk_event_t event = tk_dma_write_1d(to, tile, sizeof to, 0);
    tk_dma_wait(1, &event);
    return 0;
}
