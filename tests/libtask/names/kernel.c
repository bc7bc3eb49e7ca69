/* Functions of a program's own by any of the runtime's names, but those that it calls, change nothing.
 *
 * RUN: sh own_names.sh muon 'muon_exit(99)' printf >%t.c; grep -cE ' (console_put|memcpy|vprintf|cbrtf)\(' %t.c
 * RUN: muonc -w -fno-builtin -DPRINT %t.c %s -o %t.elf && musim %t.elf
 * RUN: sh own_names.sh muon 'muon_exit(99)' snprintf puts strcpy cbrtf hypotf >%t.c
 * RUN: muonc -w -fno-builtin -DCALL %t.c %s -o %t.elf && musim %t.elf
 * RUN: sh own_names.sh muon 'muon_exit(99)' >%t.c
 * RUN: muonc -w -fno-builtin -DASSERT %t.c %s -o %t.elf && musim %t.elf
 *
 * One that has its own gets that.
 * RUN: printf 'int puts(const char *text) { return 42; }\n' >%t.c
 * RUN: muonc -fno-builtin -DOWN %t.c %s -o %t.elf && musim %t.elf
 */
#include <assert.h>
#include <math.h>
#include <neutrino/muon.h>
#include <stdio.h>
#include <string.h>

int main(void) {
    if (muon_hart_id() || muon_cluster_id())
        return 0;
#if defined PRINT
    volatile double third = 1.0 / 3;
    printf("%d %s %.20f %e\n", 42, "text", third, third * 3);
#elif defined CALL
    char text[40], copy[40];
    volatile float x = 27, y = 4;
    snprintf(text, sizeof text, "%g %g", (double)cbrtf(x), (double)hypotf(3, y));
    strcpy(copy, text);
    puts(copy);
#elif defined ASSERT
    volatile int zero = 0;
    assert(zero);
#elif defined OWN
    printf("%d\n", puts("unseen"));
#endif
    return 0;
}
