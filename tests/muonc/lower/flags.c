/* Flags: constants, not contradictory, with a participation of 1 to 64.
 * RUN: nbc tasks.c -o %t.nbin --header=%t.h && muonc --neutrino=%t.nbin --emit=lowered %s */
#define SEVENTY WARPS(70)
#define BARRIER(n) neutrino_invoke(0, NO_DEPS, SYNC | WARPS(n) | IMMEDIATE)
#define NOBODY SYNC
#define WITHOUT(flags) neutrino_invoke(0, NO_DEPS, flags)
#define BOTH(who) neutrino_invoke(0, NO_DEPS, SYNC | ASYNC | who)
int variable = 4;
void f(run_t run, int parameter) {
    neutrino_invoke(0, NO_DEPS, SYNC | ASYNC | WARPS(1));
    neutrino_invoke(0, NO_DEPS, IMMEDIATE | SIGNAL | WARPS(1));
    neutrino_invoke(0, NO_DEPS, MANUAL | SIGNAL | WARPS(1));
    neutrino_invoke(0, NO_DEPS, THREADS(1) | WARPS(1));
    neutrino_invoke(0, NO_DEPS, WARPS(1) | WARPS(2));
    neutrino_invoke(empty_task, NO_DEPS, DUMMY | WARPS(1));
    neutrino_invoke(0, NO_DEPS, SYNC);
    neutrino_invoke(0, NO_DEPS, variable);
    neutrino_invoke(0, NO_DEPS, SYNC | WARPS(parameter));
    neutrino_invoke(0, NO_DEPS, SYNC | WARPS(0));
    neutrino_invoke(0, NO_DEPS, SYNC | WARPS(65));
    neutrino_invoke(0, NO_DEPS, SYNC | WARPS(-1));
    neutrino_invoke(0, NO_DEPS, SYNC | THREADS(100000));
    neutrino_invoke(0, NO_DEPS, SYNC | SEVENTY);
	neutrino_invoke(0, /* a, b */ NO_DEPS,
	                SYNC |
	                WARPS(77));
    if (parameter) BARRIER(88);
    if (parameter > SIGNAL) { BARRIER(4); neutrino_invoke(0, NO_DEPS, SYNC | WARPS(99)); }
    neutrino_complete(run, SYNC | WARPS(1));
    neutrino_complete(run, SYNC);
    neutrino_complete(run, WARPS(1) | CORES(1));
    neutrino_complete(run, WARPS(0));
    neutrino_complete(run, parameter);
    neutrino_invoke(empty_task, NO_DEPS, ASYNC | SIGNAL);
    neutrino_invoke(0, NO_DEPS, WARPS(1)|SYNC|ASYNC);
    neutrino_invoke(0, NO_DEPS, ASYNC | /* a comment */ SYNC | WARPS(1));
    neutrino_invoke(0, NO_DEPS, NOBODY);
    WITHOUT(SYNC);
    BOTH(WARPS(1));
    neutrino_invoke(0, NO_DEPS, SYNC | ASYNC |
                                WARPS(1));
}
