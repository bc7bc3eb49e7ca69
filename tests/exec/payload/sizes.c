/* Payloads of 1 to 768 bytes arrive byte for byte. The values are in memory, read at run time.
 *
 * RUN: nbc -O1 tasks.c -o %t.nbin
 * RUN: for o in 0 1 2 3 s; do muonc -O$o %s --neutrino=%t.nbin -o %t.elf && musim %t.elf --dump=right:i32; done */
#include "sizes.h"

int right;

#define SEND(size)                                                                                 \
    {                                                                                              \
        static struct bytes##size all;                                                             \
        for (int i = 0; i < size; i++)                                                             \
            all.b[i] = BYTE(size, i);                                                              \
        neutrino_payload((send##size##_args_t){all});                                              \
        last = neutrino_invoke(send##size##_task, NO_DEPS, ASYNC | SINGLE_THREAD | SIGNAL);        \
        expected++;                                                                                \
    }

int main(void) {
    run_t last;
    int expected = 0;
    if (muon_core_id() != 0 || muon_warp_id() != 0)
        return 0;
    neutrino_payload((open_args_t){&right});
    neutrino_invoke(open_task, NO_DEPS, ASYNC | SINGLE_THREAD | SIGNAL);
    SIZES(SEND)
    neutrino_invoke(0, DEPS(last), SYNC | WARPS(1) | IMMEDIATE);
    return right == expected ? 0 : 1;
}
