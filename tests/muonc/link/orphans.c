/* Sections of a program's own are loaded, whatever sections of muon.ld there are beside them; and the
 * start code stays where it is. What cannot be loaded is not linked.
 *
 * RUN: for d in "" -DSHARED -DDATA -DRODATA "-DSHARED -DDATA" "-DSHARED -DRODATA" -DPOINT "-DPOINT -DSHARED -DDATA"; do muonc -O2 $d %s -o %t.elf && musim %t.elf && muobjdump -t %t.elf | grep ' _start$'; done
 * RUN: muonc -O2 -DSHARED -DDATA %s -o %t.elf && muobjdump -h %t.elf | awk '$4 ~ /^10/ {print $2}'
 * RUN: echo 'SECTIONS { .shared 0 (NOLOAD) : { *(.shared.*) } . = 0x10000000; .text : { *(.text.*) } }' >%t.ld && muonc -O2 -DSHARED -nostdlib -Wl,--entry=main -T %t.ld %s -o %t1.elf; test ! -e %t1.elf
 * RUN: echo 'SECTIONS { .text 0x10000000 : { *(.text.*) } consts 0xe03ffff8 : { *(consts) } }' >%t.ld && muonc -O2 -nostdlib -Wl,--entry=main -T %t.ld %s -o %t2.elf; test ! -e %t2.elf
 * RUN: echo 'SECTIONS { .text 0x10000000 : { *(.text.*) } consts 0xff080ffc : { *(consts) } }' >%t.ld && muonc -O2 -nostdlib -Wl,--entry=main -T %t.ld %s -o %t3.elf; test ! -e %t3.elf
 * RUN: muonc -O2 -nostartfiles -nostdlib -DRODATA %s -o %t4.elf 2>&1 | sed 1d; test ! -e %t4.elf
 */
#include <neutrino/muon.h>

__attribute__((section("consts"))) const int table[4] = {1, 2, 3, 4};
__attribute__((section("vars"))) int variables[4] = {1, 2, 3, 4};
__attribute__((section("empty"))) int zeros[4];
extern const int __start_consts[], __stop_consts[];

#ifdef SHARED
__shared int tile[4];
#endif
#ifdef DATA
int data = 3;
#endif
#ifdef RODATA
const int constants[4] = {5, 6, 7, 8};
#endif
#ifdef POINT
NEUTRINO_SYNC(stage);
#endif

int main(void) {
    unsigned lane = muon_lane_id() & 3;
    int wrong = table[lane] - variables[lane] + zeros[lane];
    wrong += __stop_consts - __start_consts != 4;
#ifdef SHARED
    tile[lane] = 1;
    wrong += tile[lane] - 1;
#endif
#ifdef DATA
    wrong += data - 3;
#endif
#ifdef RODATA
    wrong += constants[lane] - table[lane] - 4;
#endif
#ifdef POINT
    wrong += stage(1) != 0x80000001;
#endif
    return wrong;
}
