/* RUN: muonc -O2 -Wall -Wextra -Werror %s -o histogram.elf && musim --check=all histogram.elf */
#include <neutrino/job.h>
FRAGMENT
int main(void) {
    count(muon_hart_id());
    muon_all_warps_meet();
    uint32_t all = MUON_CLUSTER_WARPS * __MUON_LANES__, bin = muon_hart_id() % 64;
    return bins[bin] != all / 64 + (bin < all % 64);
}
