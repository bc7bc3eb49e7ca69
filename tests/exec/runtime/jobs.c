/* Jobs of groups of warps: one run, whoever comes; with arguments and without; after other jobs, of which
 * there may be more than a run can depend on; by two groups of the same size at once.
 *
 * RUN: nbc -O1 tasks.c -o %t.nbin && muonc -O2 %s --neutrino=%t.nbin -o %t.elf && sh ../scoreboard/schedules.sh %t.elf --dump=sums:i32
 * RUN: muonc -O0 %s --neutrino=%t.nbin -o %t.elf && musim %t.elf --dump=sums:i32
 * RUN: muonc -O2 -mcores=1 -mwarps=9 -mlanes=1 %s --neutrino=%t.nbin -o %t.elf && musim %t.elf --dump=sums:i32
 * RUN: muonc -O2 -DWRONG %s --neutrino=%t.nbin -o %t.elf 2>&1 | grep error: */
#include <neutrino/job.h>

MUON_GROUP(low, 0, 4);
MUON_GROUP(high, 4, 4);
MUON_GROUP(one, 8, 1);

int sums[8];

#define WORK(group, number)                                                                        \
    for (int i = 1; i <= 20; i++) {                                                                \
        job_t sum = job_invoke(group, add_task, &sums[number], i);                                 \
        simt_job_t mine = job_wait(group, sum);                                                    \
        if (group##_leader())                                                                      \
            sums[number + 1] += sums[number];                                                      \
        job_complete(group, mine);                                                                 \
        job_sync(group, job_invoke_after(group, after(mine), nothing_task));                       \
        group##_meet();                                                                            \
    }

static void many(void) {
    job_t jobs[14];
    sums[6] = 1;
    for (int i = 0; i < 14; i++)
        jobs[i] = job_invoke(one, multiply_task, &sums[6], 3);
    job_t last = job_invoke_after(
        one,
        after(jobs[0], jobs[1], jobs[2], jobs[3], jobs[4], jobs[5], jobs[6], jobs[7], jobs[8],
              jobs[9], jobs[10], jobs[11], jobs[12], jobs[13]),
        add_task, &sums[6], 7);
    job_complete(one, job_wait(one, last));
}

int main(void) {
    if (low_mine()) {
        WORK(low, 0)
    } else if (high_mine()) {
        WORK(high, 2)
    } else if (one_mine()) {
        many();
#ifdef WRONG
        job_invoke(one, add_task, &sums[0]);
        job_invoke(one, add_task, 1, 2, 3);
        job_invoke(one, nothing_task, 1);
        job_invoke(one, sub_task, 1);
#endif
    }
    return 0;
}
