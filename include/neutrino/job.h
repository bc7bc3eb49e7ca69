/* Jobs: runs of tasks that a group of warps (group.h) starts together and waits for together.
 *
 *   MUON_GROUP(four, 0, 4);
 *
 *   job_t product = job_invoke(four, matmul_task, a, b, n);        one run, whoever comes
 *   job_t next = job_invoke_after(four, after(product), …);        after other jobs and runs
 *   simt_job_t mine = job_wait(four, product);                     sleeps until it has retired
 *   …                                 what the group does now is a run, too
 *   job_complete(four, mine);                                      until all have completed it
 *
 * In C++ the group is the one in scope, job_group, if none is said to be all warps of the cluster;
 * jobs have a type with methods:
 *
 *   using job_group = four;
 *   job product = job_invoke(matmul_task, a, b, n);
 *   auto mine = product.wait();
 *   …
 *   mine.complete();
 *
 * The arguments are the task's parameters; too few, too many, or of another type are errors that
 * name them. A job is an ordinary run id (run_t) of a sync point of the group's and can be depended
 * on, also by who is in no group.
 *
 * Cost, in instructions of each warp: the group meets (1), the first warp sends the arguments (1
 * for each 12 bytes), invokes the task (1) and names its end (1); the id is computed (1 or 2). A
 * group of one warp has the payload and the invoke. wait, sync and complete are 1 each. */
#ifndef NEUTRINO_JOB_H
#define NEUTRINO_JOB_H
#pragma GCC system_header

#include "neutrino/group.h"

#if MUON_CLUSTER_WARPS <= 64
MUON_GROUP(muon_all_warps, 0, MUON_CLUSTER_WARPS);
#endif

/* The dependencies of a job: after(run, …), of up to 27 jobs and runs. A run depends on three at
 * most, so more are brought together by threes in runs of their own, by the group's first warp
 * alone. */
typedef struct {
    run_t run[3];
} muon_after_t;
#define MUON_MOST_DEPENDENCIES 27

/* Makes one run of each three, in place. The loops have constant bounds so that they can be
 * unrolled. */
NEUTRINO_INLINE_ unsigned neutrino_join_threes_(run_t *runs, unsigned count) {
#pragma clang loop unroll(full)
    for (unsigned i = 0; i < MUON_MOST_DEPENDENCIES / 3; i++)
        if (3 * i < count)
            runs[i] = neutrino_invoke(0, DEPS(runs[3 * i], runs[3 * i + 1], runs[3 * i + 2]),
                                      ASYNC | WARPS(1) | IMMEDIATE);
    return (count + 2) / 3;
}

NEUTRINO_INLINE_ muon_after_t neutrino_after_(const run_t *runs, unsigned count) {
    run_t all[MUON_MOST_DEPENDENCIES];
#pragma clang loop unroll(full)
    for (unsigned i = 0; i < MUON_MOST_DEPENDENCIES; i++)
        all[i] = i < count ? runs[i] : 0;
    if (count > 9) {
        count = neutrino_join_threes_(all, count);
        all[count] = all[count + 1] = 0;
    }
    if (count > 3) {
        count = neutrino_join_threes_(all, count);
        all[count] = all[count + 1] = 0;
    }
    return (muon_after_t){{all[0], all[1], all[2]}};
}

/* The task's run, by the first warp of a group that has met; the job's id for all. `dependencies`
 * are looked at by that warp alone. */
#define NEUTRINO_JOB_(size, arrive, leader, end_job, job, dependencies, task, arguments)           \
    __extension__({                                                                                \
        run_t neutrino_met_ = (size) > 1 ? arrive : 0, neutrino_run_ = 0;                          \
        if ((size) == 1 || leader) {                                                               \
            muon_after_t neutrino_after = dependencies;                                            \
            neutrino_payload(arguments);                                                           \
            neutrino_run_ = neutrino_invoke(                                                       \
                task, DEPS(neutrino_after.run[0], neutrino_after.run[1], neutrino_after.run[2]),   \
                ASYNC | WARPS(1) | SIGNAL);                                                        \
            if ((size) > 1)                                                                        \
                end_job;                                                                           \
        }                                                                                          \
        (size) > 1 ? job : neutrino_run_;                                                          \
    })

#ifdef __cplusplus
#include "neutrino/job.hpp"
#else

typedef run_t job_t, simt_job_t;

#define after(...)                                                                                 \
    neutrino_after_((run_t[]){__VA_ARGS__}, sizeof((run_t[]){__VA_ARGS__}) / sizeof(run_t))
#define job_invoke(group, ...) job_invoke_after(group, ((muon_after_t){{0, 0, 0}}), __VA_ARGS__)
#define job_invoke_after(group, dependencies, task, ...)                                           \
    NEUTRINO_JOB_(group##_size, group##_arrive_(), group##_leader(),                               \
                  group##_end_job_(neutrino_run_), group##_job_(neutrino_met_), dependencies,      \
                  task, NEUTRINO_ARGUMENTS_(task)(__VA_ARGS__))
#define NEUTRINO_ARGUMENTS_(task) NEUTRINO_ARGUMENTS_OF_(task)
#define NEUTRINO_ARGUMENTS_OF_(task) NEUTRINO_ARGUMENTS_##task
#define job_wait(group, job) group##_wait_(job)
/* Of up to three jobs and runs. */
#define job_sync(group, ...) NEUTRINO_SYNC_THREE_(group, __VA_ARGS__, 0, 0)
#define NEUTRINO_SYNC_THREE_(group, a, b, c, ...) ((void)group##_sync_(a, b, c))
#define job_complete(group, run) group##_complete_(run)

#endif
#endif
