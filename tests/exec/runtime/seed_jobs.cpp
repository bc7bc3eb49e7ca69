// The programming model's GEMM, softmax, GEMM with jobs, as it was first written down (the lines that
// are not indented), with declarations for the names that it leaves open.
//
// RUN: nbc -O1 tasks.c -o %t.nbin && muonc -O2 %s --neutrino=%t.nbin -o %t.elf && sh ../scoreboard/schedules.sh %t.elf
// RUN: muonc -O0 %s --neutrino=%t.nbin -o %t.elf && musim %t.elf
// RUN: muonc -O2 -DFIRST=5 %s --neutrino=%t.nbin -o %t.elf && musim %t.elf
// RUN: for wrong in 4 2; do muonc -O2 -DWRONG_WARP=$wrong %s --neutrino=%t.nbin -o %t.elf && musim %t.elf 2>&1 | grep -o "assertion.*" | sort -u; done
// RUN: muonc -O2 -DWRONG_SIZE -c %s --neutrino=%t.nbin -o %t.o 2>&1 | sed -n 's|.*error: ||p'
#include <neutrino/job.h>

#ifndef FIRST
#define FIRST 0
#endif
MUON_GROUP(four_warps, FIRST, 4);

constexpr int SIZE = 16, ROUNDS = 3;
__shared float smem_Q[SIZE * SIZE], smem_K[SIZE * SIZE], smem_QK[SIZE * SIZE], smem_P[SIZE * SIZE],
    smem_V[SIZE * SIZE], smem_O[SIZE * SIZE];
float got[ROUNDS][SIZE * SIZE];

static void do_softmax(__shared float *from, __shared float *to) {
    for (int row = four_warps::rank(); row < SIZE; row += four_warps::size)
        for (int i = muon_lane_id(); i < SIZE; i += __MUON_LANES__)
            to[row * SIZE + i] = from[row * SIZE + i] * 0.5f + 1.0f;
}

static void fragment(float *result) {
    using job_group = four_warps;
    constexpr auto MATMUL = matmul_task;
    muon::job<job_group> gemmQK_job, gemmPV_job;
    muon::simt_job<job_group> simt_job;
    int dim = SIZE;

// GEMM Q*KT
gemmQK_job = job_invoke(MATMUL, dim,
              smem_Q, smem_K, smem_QK);

// Softmax
#if defined WRONG_WARP
int warps[] = {0,1,2,WRONG_WARP};
#elif defined WRONG_SIZE
int warps[] = {0,1,2};
#elif FIRST
int warps[] = {FIRST,FIRST+1,FIRST+2,FIRST+3};
#else
int warps[] = {0,1,2,3};
#endif
simt_job = gemmQK_job.wait(warps);
do_softmax(smem_QK, smem_P);
simt_job.complete();

// GEMM P*V
gemmPV_job = job_invoke(MATMUL, dim,
              smem_P, smem_V, smem_O);

    simt_job = gemmPV_job.wait(warps);
    for (int i = four_warps::rank() * __MUON_LANES__ + muon_lane_id(); i < SIZE * SIZE;
         i += four_warps::size * __MUON_LANES__)
        result[i] = smem_O[i];
    simt_job.complete();
}

/* One lane, with the same operations. */
static bool is_right(int row, int column) {
    float sum = 0;
    for (int j = 0; j < SIZE; j++) {
        float qk = 0;
        for (int k = 0; k < SIZE; k++)
            qk += (float)((row * SIZE + k) % 7) * (float)((k * SIZE + j) % 5);
        sum += (qk * 0.5f + 1.0f) * (float)((j * SIZE + column) % 3);
    }
    for (int round = 0; round < ROUNDS; round++)
        if (got[round][row * SIZE + column] != sum)
            return false;
    return true;
}

int main() {
    for (int i = muon_hart_id(); i < SIZE * SIZE; i += MUON_CLUSTER_WARPS * __MUON_LANES__) {
        smem_Q[i] = i % 7;
        smem_K[i] = i % 5;
        smem_V[i] = i % 3;
    }
    muon_all_warps::meet();
    if (four_warps::mine())
        for (int round = 0; round < ROUNDS; round++)
            fragment(got[round]);
    muon_all_warps::meet();
    bool right = true;
    for (int i = muon_hart_id(); i < SIZE * SIZE; i += MUON_CLUSTER_WARPS * __MUON_LANES__)
        right = right && is_right(i / SIZE, i % SIZE);
    return !right;
}
