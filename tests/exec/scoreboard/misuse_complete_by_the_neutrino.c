/* The Neutrino completes a run that is not live.
 *
 * RUN: nbc tasks.c -o %t.nbin && muonc -O2 -w -g %s --neutrino=%t.nbin -o %t.elf && sh report.sh %t.elf */
#include "rules.h"

int main(void) {
    if (me())
        return 0;
    neutrino_payload((complete_args_t){0x05000007});
    neutrino_invoke(complete_task, NO_DEPS, SYNC | SINGLE_THREAD);
    return 0;
}
