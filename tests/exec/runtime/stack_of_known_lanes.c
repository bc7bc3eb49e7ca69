/* Which lanes push and pop is known on the sides of a branch before. The optimiser must not take the votes of
 * the lanes onto these sides, where some would say no after others have said yes.
 *
 * RUN: for level in 0 1 2 3 s; do muonc -O$level %s -o %t.elf && musim --check=all %t.elf --dump=wrong:i32; done
 * RUN: for lanes in 1 5 32; do muonc -O2 -mlanes=$lanes %s -o %t.elf && musim --check=all %t.elf --dump=wrong:i32; done */
#include <neutrino/job.h>
#include <neutrino/stack.h>

enum { LANES = __MUON_LANES__, ROUNDS = 4 };

MUON_STACK(stack, int, ROUNDS *LANES);

int numbers[ROUNDS * LANES]; /* 0: the lane wants nothing in that round */
int seen[ROUNDS * LANES + 1];
int wrong = -1;

static bool choose(const int *number, int *item) {
    if (*number == 0)
        return false;
    if (*number % 2)
        *item = 1000 + *number;
    else
        *item = *number / 2;
    return true;
}

int main(void) {
    int lane = muon_lane_id(), item = 0, bad = 0;
    if (muon_cluster_warp())
        return 0;
    for (int round = 0; round < ROUNDS; round++)
        numbers[round * LANES + lane] = (lane + round) % 3 ? round * LANES + lane + 1 : 0;
    for (int round = 0; round < ROUNDS; round++) {
        bool wants = choose(&numbers[round * LANES + lane], &item);
        bad += stack_push(item, wants) != wants;
    }
    for (int round = 0; round < ROUNDS; round++) {
        bool wants = false;
        if ((lane + round) % 3) {
            wants = true;
            item = 0;
        }
        bool got = stack_pop(&item, wants);
        bad += got != wants;
        if (got) {
            int number = item > 1000 ? item - 1000 : 2 * item;
            seen[number > 0 && number <= ROUNDS * LANES ? number : 0]++;
        }
    }
    muon_fence();
    if (lane == 0) {
        wrong = (int)stack_count() + seen[0];
        for (int i = 0; i < ROUNDS * LANES; i++)
            wrong += seen[i + 1] != (numbers[i] != 0);
    }
    return bad;
}
