/* RUN: muonc -O2 -Wall -Wextra -Werror %s -o divergent.elf && musim --check=all divergent.elf */
#include <neutrino/lanes.h>
float x[__MUON_LANES__], negative[__MUON_LANES__];

int main(void) {
    uint32_t lane = muon_lane_id(), first = 0;
    if (muon_cluster_warp())
        return 0;
    x[lane] = lane % 3 ? (float)lane : -(float)lane - 1;
FRAGMENT
    uint32_t negatives = muon_reduce_add(x[lane] < 0 ? 1u : 0u);
    return muon_any(lane < negatives && negative[lane] != -3.0f * (float)lane - 1);
}
