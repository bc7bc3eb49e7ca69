/* A side that says how many items there are, and one that has had enough; the same pipe used again after each.
 *
 * RUN: muonc -O2 %s -o %t.elf && sh ../scoreboard/schedules.sh %t.elf --dump=items:i32
 * RUN: muonc -O0 %s -o %t.elf && musim %t.elf --dump=items:i32 */
#include <neutrino/pipe.h>

enum { USES = 4, STAGES = 3 };

MUON_GROUP(makers, 0, 3);
MUON_GROUP(users, 3, 2);
MUON_PIPE(pipe, int[8], STAGES, makers, users);

int items[2 * USES]; /* of each use: how many were made and used */

static void make(int use) {
    pipe_t end = pipe_init();
    int item = 0;
    if (use % 2 == 0) {
        for (; item < 7 * use; item++) {
            pipe_produce_wait(&end);
            if (makers_leader())
                (*pipe_produce_buf(&end))[0] = 100 * use + item;
            pipe_produce_complete(&end);
        }
        pipe_produce_close(&end);
    } else {
        for (; pipe_produce_next(&end); item++) {
            if (makers_leader())
                (*pipe_produce_buf(&end))[0] = 100 * use + item;
            pipe_produce_complete(&end);
        }
    }
    if (makers_rank() == 1)
        items[2 * use] = item;
}

static void use_items(int use) {
    pipe_t end = pipe_init();
    int item = 0, wrong = 0;
    for (; use % 2 == 0 ? pipe_consume_next(&end) : item < 5 * use; item++) {
        if (use % 2)
            pipe_consume_wait(&end);
        wrong += (*pipe_consume_buf(&end))[0] != 100 * use + item;
        pipe_consume_complete(&end);
    }
    if (use % 2)
        pipe_consume_close(&end);
    if (users_rank() == 1)
        items[2 * use + 1] = wrong ? -wrong : item;
}

int main(void) {
    for (int use = 0; use < USES; use++)
        if (makers_mine())
            make(use);
        else if (users_mine())
            use_items(use);
    return 0;
}
