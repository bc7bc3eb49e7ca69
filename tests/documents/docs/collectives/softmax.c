/* RUN: muonc -O2 -Wall -Wextra -Werror %s -o softmax.elf && musim --check=all softmax.elf */
#include <math.h>
FRAGMENT
float x[__MUON_LANES__];

int main(void) {
    if (muon_cluster_warp())
        return 0;
    float weight = softmax(x[muon_lane_id()]);
    return !(fabsf(muon_reduce_add(weight) - 1) < 1e-6f);
}
