/* What the kernels of this folder have in common. Each shows one rule of docs/tasks.md; what it saw
 * is in seen, and does not depend on the schedule: the RUN lines try several. Warps are brought in
 * order by the hardware barrier, which the scoreboard has no part in. */
#define ALL (__MUON_CORES__ * __MUON_WARPS__)

int seen[8];

/* This warp's number in the cluster. */
static inline int me(void) {
    return muon_core_id() * __MUON_WARPS__ + muon_warp_id();
}

/* No warp goes on before all have come here. */
static inline void step(void) {
    muon_fence();
    muon_barrier(1, ALL);
}

/* The statement by one warp, and all others after it. */
#define IN_TURN(warp, statement)                                                                   \
    do {                                                                                           \
        if (me() == (warp))                                                                        \
            statement;                                                                             \
        step();                                                                                    \
    } while (0)

/* Stalls the warp until the run has retired. */
static inline void wait_for(run_t run) {
    neutrino_invoke(0, DEPS(run), SYNC | WARPS(1) | IMMEDIATE);
}
