/* What a program does that has kernels for work-items and no main, if it is started without the
 * name of one. */
#include "items.h"

#include <neutrino/console.h>

int neutrino_only_kernels(void);

int neutrino_only_kernels(void) {
    if (muon_cluster_id() == 0 && items_warp() == 0 && items_lane() == 0)
        printf("there is no main, but there are kernels: musim --kernel='…' launches one\n");
    return 1;
}
