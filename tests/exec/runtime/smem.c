/* Shared memory on demand: by all warps at once; alignment, reuse, joining of neighbours, and what is done
 * wrong.
 *
 * RUN: muonc -O2 %s -o %t.elf && sh ../scoreboard/schedules.sh %t.elf --dump=seen:i32
 * RUN: muonc -O0 %s -o %t.elf && musim %t.elf --dump=seen:i32
 * RUN: for d in TWICE OVER OVER_BY_1 WILD INSIDE; do muonc -O1 -D$d -mcores=1 -mwarps=1 %s -o %t.elf; musim %t.elf; done
 * RUN: muonc -O1 -DTWICE -DNDEBUG -mcores=1 -mwarps=1 %s -o %t.elf; musim %t.elf */
#include <neutrino/job.h>
#include <neutrino/smem.h>

enum { BLOCKS = 6, ROUNDS = 12 };

__shared int fixed[100];
int seen[8];

/* Blocks of changing sizes, each full of this warp's own number. */
static int use(int number) {
    __shared int *blocks[BLOCKS] = {0};
    int sizes[BLOCKS] = {0}, wrong = 0;
    for (int round = 0; round < ROUNDS * BLOCKS; round++) {
        int i = (round * 7 + number) % BLOCKS, alignment = 4 << round % 7;
        for (int k = muon_lane_id(); blocks[i] && k < sizes[i]; k += __MUON_LANES__)
            wrong += blocks[i][k] != 1000 * number + i;
        smem_free(blocks[i]);
        sizes[i] = (round * 31 + number * 17) % 150;
        blocks[i] = (__shared int *)smem_malloc(4 * sizes[i], alignment);
        wrong += !blocks[i] || (uint32_t)blocks[i] % alignment || (uint32_t)blocks[i] < sizeof fixed;
        for (int k = muon_lane_id(); blocks[i] && k < sizes[i]; k += __MUON_LANES__)
            blocks[i][k] = 1000 * number + i;
    }
    for (int i = 0; i < BLOCKS; i++)
        smem_free(blocks[i]);
    return wrong;
}

static void limits(uint32_t all) {
    __shared void *whole = smem_malloc(all, 16);
    seen[0] = whole != 0;
    seen[1] = smem_largest();
    __shared void *nothing = smem_malloc(0, 0);
    seen[2] = nothing == 0;
    smem_free(nothing);
    smem_free(whole);
    seen[3] = smem_malloc(all + 1, 1) == 0 && smem_malloc(~0u, 16) == 0 && smem_malloc(16, 48) == 0;
    seen[4] = smem_largest() == all && smem_available() == all;
}

int main(void) {
    fixed[muon_lane_id()] = 7;
    uint32_t all = smem_largest();
    muon_all_warps_meet();
    seen[5] = 1;
    if (use(muon_cluster_warp()))
        seen[6] = 1;
    muon_all_warps_meet();
    if (muon_cluster_warp() == 0)
        limits(all);
    muon_all_warps_meet();
    __shared char *block = (__shared char *)smem_malloc(10, 16);
#if defined TWICE
    smem_free(block);
#elif defined OVER
    block[15] = 1;
#elif defined OVER_BY_1
    block[12] = 1;
#elif defined WILD
    block = (__shared char *)&fixed[1];
#elif defined INSIDE
    block += 4;
#endif
    smem_free(block);
    return 0;
}
