/* Invokes of sync points: with the id, where it is a constant; from a register, where it is chosen. At -O0,
 * where nothing is inlined, an id that is an argument stays one. And in the user's own assembly.
 * RUN: muonc -O2 -mcores=1 -mwarps=1 %s -o %t.elf && muobjdump -d %t.elf | sed -n 's/.*\(nu.invoke[a-z.]*\).*, \([0-9a-z]*\), zero, zero, zero, 1$/\1 \2/p'
 * RUN: musim %t.elf
 * RUN: muonc -O0 -mcores=1 -mwarps=1 %s -o %t.elf && musim %t.elf
 */
#include <neutrino/muon.h>
#include <stdio.h>

NEUTRINO_SYNC(first);
NEUTRINO_SYNCS(several, 3);
volatile uint32_t which = 1;

static run_t invoke(int id) {
    return neutrino_invoke(id, NO_DEPS, ASYNC | WARPS(1) | IMMEDIATE | DUMMY);
}

/* A name of the program's own for a sync point's. */
__asm__(".globl second\n second = __neutrino_sync_first + 2");

int main(void) {
    run_t runs[] = {invoke(NEUTRINO_SYNC_ID(first, 0)), invoke(NEUTRINO_SYNC_ID(several, 2)),
                    invoke(NEUTRINO_SYNC_ID(several, __uniform(which))), 0};
    __asm__ volatile("nu.invokei.ri.pw.async %0, second, x0, x0, x0, 1" : "=r"(runs[3]));
    if (muon_lane_id() == 0)
        for (int i = 0; i < 4; i++)
            printf("%u: run %u\n", (unsigned)runs[i] >> 24, (unsigned)runs[i] & 0xffffff);
    return 0;
}
