static inline void FUNCTION(run_t run) {
    neutrino_invoke(0, DEPS(run), ASYNC | FLAGS);
}
