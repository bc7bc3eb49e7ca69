/* Each cluster has a shared memory of its own; what is global is everybody's.
 *
 * RUN: sh race.sh %s %t --musim:--clusters=2 */
#include "races.h"

static __shared int mine;
int everybodys[2];

int main(void) {
    if (me() == 0) {
        mine = muon_cluster_id() + 1;
        everybodys[EITHER(0, muon_cluster_id())] = mine;
    }
    return 0;
}
