/* A stack: lanes of all warps put items on it and take them off, those that want to; what does not fit and
 * what is not there is told to the lane.
 *
 * RUN: muonc -O2 %s -o %t.elf && sh ../scoreboard/schedules.sh %t.elf --dump=seen:i32
 * RUN: for lanes in 1 4 32; do muonc -O1 -mlanes=$lanes %s -o %t.elf && musim %t.elf --dump=seen:i32; done
 * RUN: muonc -O0 -x c++ %s -o %t.elf && musim %t.elf --dump=seen:i32 */
#include <neutrino/job.h>
#include <neutrino/stack.h>

enum { ALL = MUON_CLUSTER_WARPS * __MUON_LANES__, ROUNDS = 6 };

MUON_STACK(few, int, 5);
MUON_STACK(many, int, ALL *ROUNDS);

int got[ALL * ROUNDS]; /* how often each item came off */
int seen[8];

/* One warp: the order of its lanes, a full and an empty stack. */
static void alone(void) {
    int fit = 0, came = 0, top = -1;
    for (int i = 0; i < 8; i++)
        fit += few_push(i, muon_lane_id() == 0);
    for (int i = 0; i < 8; i++) {
        int item = 0;
        bool is = few_pop(&item, muon_lane_id() == 0);
        came += is;
        if (i == 0 && is)
            top = item;
    }
    if (muon_lane_id() == 0) {
        seen[0] = fit;
        seen[1] = came;
        seen[2] = top;
        seen[3] = few_count();
    }
}

int main(void) {
    if (muon_cluster_warp() == 0)
        alone();
    muon_all_warps_meet();
    int mine = muon_hart_id() * ROUNDS, fit = 0;
    for (int i = 0; i < ROUNDS; i++)
        fit += many_push(mine + i, (muon_lane_id() + i) % 3 != 0);
    for (int i = 0; i < 2 * ROUNDS; i++) {
        int item;
        if (many_pop(&item, (muon_lane_id() + i) % 2))
            got[item]++;
    }
    muon_all_warps_meet();
    if (muon_cluster_warp())
        return 0;
    for (int item, i = 0; i < ALL * ROUNDS; i++)
        if (many_pop(&item, muon_lane_id() == 0))
            got[item]++;
    int wrong = 0;
    for (int i = 0; i < ALL * ROUNDS; i++)
        wrong += got[i] != ((i / ROUNDS % __MUON_LANES__ + i % ROUNDS) % 3 != 0);
    seen[4] = wrong;
    seen[5] = many_count();
    return fit < 0;
}
