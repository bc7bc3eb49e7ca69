/* Sides that are groups of each core: a pipe for every core, with stages of its own. Cores have different
 * numbers of items and go at speeds of their own; the second pipe is used twice and closed.
 *
 * RUN: nbc -O1 tasks.c -o %t.nbin && for stages in 1 3; do muonc -O2 -DSTAGES=$stages %s --neutrino=%t.nbin -o %t.elf && sh ../scoreboard/schedules.sh %t.elf --scoreboard=8 --dump=sums:i32; done
 * RUN: muonc -O2 -DSTAGES=2 -x c++ %s --neutrino=%t.nbin -o %t.elf && musim %t.elf --dump=sums:i32
 * RUN: muonc -O0 -mcores=1 -DSTAGES=2 %s --neutrino=%t.nbin -o %t.elf && musim %t.elf --dump=sums:i32
 * RUN: muonc -O0 -mcores=8 -mwarps=4 -mlanes=2 -DSTAGES=2 %s --neutrino=%t.nbin -o %t.elf && musim %t.elf --dump=sums:i32
 * RUN: muonc -O1 -DSTAGES=2 -DSTUCK %s --neutrino=%t.nbin -o %t.elf && musim %t.elf 2>&1 | grep 'waits for'
 * RUN: muonc -c -DSTAGES=2 -DMIXED %s --neutrino=%t.nbin -o %t.o 2>&1 | grep error: */
#include <neutrino/pipe.h>

enum { SIZE = 40 };

MUON_CORE_GROUP(makers, 0, 2);
MUON_CORE_GROUP(users, 2, 2);
MUON_PIPE(mapped, int[SIZE], STAGES, makers, users);
MUON_PIPE(plain, int[SIZE], STAGES, users, makers);
#ifdef MIXED
MUON_GROUP(four, 8, 4);
MUON_PIPE(mixed, int[SIZE], STAGES, four, makers);
#endif

int from[__MUON_CORES__][SIZE];
int sums[__MUON_CORES__]; /* items that came, less what is wrong in them */

static int items(void) {
    return 5 + 3 * (int)muon_core_id();
}

static void dawdle(int rounds) {
    for (volatile int i = 0; i < rounds; i++)
        ;
}

static void fill(__shared int *buf, int value) {
    for (int e = muon_lane_id(); e < SIZE; e += __MUON_LANES__)
        buf[e] = value + e;
}

/* The number of wrong elements in this lane's part of a buffer. */
static int wrong(__shared int *buf, int factor, int value) {
    int bad = 0;
    for (int e = muon_lane_id(); e < SIZE; e += __MUON_LANES__)
        bad += buf[e] != factor * (value + e) + (factor != 1);
    return bad;
}

/* Items are made by a task, of what the first warp of the core has put into shared memory. */
static void make(void) {
    mapped_t pipe = mapped_init();
    for (int i = 0; i < items(); i++) {
        mapped_produce_wait(&pipe);
        __shared int *buf = *mapped_produce_buf(&pipe);
        if (makers_leader())
            fill(buf, 100 * muon_core_id() + i);
#ifdef __cplusplus
        muon::job<makers> job = muon::invoke<makers>(map_task, buf, buf, SIZE);
        mapped_produce_complete_on(&pipe, job);
#else
        pipe_invoke(mapped, &pipe, PRODUCE, map_task, buf, buf, SIZE);
#endif
    }
}

static int use(void) {
    mapped_t pipe = mapped_init();
    int bad = 0, i = 0;
    for (; i < items(); i++) {
        dawdle(muon_core_id() & 1 ? 30 : 0);
        mapped_consume_wait(&pipe);
        bad += wrong(*mapped_consume_buf(&pipe), 3, 100 * muon_core_id() + i);
        mapped_consume_complete(&pipe);
    }
    return bad ? -bad : i;
}

static void send(int use) {
    plain_t pipe = plain_init();
    for (int i = 0; i < items() + use; i++) {
        plain_produce_wait(&pipe);
        if (users_leader())
            fill(*plain_produce_buf(&pipe), 1000 * use + i);
        plain_produce_complete(&pipe);
    }
    plain_produce_wait(&pipe);
    plain_produce_close(&pipe);
}

static int receive(int use) {
    plain_t pipe = plain_init();
    int bad = 0, i = 0;
    for (; plain_consume_next(&pipe); i++) {
        bad += wrong(*plain_consume_buf(&pipe), 1, 1000 * use + i);
        plain_consume_complete(&pipe);
    }
    return bad ? -bad : i;
}

int main(void) {
    int sum = 0;
#ifdef STUCK
    if (makers_mine()) {
        mapped_t pipe = mapped_init();
        for (int i = 0; i < 3; i++) {
            mapped_produce_wait(&pipe);
            mapped_produce_complete(&pipe);
        }
    } else if (users_mine()) {
        mapped_init();
    }
    return 0;
#endif
    if (makers_mine()) {
        make();
        sum = receive(0);
        sum += receive(1);
    } else if (users_mine()) {
        sum = use();
        send(0);
        send(1);
    }
    if (users_leader())
        sums[muon_core_id()] = sum;
    makers_mine() ? (void)makers_meet() : (void)0;
    muon_barrier(1, __MUON_CORES__ * __MUON_WARPS__);
    if (makers_leader())
        sums[muon_core_id()] = 100 * sums[muon_core_id()] + sum;
    return 0;
}
