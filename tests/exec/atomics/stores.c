/* A store must not be lost between the load and the store of what changes the object in one step; what was
 * done before one is seen by who finds its value, by a load or another operation; and there is no race.
 *
 * RUN: muonc -O2 %s -o %t.elf && sh ../scoreboard/schedules.sh %t.elf --dump=result:i32
 * RUN: muonc -O1 -mcores=1 -mwarps=3 -mlanes=4 %s -o %t.elf && sh ../scoreboard/schedules.sh %t.elf --clusters=2 --dump=result:i32
 * RUN: for level in 0 3; do muonc -O$level %s -o %t.elf && musim %t.elf --dump=result:i32; done */
#include <neutrino/job.h>
#include <stdatomic.h>

enum { TIMES = 40 };
_Atomic int stored, flag;
__shared_zeroed _Atomic short near;
int data, again, result[4];

/* Adds nothing, all the time: whoever lost a store would have it stay away. */
static void disturb(void) {
    for (int i = 0; i < TIMES; i++) {
        atomic_fetch_add(&stored, 0);
        atomic_fetch_or(&near, 0);
    }
}

static void store(void) {
    for (int i = 1; i <= TIMES; i++) {
        result[0] += stored != i - 1 || near != 1 - i;
        stored = i;
        atomic_store_explicit(&near, (short)-i, memory_order_release);
    }
}

int main(void) {
    uint32_t warp = muon_cluster_id() * MUON_CLUSTER_WARPS + muon_cluster_warp();
    bool one = muon_lane_id() == 0;
    if (warp == 0 && one) {
        store();
        data = 17;
        atomic_fetch_add(&flag, 3);
    } else if (warp == 1 && one) {
        while (atomic_load_explicit(&flag, memory_order_acquire) != 3)
            ;
        result[1] = data;
        again = 23;
        atomic_exchange_explicit(&flag, 4, memory_order_acq_rel);
    } else if (warp == 2 && one) {
        int wanted = 4;
        while (!atomic_compare_exchange_strong(&flag, &wanted, 5))
            wanted = 4;
        result[2] = data + again;
    } else {
        disturb();
    }
    return 0;
}
