// Objects in shared memory are filled, dumped and written as those of the cluster that is named, also
// where global memory has bytes at the same address.
//
// RUN: printf '\1\0\0\0\2\0\0\0' > %t.zero && printf '\3\0\0\0' > %t.one
// RUN: muonc -O1 -mcores=1 -mwarps=1 -mlanes=2 %s -o %t.elf
// RUN: musim --clusters=2 --input=far:%t.zero --input=far@1:%t.one --output=far@1:%t.out --dump=far:i32 --dump=far@0:i32 --dump=far@1:i32 --dump=results:i32 --dump=near@1:str --dump=pad@1:x8 %t.elf | grep -v '^  '
// RUN: od -An -t d4 %t.out
// RUN: musim --clusters=2 --dump=far@2 %t.elf
// RUN: musim --clusters=2 --output=far@one:%t.none %t.elf; test ! -e %t.none
// RUN: musim --clusters=2 --input=results@1:%t.one %t.elf
// RUN: musim --dump=@1 %t.elf
// RUN: musim --input=near:%t.elf %t.elf 2>&1 | sed 's/[0-9]* bytes/… bytes/'

#include <neutrino/muon.h>

__shared char near[8];
__shared char pad[5000];
__shared int far[4];
int results[4];

int main(void) {
    int cluster = (int)muon_cluster_id();
    results[2 * cluster] = far[0];
    results[2 * cluster + 1] = far[1];
    far[2] = 10 + cluster;
    near[0] = (char)('a' + cluster);
    pad[0] = 0;
    return 0;
}
