/* A recursion without an end.
 *
 * RUN: muonc -O2 -w -g %s -o %t.elf
 * RUN: sh ../scoreboard/report.sh %t.elf | sed 's/0x[0-9a-f]\+/0x…/g' */
#include <neutrino/muon.h>

volatile int depth, result;

__attribute__((noinline)) static int descend(int from) {
    volatile int room[64];
    room[depth & 63] = from;
    depth++;
    return descend(from + 1) + room[depth & 63];
}

int main(void) {
    result = descend(0);
    return 0;
}
