#pragma once
static inline void once(run_t run) { neutrino_invoke(0, DEPS(run), ASYNC | WARPS(3)); }
