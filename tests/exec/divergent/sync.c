/* Warps that synchronise where only some of a warp's lanes may be.
 * RUN: muonc -O0 -c %s -o %t.o 2>&1 | sed "s,muon.h:[0-9:]*,muon.h:,"
 * RUN: muonc -O2 -c %s -o %t.o 2>&1 | sed "s,muon.h:[0-9:]*,muon.h:,"
 * RUN: muonc -O2 -c -Wno-nu-divergent-sync %s -o %t.o 2>&1 | sed "s,muon.h:[0-9:]*,muon.h:,"
 */
#include <neutrino/muon.h>

NEUTRINO_SYNC(point);
int table[64];

static __attribute__((noinline)) void wait_for_all(void) {
    muon_barrier(1, muon_num_warps());
}
static __attribute__((noinline)) void step(int i) { table[i]++; }

/* Each of these is one warning. */
void on_one_side(void) {
    if (muon_lane_id() < 4)
        muon_barrier(0, 2);
}
void in_a_loop(void) {
    for (int i = 0; i < table[muon_lane_id()]; i++)
        neutrino_invoke(0, NO_DEPS, SYNC | WARPS(4));
}
void after_a_return(void) {
    if (table[muon_lane_id()])
        return;
    neutrino_invoke(point, NO_DEPS, SYNC | CORES(2));
}
void in_a_call(void) {
    if (muon_lane_id() & 1)
        wait_for_all();
}
void for_several_threads(void) {
    if (muon_lane_id() < 4)
        neutrino_invoke(0, NO_DEPS, SYNC | THREADS(4));
}
void for_one_thread(void) {
    if (muon_lane_id() == 0)
        neutrino_invoke(0, NO_DEPS, SYNC | SINGLE_THREAD | IMMEDIATE);
}

static void meet(long long x) {
    table[x]++;
    muon_barrier(2, 2);
}
static void run_alone(long long x) {
    neutrino_invoke(0, NO_DEPS, SYNC | SINGLE_THREAD | IMMEDIATE);
    table[x]--;
}
static void (*const waiting[])(long long) = {run_alone, meet};
void through_a_pointer(void) {
    waiting[muon_lane_id() & 1](1);
}
void through_one_pointer(void) {
    if (muon_lane_id() & 1)
        waiting[muon_warp_id()](1);
}

/* None of these is. */
void through_pointers_of_another_type(void) {
    static void (*const steps[])(int) = {step, step};
    steps[muon_lane_id() & 1](1);
}
void through_the_same_pointer(void) {
    waiting[muon_warp_id() & 1](2);
}
void same_for_all(void) {
    if (muon_warp_id() == 0)
        muon_barrier(0, 2);
    for (uint32_t i = 0; i < muon_num_warps(); i++)
        wait_for_all();
}
void after_the_lanes_met(void) {
    if (muon_lane_id() == 0)
        step(1);
    muon_barrier(0, 2);
    if (muon_lane_id() == 3)
        __builtin_trap();
    wait_for_all();
}
void without_waiting(void) {
    if (muon_lane_id() < 4)
        neutrino_invoke(0, NO_DEPS, ASYNC | THREADS(4));
}
