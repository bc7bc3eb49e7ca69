/* Runs that are completed for whole warps in divergent code, in templates: one warning for a place,
 * however many instances there are of it.
 * RUN: for o in 0 2; do muonc -O$o -c %s -o %t.o 2>&1 | grep -A1 "warning\|error"; done
 */
#include <neutrino/job.h>

MUON_GROUP(four, 0, 4);
int table[64];

template <int N> void complete(run_t run) {
    if (muon_lane_id() < N)
        neutrino_complete(run, WARPS(N)); // a warning
}
template void complete<1>(run_t);
template void complete<2>(run_t);
template void complete<3>(run_t);

template <int N> static void finish(run_t run) {
    neutrino_complete(run, WARPS(N));
}
template <int N> static void lanes(run_t run) {
    neutrino_complete(run, THREADS(N));
}
void calls(run_t run) {
    if (muon_lane_id() < 4)
        finish<2>(run); // a warning
    if (muon_lane_id() < 3)
        lanes<3>(run);
    finish<3>(run);
}

template <class job_t> void on_job(job_t job) {
    auto mine = job.wait();
    if (table[muon_lane_id()])
        mine.complete(); // a warning
}
void jobs(run_t run) {
    on_job(muon::job<four>{run});
}
