/* Random graphs on a cluster, a few of each number of slots: `first` is the number of the first. */
#include "random_graph.h"

#include <neutrino/console.h>

int first = 1, count = 6;
static struct graph graph;

void graph_delay(unsigned amount) {
    for (volatile unsigned i = 0; i < amount / 8; i++)
        ;
}

int main(void) {
    static const uint32_t slots[] = {1, 2, 16, 64};
    for (int i = 0; i < count; i++) {
        uint32_t seed = (uint32_t)(first + i);
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
    return 0;
}
