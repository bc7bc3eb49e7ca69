/* A pipe is used again while jobs are still at the items of the use before, which nobody has waited for: the
 * new items do not get their stages before they are done.
 *
 * RUN: nbc -O1 tasks.c -o %t.nbin && muonc -O2 %s --neutrino=%t.nbin -o %t.elf && sh ../scoreboard/schedules.sh %t.elf --dump=wrong:i32
 * RUN: muonc -O0 %s --neutrino=%t.nbin -o %t.elf && musim %t.elf --dump=wrong:i32 */
#include <neutrino/pipe.h>

enum { SIZE = 64, STAGES = 3, USES = 8 };

MUON_GROUP(maker, 0, 1);
MUON_GROUP(users, 1, 2);
MUON_PIPE(pipe, int[SIZE], STAGES, maker, users);

int input[USES][SIZE], wrong[2] = {-1, -1};

/* Items by tasks for a while, and then those that nobody wants any more; every other time by the warp. */
static void make(int use) {
    pipe_t end = pipe_init();
    while (pipe_produce_next(&end))
        if (use % 2 == 0) {
            pipe_invoke(pipe, &end, PRODUCE, load_task, input[use], *pipe_produce_buf(&end), SIZE);
        } else {
            for (int i = muon_lane_id(); i < SIZE; i += __MUON_LANES__)
                (*pipe_produce_buf(&end))[i] = 3 * input[use][i] + 1;
            pipe_produce_complete(&end);
        }
}

static int use_items(int use) {
    pipe_t end = pipe_init();
    int bad = 0;
    for (int item = 0; item < use; item++) {
        pipe_consume_wait(&end);
        for (int i = muon_lane_id(); i < SIZE; i += __MUON_LANES__)
            bad += (*pipe_consume_buf(&end))[i] != 3 * (1000 * use + i) + 1;
        pipe_consume_complete(&end);
    }
    pipe_consume_close(&end);
    return bad;
}

int main(void) {
    int bad = 0;
    for (int i = muon_hart_id(); i < USES * SIZE; i += MUON_CLUSTER_WARPS * __MUON_LANES__)
        input[i / SIZE][i % SIZE] = 1000 * (i / SIZE) + i % SIZE;
    muon_all_warps_meet();
    for (int use = 0; use < USES; use++)
        if (maker_mine())
            make(use);
        else if (users_mine())
            bad += use_items(use);
    if (users_mine() && bad == 0)
        wrong[users_rank()] = 0;
    return 0;
}
