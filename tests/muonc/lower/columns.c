/* What is said of a call, by lowering and by the IR step, points at the user's token.
 *
 * RUN: nbc tasks.c -o %t.nbin --header=%t.h
 * RUN: muonc --neutrino=%t.nbin -DCHECKS -c %s -o %t.o
 * RUN: muonc --neutrino=%t.nbin -DDIVERGENT -c %s -o %t.o
 * RUN: muonc --neutrino=%t.nbin -O0 -w %s -o %t.elf && muobjdump -dl %t.elf | grep '; columns.c' | sort -u -t: -k2n -k3n
 */
#include "columns.h"

#define BARRIER(n) neutrino_invoke(0, NO_DEPS, SYNC | WARPS(n) | IMMEDIATE)
#define AFTER(run) DEPS(run)
#define WRONG SYNC | ASYNC | WARPS(1)
#define ONE 1

#ifdef CHECKS
void checks(run_t a, float x) {
    int n = ONE; neutrino_invoke(0, NO_DEPS, ASYNC); n = ONE; neutrino_invoke(0, NO_DEPS, SYNC | SIGNAL | MANUAL | WARPS(1));
    neutrino_invoke(0, DEPS(a, neutrino_invoke(0, DEPS(a), WARPS(65))), WARPS(1));
    BARRIER(n); (void)ONE; BARRIER(0);
    neutrino_invoke(0, AFTER(x), WARPS(1));	neutrino_invoke(0, NO_DEPS, WRONG);
    neutrino_invoke( /* é */ 300 , DEPS( a ,
        /* ( */ a, x /* ) */ ) , // ,
        SYNC |
            ASYNC | WARPS(1));
    neutrino_complete(a, WARPS(1) | MANUAL), neutrino_complete(x, ONE ? WARPS(2) : WARPS(3));
    header_checks(a);
#line 7 "columns.h"
    neutrino_payload(1);
}
#elif defined DIVERGENT
int divergent(run_t run) {
    int n = 0;
    if (muon_lane_id() < 3) { n = ONE; BARRIER(4); n++; neutrino_invoke(0, DEPS(run),
        SYNC | WARPS(4) | IMMEDIATE); header_meets(); }
    return n;
}
#else
int main(void) {
    if (muon_core_id())
        return 0;
    int zero = 0;
    neutrino_payload((matmul_args_t){(void *)(zero + 4),
                                     (void *)(zero + 8)}); run_t run = neutrino_invoke(matmul_task, DEPS(zero + ONE,
        zero + 2), SINGLE_THREAD); run += neutrino_invoke(zero + 0, NO_DEPS, WARPS(1));
    return run == 12345;
}
#endif
