/* Jobs as C++ has them: what job.h says, with the group as a type. Included by job.h. */
#ifndef NEUTRINO_JOB_HPP
#define NEUTRINO_JOB_HPP
#pragma GCC system_header

#include <assert.h>

namespace muon {

/* The run in which a group waits for a job, and which its warps complete. */
template <class group> struct simt_job {
    run_t run = 0;

    operator run_t() const { return run; }
    void complete() const { group::complete_(run); }
};

template <class group> struct job {
    run_t run = 0;

    operator run_t() const { return run; }

    simt_job<group> wait() const { return {group::wait_(run)}; }

    /* Waits, and no more. */
    void sync() const { group::sync_(run, 0, 0); }

    /* With the group's warps spelled out. That they are the group's is asserted. */
    template <class warp_t, unsigned size> simt_job<group> wait(const warp_t (&warps)[size]) const {
        static_assert(size == group::size, "these are not as many warps as the job's group has");
        uint64_t named = 0;
        for (unsigned i = 0; i < size; i++)
            if (neutrino_group_has_((uint32_t)warps[i], group::first, group::mask))
                named |= UINT64_C(1) << ((uint32_t)warps[i] - group::first);
        assert(named == group::mask && "the warps of wait() are those of the job's group");
        return wait();
    }
};

template <class... runs_t>
__attribute__((always_inline)) inline muon_after_t after(const runs_t &...runs) {
    static_assert(sizeof...(runs) <= MUON_MOST_DEPENDENCIES, "more than 27 dependencies");
    const run_t all[] = {static_cast<run_t>(runs)..., 0};
    return neutrino_after_(all, sizeof...(runs));
}

/* job_invoke_after as a function, of any group. */
template <class group, class task_t, class... arguments_t>
__attribute__((always_inline)) inline job<group> invoke_after(muon_after_t dependencies, task_t task,
                                                              arguments_t... arguments) {
    return {NEUTRINO_JOB_(group::size, group::arrive_(), group::leader(),
                          group::end_job_(neutrino_run_), group::job_(neutrino_met_), dependencies,
                          task, neutrino_signature<task_t>::arguments(arguments...))};
}
template <class group, class task_t, class... arguments_t>
__attribute__((always_inline)) inline job<group> invoke(task_t task, arguments_t... arguments) {
    return invoke_after<group>(muon_after_t(), task, arguments...);
}

} // namespace muon

/* The group of the jobs that are made where another is not in scope. */
#if MUON_CLUSTER_WARPS <= 64
using job_group = muon_all_warps;
#endif

#define job_invoke(...) job_invoke_after(muon_after_t(), __VA_ARGS__)
#define job_invoke_after(dependencies, task, ...)                                                  \
    (muon::job<job_group>{NEUTRINO_JOB_(                                                           \
        job_group::size, job_group::arrive_(), job_group::leader(),                                   \
        job_group::end_job_(neutrino_run_), job_group::job_(neutrino_met_), dependencies, task,    \
        neutrino_signature<decltype(task)>::arguments(__VA_ARGS__))})

#endif
