/* Runs that are completed for whole warps where some lanes may have gone another way. Compiled as C.
 * RUN: for o in 0 2; do muonc -O$o -c %s -o %t.o 2>&1 | sed "s,muon.h:[0-9:]*,muon.h:,"; done
 * RUN: muonc -O2 -c -Werror -Wno-nu-divergent-sync %s -o %t.o
 */
#include <neutrino/job.h>

MUON_GROUP(four, 0, 4);
int table[64];

/* Each of these is one warning. */
void warps(run_t run) {
    if (muon_lane_id() < 4)
        neutrino_complete(run, WARPS(1));
}
void cores_after_a_return(run_t run) {
    if (table[muon_lane_id()])
        return;
    neutrino_complete(run, CORES(1));
}
void job(job_t product) {
    simt_job_t mine = job_wait(four, product);
    if (muon_lane_id() < 4)
        job_complete(four, mine);
}

/* None of these is. */
void lanes(run_t run) {
    if (muon_lane_id() < 4)
        neutrino_complete(run, THREADS(4));
}
void one_warp_of_several(run_t run) {
    if (muon_warp_id() == 0)
        neutrino_complete(run, WARPS(1));
}
