/* More items than a run's counter has values, through stages that do not divide them: all are there, in
 * order, before, at and after the wrap, and the next use of the pipe begins in the middle of the counter.
 *
 * RUN: muonc -O2 %s -o %t.elf && musim %t.elf --dump=wrong:i32 --dump=items:i32 */
#include <neutrino/pipe.h>

enum { ITEMS = (1 << 24) + 1000, STAGES = 3, AGAIN = 100 };

MUON_GROUP(maker, 0, 1);
MUON_GROUP(user, 1, 1);
MUON_PIPE(pipe, int, STAGES, maker, user);

int wrong, items;

static void make(int count) {
    pipe_t end = pipe_init();
    for (int item = 0; item < count; item++) {
        pipe_produce_wait(&end);
        *pipe_produce_buf(&end) = item;
        pipe_produce_complete(&end);
    }
}

static void use(int count) {
    pipe_t end = pipe_init();
    for (int item = 0; item < count; item++) {
        pipe_consume_wait(&end);
        if (*pipe_consume_buf(&end) != item)
            wrong++;
        items++;
        pipe_consume_complete(&end);
    }
}

int main(void) {
    if (maker_mine()) {
        make(ITEMS);
        make(AGAIN);
    } else if (user_mine()) {
        use(ITEMS);
        use(AGAIN);
    }
    return 0;
}
