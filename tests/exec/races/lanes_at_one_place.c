/* Lanes of one instruction store different values to one word.
 *
 * RUN: sh race.sh %s %t */
#include "races.h"

int result[__MUON_LANES__];

int main(void) {
    if (me() == 0)
        result[EITHER(muon_lane_id() / 2, muon_lane_id())] = 3 * muon_lane_id() + 1;
    return 0;
}
