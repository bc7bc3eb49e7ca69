/* RUN: muonc -O2 -mcores=1 -mwarps=1 -mlanes=5 %s -o %t.elf && musim %t.elf */
/* Each lane prints its whole text, lowest lane first, with its own arguments; afterwards all lanes
 * are active again. */
#include <neutrino/console.h>
#include <neutrino/muon.h>

int main(void) {
    int lane = (int)muon_lane_id();
    static const char *const names[] = {"zero", "one", "two", "three", "four"};
    int count = printf("lane %d of %d: %s, %.2f\n", lane, (int)muon_num_lanes(), names[lane],
                       1.5f * (float)lane);
    puts(names[4 - lane]);
    putchar('a' + lane);
    printf("\n%d bytes, mask %x\n", count, (unsigned)muon_thread_mask());
    return 0;
}
