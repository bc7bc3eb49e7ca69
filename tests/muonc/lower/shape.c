/* ALL_WARPS and CLUSTER are those of the machine's shape.
 * RUN: muonc -mcores=4 -mwarps=16 --emit=lowered %s
 * RUN: muonc -mcores=8 -mwarps=16 --emit=lowered %s */
int cores = __MUON_CORES__, warps = __MUON_WARPS__, lanes = __MUON_LANES__;
void meet(void) {
    neutrino_invoke(0, NO_DEPS, SYNC | CLUSTER);
    neutrino_invoke(0, NO_DEPS, SYNC | ALL_WARPS);
}
