/* Waiting in divergent code where a template parameter says for whom.
 * RUN: muonc -O0 -c %s -o %t.o 2>&1 | grep "warning\|error"
 * RUN: muonc -O2 -c %s -o %t.o 2>&1 | grep "warning\|error"
 */
#include <neutrino/muon.h>

template <int N> static void wait_for_threads() {
    neutrino_invoke(0, NO_DEPS, SYNC | THREADS(N));
}
template <int N> static void meet() {
    neutrino_invoke(0, NO_DEPS, ASYNC | WARPS(N));
}

extern "C" void kernel() {
    uint32_t lane = muon_lane_id();
    if (lane < 4)
        wait_for_threads<1>(); // a warning
    if (lane < 3)
        wait_for_threads<2>(); // a warning
    if (lane < 2)
        meet<2>(); // a warning
    wait_for_threads<2>();
    meet<2>();
}
