/* What a program does that has kernels for work-items and no main, if it is started without the
 * name of one. The host launches such programs, and hands graphs to them: graph.c is linked in. */
#include "items.h"

#include <neutrino/console.h>

int neutrino_only_kernels(void);
void neutrino_run_graph(void);
__attribute__((used, retain)) static void (*const run_graph)(void) = neutrino_run_graph;

int neutrino_only_kernels(void) {
    if (muon_cluster_id() == 0 && items_warp() == 0 && items_lane() == 0)
        printf("there is no main, but there are kernels: musim --kernel='…' launches one\n");
    return 1;
}
