/* A flag is released, but loaded without a fence behind it.
 *
 * RUN: sh race.sh %s %t */
#include "races.h"

#include <stdatomic.h>

_Atomic int flag;
static __shared int data;
int result;

int main(void) {
    if (me() == 0) {
        data = 5;
        atomic_store_explicit(&flag, 1, memory_order_release);
    } else if (me() == 1) {
        while (!atomic_load_explicit(&flag, EITHER(memory_order_relaxed, memory_order_acquire)))
            muon_thread_mask();
        result = data;
    }
    return 0;
}
