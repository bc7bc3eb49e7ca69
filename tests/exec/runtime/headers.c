/* The runtime's headers, all in one unit, in each language: no warning of any kind is theirs, also with one
 * warp and one lane, and with more warps than a group has.
 *
 * RUN: for std in c11 gnu17 c++17 c++20; do muonc -x $(echo $std | sed "s,gnu,c,;s,[0-9]*$,,") -std=$std -Wall -Wextra -pedantic -Wconversion -Wshadow -Werror -O2 %s -o %t.elf && musim %t.elf --dump=out:i32; done
 * RUN: muonc -mcores=1 -mwarps=3 -mlanes=1 -O1 %s -o %t.elf && musim %t.elf --dump=out:i32
 * RUN: for language in c c++; do muonc -mcores=8 -mwarps=16 -mlanes=1 -O1 -x $language %s -o %t.elf && musim %t.elf --dump=out:i32; done
 * RUN: muonc -DWRONG -c %s -o %t.o 2>&1 | grep -v "^ " */
#include <neutrino/fifo.h>
#include <neutrino/job.h>
#include <neutrino/lanes.h>
#include <neutrino/mutex.h>
#include <neutrino/overlay.h>
#include <neutrino/pipe.h>
#include <neutrino/smem.h>
#include <neutrino/stack.h>
#include <neutrino/view.h>

struct item {
    int number;
    float values[3];
};

#ifdef WRONG /* nor beside errors of the program's own */
_Static_assert(sizeof(struct item) == 1, "wrong");
#endif

MUON_GROUP(maker, 0, 1);
MUON_GROUP(users, 1, 2);
MUON_PIPE(items, struct item, 5, maker, users);
MUON_MUTEX(mutex);
MUON_FIFO(fifo, float, 16);
MUON_STACK(stack, short, 129); /* room for each of 128 warps */

int out[4];

static int use_pipe(void) {
    items_t pipe = items_init();
    int sum = 0;
    if (maker_mine()) {
        for (int i = 1; i <= 20; i++) {
            items_produce_wait(&pipe);
            items_produce_buf(&pipe)->number = i;
            items_produce_complete(&pipe);
        }
        items_produce_close(&pipe);
    } else {
        for (; items_consume_next(&pipe); items_consume_complete(&pipe))
            sum += items_consume_buf(&pipe)->number;
    }
    return sum;
}

int main(void) {
    int sum = maker_mine() || users_mine() ? use_pipe() : 0;
    if (users_leader())
        out[0] = sum;
    muon_turn_t turn = mutex_lock();
    out[1]++;
    mutex_unlock(turn);
    fifo_push(2.5f);
    float twice = 2 * fifo_pop();
    short top = 3;
    bool fits = stack_push(top, muon_lane_id() == 0);
    bool got = stack_pop(&top, muon_lane_id() == 0);
    smem_free(smem_malloc(100, 64));
    if (maker_mine() && muon_lane_id() == 0) {
        out[2] = (int)twice;
        out[3] = fits && got ? top : -1;
    }
    return 0;
}
