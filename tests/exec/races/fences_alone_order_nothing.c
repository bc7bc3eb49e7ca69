/* Each warp has a fence, and they do not meet.
 *
 * RUN: sh race.sh %s %t */
#include "races.h"

int data, result;

int main(void) {
    if (me() == 0) {
        data = 5;
        muon_fence();
    }
    FIX(meet(1, ALL);)
    if (me() == 1) {
        muon_fence();
        result = data;
    }
    return 0;
}
