/* A queue between several warps that put items in and several that take them out: each item comes out once,
 * those of one warp in order, whatever the schedule; with more warps that wait than places.
 *
 * RUN: for places in 1 4; do muonc -O2 -DPLACES=$places %s -o %t.elf && sh ../scoreboard/schedules.sh %t.elf --dump=seen:i32; done
 * RUN: muonc -O0 -DPLACES=8 %s -o %t.elf && musim %t.elf --dump=seen:i32
 * RUN: muonc -O2 -DPLACES=4 -x c++ %s -o %t.elf && musim %t.elf --dump=seen:i32
 * RUN: muonc -c -DPLACES=6 %s -o %t.o 2>&1 | grep error: */
#include <neutrino/fifo.h>
#include <neutrino/job.h>

struct item {
    int from, number;
};

MUON_GROUP(makers, 0, 6);
MUON_GROUP(users, 6, 10);
MUON_FIFO(work, struct item, PLACES);

enum { EACH = 30 };

volatile int taken[6 * EACH], last[10][6];
int seen[4]; /* items that came once, items out of order */

static void use(int who) {
    for (;;) {
        struct item item = work_pop();
        if (item.from < 0)
            return;
        taken[item.from * EACH + item.number]++;
        if (item.number < last[who][item.from])
            seen[1] = 1;
        last[who][item.from] = item.number;
    }
}

int main(void) {
    if (makers_mine()) {
        for (int i = 0; i < EACH; i++) {
            struct item item = {(int)makers_rank(), i};
            work_push(item);
        }
        makers_meet();
        struct item end = {-1, 0};
        for (int i = makers_rank(); i < users_size; i += makers_size)
            work_push(end);
    } else if (users_mine()) {
        use(users_rank());
    }
    muon_all_warps_meet();
    if (muon_cluster_warp() == 0)
        for (int i = 0; i < 6 * EACH; i++)
            seen[0] += taken[i] == 1;
    return 0;
}
