/* The optimiser knows how large the numbers of lanes, warps and cores get: no test is left.
 * RUN: muonc -O2 -g0 -S -mcores=3 -mwarps=5 -mlanes=7 %s -o %t.s && grep -cE '^[[:space:]]+(vx_|call|tail|b[a-z]+[[:space:]])' %t.s
 * RUN: muonc -O2 -g0 -S -mcores=3 -mwarps=5 -mlanes=7 -DLESS=1 %s -o %t.s && grep -cE '^[[:space:]]+(vx_|call|tail|b[a-z]+[[:space:]])' %t.s
 */
#ifndef LESS
#define LESS 0
#endif
void impossible(void);

void kernel(void) {
    if (muon_lane_id() >= 7 - LESS)
        impossible();
    if (muon_warp_id() >= 5 - LESS)
        impossible();
    if (muon_core_id() >= 3 - LESS)
        impossible();
    if (muon_hart_id() >= 3 * 5 * 7 - LESS)
        impossible();
}
