/* What the kernels of this folder have in common. Each has one fault that depends on the schedule, or
 * none if FIXED is defined; race.sh shows what is found. */
#include <stdint.h>

#define ALL (__MUON_CORES__ * __MUON_WARPS__)

#ifdef FIXED
#define FIX(...) __VA_ARGS__
#define BUG(...)
#define EITHER(bug, fix) fix
#else
#define FIX(...)
#define BUG(...) __VA_ARGS__
#define EITHER(bug, fix) bug
#endif

/* This warp's number in the cluster. */
static inline int me(void) {
    return muon_core_id() * __MUON_WARPS__ + muon_warp_id();
}

static inline void meet(int barrier, int warps) {
    muon_barrier(barrier, warps);
}

/* Stalls the warp until the run has retired. */
static inline void wait_for(run_t run) {
    neutrino_invoke(0, DEPS(run), SYNC | WARPS(1) | IMMEDIATE);
}
