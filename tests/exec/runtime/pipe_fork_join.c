/* A fork: one side makes the items of two pipes, whose other sides are different warps; and a join: one side
 * takes an item of each of two pipes. A wait for both is one run, which depends on what each is waited for.
 *
 * RUN: for slow in 0 1 2; do muonc -O2 -DSLOW=$slow %s -o %t.elf && sh ../scoreboard/schedules.sh %t.elf --scoreboard=8 --dump=wrong:i32; done */
#include <neutrino/pipe.h>

enum { ITEMS = 60, SIZE = 96 };

MUON_GROUP(makers, 0, 2);
MUON_GROUP(left, 2, 3);
MUON_GROUP(right, 5, 2);
MUON_GROUP(readers, 7, 2);
MUON_PIPE(to_left, int[SIZE], 3, makers, left);
MUON_PIPE(to_right, int[SIZE], 3, makers, right);
MUON_PIPE(from_left, int[SIZE], 3, left, readers);
MUON_PIPE(from_right, int[SIZE], 2, right, readers);

int wrong[2] = {-1, -1};

static void dawdle(int side) {
    for (volatile int i = 0; side == SLOW && i < 50; i++)
        ;
}

#define FOR_EACH_ELEMENT(e, group)                                                                 \
    for (int e = group##_rank() * __MUON_LANES__ + muon_lane_id(); e < SIZE;                       \
         e += group##_size * __MUON_LANES__)

static void make(void) {
    to_left_t a = to_left_init();
    to_right_t b = to_right_init();
    for (int item = 0; item < ITEMS; item++) {
        job_sync(makers, to_left_produce_ready(&a), to_right_produce_ready(&b));
        FOR_EACH_ELEMENT(e, makers) {
            (*to_left_produce_buf(&a))[e] = 100 * item + e;
            (*to_right_produce_buf(&b))[e] = -100 * item - e;
        }
        to_left_produce_complete(&a);
        to_right_produce_complete(&b);
    }
}

#define SIDE(side, operation)                                                                      \
    static void side##_side(void) {                                                                \
        to_##side##_t in = to_##side##_init();                                                     \
        from_##side##_t out = from_##side##_init();                                                \
        for (int item = 0; item < ITEMS; item++) {                                                 \
            dawdle(side##_first_ == 2 ? 1 : 2);                                                    \
            to_##side##_consume_wait(&in);                                                         \
            from_##side##_produce_wait(&out);                                                      \
            FOR_EACH_ELEMENT(e, side)                                                              \
            (*from_##side##_produce_buf(&out))[e] = (*to_##side##_consume_buf(&in))[e] operation;  \
            to_##side##_consume_complete(&in);                                                     \
            from_##side##_produce_complete(&out);                                                  \
        }                                                                                          \
    }
SIDE(left, +1)
SIDE(right, *2)

static void read(void) {
    from_left_t a = from_left_init();
    from_right_t b = from_right_init();
    int bad = 0;
    for (int item = 0; item < ITEMS; item++) {
        job_sync(readers, from_left_consume_ready(&a), from_right_consume_ready(&b));
        FOR_EACH_ELEMENT(e, readers)
        bad += (*from_left_consume_buf(&a))[e] != 100 * item + e + 1 ||
               (*from_right_consume_buf(&b))[e] != 2 * (-100 * item - e);
        from_left_consume_complete(&a);
        from_right_consume_complete(&b);
    }
    if (bad == 0)
        wrong[readers_rank()] = 0;
}

int main(void) {
    if (makers_mine())
        make();
    else if (left_mine())
        left_side();
    else if (right_mine())
        right_side();
    else if (readers_mine())
        read();
    return 0;
}
