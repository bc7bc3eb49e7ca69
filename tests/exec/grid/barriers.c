/* Barriers that not all of a work-group come to: musim says who, and where. In groups of one size, and of two.
 *
 * RUN: for c in 1 2 3 4 5 6 7 8 9; do for g in 120 110; do muonc -O2 -w -DCASE=$c -DGLOBAL=$g %s -o %t.elf && sh ../scoreboard/report.sh %t.elf; done; done
 * RUN: muonc -O1 -g0 -w -DCASE=1 -DGLOBAL=120 %s -o %t.elf && sh ../scoreboard/report.sh %t.elf
 * RUN: for d in 2 3; do muonc -O2 -w -DCASE=1 -DGLOBAL=60 -DDIMENSIONS=$d %s -o %t.elf && sh ../scoreboard/report.sh %t.elf; done
 * RUN: muonc -O2 -w -DCASE=10 -DGLOBAL=60 %s -o %t.elf && sh ../scoreboard/report.sh %t.elf
 * RUN: muonc -O2 -DCASE=0 -DGLOBAL=110 %s -o %t.elf && sh ../scoreboard/schedules.sh %t.elf --check=all --dump=out:i32 */
#include <neutrino/kernel.h>

#define B tk_work_group_barrier(0, TK_SCOPE_WORK_GROUP, TK_ACQUIRE_RELEASE | TK_MEMORY_WORK_GROUP)

#ifndef DIMENSIONS
#define DIMENSIONS 1
#endif
enum { GROUP_SIZE = 30 };
int out[8];

__attribute__((noinline)) static void wait_here(void) {
    B;
}

static void items(const void *arguments) {
    uint32_t i = tk_local_id(0), warp = tk_sub_group_id();
    switch (CASE) {
    case 0:
        wait_here();
        out[tk_group_id(0)] = (int)tk_local_size(0);
        break;
    case 1: /* warps at different ones */
        if (warp == 0) {
            B;
        } else {
            out[i] = 3;
            B;
        }
        break;
    case 2: /* lanes */
        if (i & 1) {
            B;
        } else {
            out[i] = 1;
            B;
        }
        break;
    case 3: /* a lane that has returned */
        if (i == 5)
            return;
        B;
        break;
    case 4: /* a warp that has */
        if (warp == 1)
            return;
        B;
        break;
    case 5: /* warps in different rounds */
        for (uint32_t k = 0; k <= warp; k++)
            wait_here();
        break;
    case 6: /* lanes in different rounds */
        for (uint32_t k = 0; k <= i; k++)
            wait_here();
        break;
    case 7: /* one that is none of a group's */
        if (warp == 0)
            wait_here();
        else
            muon_barrier(15 - tk_group_id(0), 2);
        break;
    case 10: /* the same of a warp that does not know any more who it is */
        if (warp == 0) {
            wait_here();
        } else {
            i = 15 - tk_group_id(0);
            __asm__ volatile("li tp, 0" ::: "memory");
            muon_barrier(i, 2);
        }
        break;
    case 8: /* lanes on the other side, which come first */
        if (i & 1)
            out[i & 7] = 1;
        else
            wait_here();
        break;
    case 9: /* a second one that only some come to */
        B;
        if (warp)
            B;
        break;
    }
}

int main(void) {
    struct neutrino_launch *launch = (struct neutrino_launch *)NEUTRINO_LAUNCH_BASE;
    uint32_t *sizes = (uint32_t *)NEUTRINO_ARGS_BASE;
    launch->dimensions = DIMENSIONS;
    launch->global_size[0] = GLOBAL;
    launch->global_size[1] = launch->global_size[2] = 1;
    sizes[0] = (GLOBAL + GROUP_SIZE - 1) / GROUP_SIZE;
    sizes[1] = sizes[2] = sizes[4] = sizes[5] = 1;
    sizes[3] = GROUP_SIZE;
    B;
    neutrino_launch_items(items);
    return 0;
}
