#include <neutrino/console.h>
#include <neutrino/job.h>

int numbers[3] = {1, 2, 3}, result;

int main(void) {
    job_sync(muon_all_warps, job_invoke(muon_all_warps, sum_task, numbers, 3, &result));
    if (muon_hart_id() == 0)
        printf("%d\n", result);
}
