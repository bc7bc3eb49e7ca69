/* Groups of warps: of the cluster, with gaps, of each core; who is in them, which number each has, and that
 * they meet.
 *
 * RUN: muonc -O2 %s -o %t.elf && musim %t.elf --dump=members:i32 && sh ../scoreboard/schedules.sh %t.elf --dump=met:i32
 * RUN: muonc -O0 %s -o %t.elf && musim %t.elf --dump=members:i32
 * RUN: for d in BEYOND NONE MANY GAP CORE; do muonc -D$d -c %s -o %t.o 2>&1 | grep error:; done */
#include <neutrino/group.h>

MUON_GROUP(four, 3, 4);
MUON_GROUP(one, 15, 1);
MUON_GROUP_SET(odd, 1, 0x5555);
MUON_CORE_GROUP(pair, 2, 2);
#ifdef BEYOND
MUON_GROUP(beyond, 13, 4);
#elif defined NONE
MUON_GROUP(none, 3, 0);
#elif defined MANY
MUON_GROUP_SET(many, 1, 0x18001);
#elif defined GAP
MUON_GROUP_SET(gap, 3, 2);
#elif defined CORE
MUON_CORE_GROUP(core, 6, 3);
#endif

/* A digit for each warp: its number in the group, from 1; 0 if it is not in it. */
int members[4][MUON_CLUSTER_WARPS];
volatile int came[4];
int met[4];

#define COME(group, number)                                                                        \
    if (group##_mine()) {                                                                          \
        members[number][muon_cluster_warp()] = 1 + group##_rank();                                 \
        if (!group##_leader())                                                                     \
            came[number] = 1;                                                                      \
        muon_fence();                                                                              \
        group##_meet();                                                                            \
        if (group##_leader())                                                                      \
            met[number] = 100 * group##_size + came[number];                                       \
    }

int main(void) {
    COME(four, 0)
    COME(one, 1)
    COME(odd, 2)
    COME(pair, 3)
    return 0;
}
