/* Clusters see one global memory, and nothing but the launch orders them.
 *
 * RUN: sh race.sh %s %t --musim:--clusters=2 */
#include "races.h"

int data[2], result[2];

int main(void) {
    int cluster = muon_cluster_id();
    if (me() == 0)
        data[cluster] = cluster + 4;
    meet(1, ALL);
    if (me() == 1)
        result[cluster] = data[EITHER(0, cluster)];
    return 0;
}
