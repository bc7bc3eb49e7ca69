static inline void complete(run_t run) {
    if (run) neutrino_complete(run, WARPS(1));
}
