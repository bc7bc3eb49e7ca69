#ifdef CHECKS
static void header_checks(run_t run) { neutrino_invoke(0, DEPS(run, run, run, run), WARPS(1)); }
#elif defined DIVERGENT
static inline void header_meets(void) { { neutrino_invoke(0, NO_DEPS, SYNC | WARPS(2) | SIGNAL); } }
#endif
