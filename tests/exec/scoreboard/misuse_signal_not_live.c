/* The Neutrino signals a run that was never created.
 *
 * RUN: nbc tasks.c -o %t.nbin && muonc -O2 -w -g %s --neutrino=%t.nbin -o %t.elf && sh report.sh %t.elf */
#include "rules.h"

int main(void) {
    if (me())
        return 0;
    neutrino_payload((release_args_t){task_run(held_task, 3)});
    neutrino_invoke(release_task, NO_DEPS, SYNC | SINGLE_THREAD);
    return 0;
}
