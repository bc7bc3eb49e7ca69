/* RUN: muonc -O2 -Wall -Werror %s -o vote.elf && musim --check=all vote.elf */
#include <stdbool.h>

__shared bool votes[MUON_CLUSTER_WARPS];

int main(void) {
    __shared bool *vote = &votes[muon_cluster_warp()];
    bool mine = muon_lane_id() == 3;
    FRAGMENT
    return !any;
}
