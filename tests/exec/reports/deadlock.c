/* Waiting for a stage that nobody starts, and one that lacks a participant.
 *
 * RUN: muonc -O2 -w -g %s -o %t.elf && sh ../scoreboard/report.sh %t.elf */
#include <neutrino/muon.h>

NEUTRINO_SYNC(stage0);
NEUTRINO_SYNC(stage1);

int main(void) {
    if (muon_core_id())
        return 0;
    if (muon_warp_id() == 0)
        neutrino_invoke(0, DEPS(stage0(1)), SYNC | WARPS(1));
    if (muon_warp_id() == 1)
        neutrino_invoke(stage1, NO_DEPS, SYNC | WARPS(2));
    return 0;
}
