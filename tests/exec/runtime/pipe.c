/* Three pipes in a chain: warps, a task that is driven by a warp, warps, warps; each side at a speed of its own.
 * The task takes its item from one pipe and makes one of the next.
 *
 * RUN: nbc -O1 tasks.c -o %t.nbin && for stages in 1 2 3; do for slow in 0 1 2 3; do muonc -O2 -DSTAGES=$stages -DSLOW=$slow %s --neutrino=%t.nbin -o %t.elf && sh ../scoreboard/schedules.sh %t.elf --scoreboard=8 --dump=done:i32; done; done
 * RUN: muonc -O0 -DSTAGES=40 -DSLOW=2 %s --neutrino=%t.nbin -o %t.elf && musim %t.elf --dump=done:i32 */
#include <neutrino/pipe.h>

enum { ITEMS = 50, SIZE = 96 };

MUON_GROUP(makers, 0, 4);
MUON_GROUP(driver, 4, 1);
MUON_GROUP(doublers, 5, 3);
MUON_GROUP_SET(readers, 9, 5);
MUON_PIPE(made, int[SIZE], STAGES, makers, driver);
MUON_PIPE(mapped, int[SIZE], STAGES, driver, doublers);
MUON_PIPE(doubled, int[SIZE], STAGES, doublers, readers);

int done[2]; /* items read, less all that was wrong in them */

static void dawdle(int side, int rounds) {
    for (volatile int i = 0; side == SLOW && i < rounds; i++)
        ;
}

#define FOR_EACH_ELEMENT(e, group)                                                                 \
    for (int e = group##_rank() * __MUON_LANES__ + muon_lane_id(); e < SIZE;                       \
         e += group##_size * __MUON_LANES__)

static void make(void) {
    made_t out = made_init();
    for (int item = 0; item < ITEMS; item++) {
        dawdle(1, 30);
        made_produce_wait(&out);
        FOR_EACH_ELEMENT(e, makers)
        (*made_produce_buf(&out))[e] = 1000 * item + e;
        made_produce_complete(&out);
    }
}

static void drive(void) {
    made_t in = made_init();
    mapped_t out = mapped_init();
    for (int item = 0; item < ITEMS; item++) {
        made_consume_wait(&in);
        mapped_produce_wait(&out);
        job_t job = pipe_invoke(mapped, &out, PRODUCE, map_task, *made_consume_buf(&in),
                                *mapped_produce_buf(&out), SIZE);
        made_consume_complete_on(&in, job);
    }
}

static void doubles(void) {
    mapped_t in = mapped_init();
    doubled_t out = doubled_init();
    for (int item = 0; item < ITEMS; item++) {
        dawdle(2, 30);
        mapped_consume_wait(&in);
        doubled_produce_wait(&out);
        FOR_EACH_ELEMENT(e, doublers)
        (*doubled_produce_buf(&out))[e] = 2 * (*mapped_consume_buf(&in))[e];
        mapped_consume_complete(&in);
        doubled_produce_complete(&out);
    }
}

static void read(void) {
    doubled_t in = doubled_init();
    int bad = 0, item = 0;
    for (; item < ITEMS; item++) {
        dawdle(3, 60);
        doubled_consume_wait(&in);
        FOR_EACH_ELEMENT(e, readers)
        bad += (*doubled_consume_buf(&in))[e] != 2 * (3 * (1000 * item + e) + 1);
        doubled_consume_complete(&in);
    }
    if (bad)
        item = -bad;
    done[readers_rank()] = item;
}

int main(void) {
    if (makers_mine())
        make();
    else if (driver_mine())
        drive();
    else if (doublers_mine())
        doubles();
    else if (readers_mine())
        read();
    return 0;
}
