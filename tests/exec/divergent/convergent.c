/* What lanes or warps do together happens as often and in such company as it is written, whatever
 * invites the optimiser to copy or move it. Of each function, what concerns other lanes, in order: the
 * same at every level.
 * RUN: for o in 1 2 3; do muonc -O$o -Wno-nu-divergent-sync --emit=asm %s -o - | grep -o '^[a-z_]*:\|vx_[a-z]*\|nu\.[a-z.]*\|addi\szero' | tr '\n' ' ' | sed 's/\([a-z_]*:\)/\n\1/g' >%t.$o; done; cat %t.2; cmp %t.1 %t.2; cmp %t.2 %t.3; echo
 */
#include <neutrino/muon.h>

extern void one(int), two(int);

/* The same first or last thing on both sides stays on both sides. */
void first_on_both_sides(int x) {
    if (muon_lane_id() & 1) {
        muon_barrier(0, 2);
        one(x);
    } else {
        muon_barrier(0, 2);
        two(x);
    }
}
void last_on_both_sides(int x) {
    if (muon_lane_id() & 1) {
        one(x);
        neutrino_invoke(0, NO_DEPS, SYNC | WARPS(2));
    } else {
        two(x);
        neutrino_invoke(0, NO_DEPS, SYNC | WARPS(2));
    }
}
/* What comes between two questions of the same is not copied to both answers. */
void between_two_branches(int x) {
    if (muon_lane_id() & 1)
        one(x);
    muon_barrier(0, 2);
    if (muon_lane_id() & 1)
        two(x);
}
void between_uniform_branches(int x) {
    if (muon_warp_id() & 1)
        one(x);
    muon_barrier(0, 2);
    if (muon_warp_id() & 1)
        two(x);
}
/* A loop is not copied for each answer to a question in it. */
void in_a_loop(int x, int n) {
    int question = muon_warp_id() & 1;
    for (int i = 0; i < n; i++) {
        muon_barrier(0, 2);
        if (question)
            one(i);
        else
            two(i);
    }
}
/* A run that only some lanes use is still everybody's, and stays before the branch. */
void used_on_one_side(void) {
    run_t run = neutrino_invoke(0, NO_DEPS, ASYNC | WARPS(2));
    if (muon_lane_id() == 0)
        neutrino_invoke(0, DEPS(run), SYNC | SINGLE_THREAD);
}
/* What is the same in each round stays in the loop, and what is on one side stays there. */
void the_same_in_each_round(int n) {
    for (int i = 0; i < n; i++)
        if (i & muon_lane_id())
            neutrino_invoke(0, NO_DEPS, ASYNC | SINGLE_THREAD);
}
void after_an_early_return(int x) {
    if (muon_lane_id() == 3)
        return;
    neutrino_invoke(0, NO_DEPS, SYNC | SINGLE_THREAD);
    one(x);
}
/* A call of a function that does it is as the thing itself. */
static __attribute__((noinline)) int meet(void) {
    muon_barrier(1, 2);
    return 1;
}
void in_a_called_function(int x) {
    int met = meet();
    if (muon_lane_id() & x)
        one(met);
}
/* So is an assertion, which holds only on the sides. */
void assertion_on_both_sides(int x) {
    int n = muon_lane_id() & 1 ? __uniform(x) : __uniform(x);
    for (int i = 0; i < n; i++)
        one(i);
}
