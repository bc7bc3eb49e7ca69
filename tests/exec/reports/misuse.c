/* A run of a sync point that two warps bring different dependencies to.
 *
 * RUN: muonc -O2 -w -g %s -o %t.elf && sh ../scoreboard/report.sh %t.elf */
#include <neutrino/muon.h>

NEUTRINO_SYNC(stage0);
NEUTRINO_SYNC(stage1);

int main(void) {
    if (muon_core_id())
        return 0;
    if (muon_warp_id() == 0)
        neutrino_invoke(stage1, DEPS(stage0(1)), ASYNC | WARPS(2));
    muon_barrier(1, __MUON_WARPS__);
    if (muon_warp_id() == 1)
        neutrino_invoke(stage1, DEPS(stage0(2)), ASYNC | WARPS(2));
    return 0;
}
