/* A mutex: one warp at a time, in the order in which they came, without a loop that waits.
 *
 * RUN: muonc -O2 %s -o %t.elf && sh ../scoreboard/schedules.sh %t.elf --scoreboard=17 --dump=sums:i32
 * RUN: muonc -O0 %s -o %t.elf && musim %t.elf --dump=sums:i32
 * RUN: muonc -O2 -DWRONG -mcores=1 -mwarps=1 -mlanes=1 %s -o %t.elf && musim %t.elf */
#include <neutrino/mutex.h>

MUON_MUTEX(table);

enum { ROUNDS = 20 };

/* count is read, and written a while later: two warps inside at once would lose some. */
volatile int count, order[ROUNDS * MUON_CLUSTER_WARPS];
int sums[4];

int main(void) {
#ifdef WRONG
    muon_turn_t first = table_lock();
    table_unlock(first);
    table_unlock(first - 1);
#endif
    for (int i = 0; i < ROUNDS; i++) {
        muon_turn_t turn = table_lock();
        int old = count;
        for (volatile int k = 0; k < 5; k++)
            ;
        order[old] = turn & 0xffffff;
        count = old + 1;
        if (old + 1 == ROUNDS * MUON_CLUSTER_WARPS) {
            int in_order = 0;
            for (int k = 0; k < ROUNDS * MUON_CLUSTER_WARPS; k++)
                in_order += order[k] == k + 1;
            sums[0] = count;
            sums[1] = in_order;
        }
        table_unlock(turn);
    }
    return 0;
}
