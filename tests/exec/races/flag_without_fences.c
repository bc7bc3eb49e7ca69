/* A volatile flag is polled: nothing orders the data, nor the flag.
 *
 * RUN: sh race.sh %s %t */
#include "races.h"

#include <stdatomic.h>

EITHER(volatile, _Atomic) int flag;
int data, result;

int main(void) {
    if (me() == 0) {
        data = 5;
        EITHER(flag = 1, atomic_store_explicit(&flag, 1, memory_order_release));
    } else if (me() == 1) {
        while (!EITHER(flag, atomic_load_explicit(&flag, memory_order_acquire)))
            muon_thread_mask();
        result = data;
    }
    return 0;
}
