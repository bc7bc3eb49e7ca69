/* A warp that waits at a pipe sleeps: it executes as many instructions while the other side is slow as when it
 * is not. One warp a core, so that a core's count is a warp's.
 *
 * RUN: muonc -O2 -mcores=2 -mwarps=1 %s -o %t.elf && sh ../scoreboard/schedules.sh %t.elf --dump=same:i32 */
#include <neutrino/pipe.h>

MUON_GROUP(maker, 0, 1);
MUON_GROUP(user, 1, 1);
MUON_PIPE(pipe, int, 2, maker, user);

unsigned executed[4];
int same;

static void make(int delay) {
    pipe_t end = pipe_init();
    for (int item = 0; item < 10; item++) {
        for (volatile int i = 0; i < delay; i++)
            ;
        pipe_produce_wait(&end);
        *pipe_produce_buf(&end) = item;
        pipe_produce_complete(&end);
    }
}

static unsigned use(void) {
    pipe_t end = pipe_init();
    unsigned before = muon_instructions_low();
    for (int item = 0; item < 10; item++) {
        pipe_consume_wait(&end);
        pipe_consume_complete(&end);
    }
    return muon_instructions_low() - before;
}

int main(void) {
    for (int round = 0; round < 4; round++)
        if (maker_mine())
            make(round * 1000);
        else
            executed[round] = use();
    if (user_mine())
        same = executed[0] == executed[1] && executed[0] == executed[2] &&
               executed[0] == executed[3];
    return 0;
}
