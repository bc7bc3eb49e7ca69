/* The main of the programs beside this: runs one and compares its buffers with what its check
 * computes, one task after the other, in the order of the text. */
#include <neutrino/view.h>

#include <stdio.h>
#include <string.h>

#ifdef __MUON_LANES__
#define FIRST (muon_hart_id() == 0)
#else
#define FIRST 1
#endif

/* Operations that do not commute: each place has its own. */
#define MIX(x, k) (3 * (x) + (k))
#define TURN(x, k) ((5 * (x)) ^ (k))

#define COMPARE(got, want)                                                                         \
    printf(memcmp(got, want, sizeof(want)) ? #got " is wrong\n" : #got " is right\n")

#define MAIN(run, check)                                                                           \
    int run(void);                                                                                 \
    int main(void) {                                                                               \
        int failed = run();                                                                        \
        if (FIRST)                                                                                 \
            check();                                                                               \
        return failed;                                                                             \
    }
