/* Random graphs on a cluster, a few of each number of slots, on machines of several shapes: with a warp for each
 * queue and with fewer.
 *
 * RUN: for shape in "1 2" "1 4" "2 8" "8 16"; do set -- $shape; muonc -O2 -mcores=$1 -mwarps=$2 -DFIRST=$2 %s random_graph.c -o %t.elf && musim --perturb=$2 %t.elf | tail -n 1; done
 * RUN: muonc -O0 %s random_graph.c -o %t.elf && for seed in 1 2; do musim --perturb=$seed %t.elf | tail -n 1; done */
#include "random_graph.h"

#include <neutrino/console.h>

#ifndef FIRST
#define FIRST 1
#endif

static struct graph graph;

void graph_delay(unsigned amount) {
    for (volatile unsigned i = 0; i < amount / 8; i++)
        ;
}

int main(void) {
    static const uint32_t slots[] = {1, 2, 16, 64};
    for (uint32_t seed = FIRST; seed < FIRST + 6; seed++) {
        if (muon_hart_id() == 0) {
            graph_make(&graph, seed, slots[seed % 4]);
            graph_ready(&graph);
        }
        muon_barrier(1, MUON_CLUSTER_WARPS);
        const char *wrong = graph_run(&graph);
        muon_barrier(1, MUON_CLUSTER_WARPS);
        if (__uniform(wrong)) {
            if (muon_hart_id() == 0)
                printf("seed %u, %u slots: %s\n", seed, graph.slots, wrong);
            return 1;
        }
    }
    if (muon_hart_id() == 0)
        printf("all graphs as they must be\n");
    return 0;
}
