/* Make rules. System headers are named by a machine's own paths, so those are counted only.
 *
 * RUN: cd sources && nbc ../%s -MMD -o %t.nbin && cat %t.d
 * RUN: nbc %s sources/a.c -MMD -MP -MF %t.dep -MT 'a b' -MQ 'c $d' -o %t.nbin && cat %t.dep
 * RUN: nbc %s -MD -o %t.nbin && grep -c 'neutrino/task.h' %t.d
 * RUN: nbc %s -MMD --emit=header -MF %t.d >%t.h && cat %t.d
 * RUN: cp types.h '%t a#$b.h' && echo 'void a_task(void) {}' >%t.c && nbc %t.c -include '%t a#$b.h' -MMD -o %t.nbin && cat %t.d
 */
#include "types.h"
#include <neutrino/task.h>

void a_task(struct vec v) {
}
