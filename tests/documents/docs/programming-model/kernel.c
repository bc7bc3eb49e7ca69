#include <neutrino/job.h>

MUON_GROUP(four, 0, 4);

int sums[4];

int main(void) {
    if (four_mine())
        job_invoke(four, add_task, &sums[0]);
}
