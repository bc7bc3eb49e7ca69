// RUN: muonc -O2 -Wall -Werror -c %s --neutrino=tasks.nbin -o jobs.o
#include <neutrino/job.h>

MUON_GROUP(four, 0, 4);
constexpr auto MATMUL = matmul_task;
__shared float smem_Q[64], smem_K[64], smem_QK[64], smem_P[64], smem_V[64], smem_O[64];
void do_softmax(__shared float *from, __shared float *to);

int main() {
    using job_group = four;
    muon::job<job_group> gemmQK_job, gemmPV_job;
    muon::simt_job<job_group> simt_job;
    int dim = 8;
    FRAGMENT
}
