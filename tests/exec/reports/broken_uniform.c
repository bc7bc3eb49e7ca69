/* Promises of __uniform that are not kept: --check stops at the place, and names its line unless -g0
 * leaves all lines out; without --check nothing happens.
 *
 * RUN: for n in 1 2 3 4 5 6 7 8 9 10; do muonc -O$((n % 4)) -g0 -w -mcores=1 -mwarps=1 -DBROKEN=$n %s -o %t.elf && musim %t.elf && sh ../scoreboard/report.sh --check %t.elf; done
 * RUN: for n in 7 9; do muonc -O$((n / 3)) -g -w -mcores=1 -mwarps=1 -DBROKEN=$n %s -o %t.elf && musim %t.elf && sh ../scoreboard/report.sh --check %t.elf; done
 * RUN: muonc -O2 -w -mcores=1 -mwarps=1 -DBROKEN=10 -c %s -o %t.o && llvm-ar-19 rc %t.a %t.o && muonc -mcores=1 -mwarps=1 -Wl,--undefined=main %t.a -o %t.elf && sh ../scoreboard/report.sh --check %t.elf */
#include <neutrino/muon.h>

volatile int sink;

__attribute__((noinline)) static void called(int value) {
    sink = __uniform(value);
}
static inline void inlined(int value) {
    sink = 5 * __uniform(value);
}

int main(void) {
    int lane = (int)muon_lane_id();
    switch (BROKEN) {
    case 1: sink = __uniform(lane / 13); break;
    case 2: sink = __uniform((short)(lane - 1)); break;
    case 3: sink = __uniform(lane == 5 ? 1.5f : -2) > 0; break;
    case 4: sink = __uniform((int *)(lane < 15 ? 64 : 0)) != 0; break;
    case 5: sink = __uniform((long long)(lane == 3) << 32 | lane / 2) != 0; break;
    case 6: sink = __uniform((unsigned long long)(lane > 1) << 40) != 0; break;
    case 7:
        for (int i = 0; i < 4; i++)
            sink += __uniform(lane + i > 16);
        break;
    case 8: called(3); called(lane & 1); break;
    case 9: inlined(3); inlined(lane & 2); break;
    default:
        if (lane < 8)
            sink = __uniform(lane >> 3);
        else
            sink = __uniform(lane >> 2);
    }
    return 0;
}
