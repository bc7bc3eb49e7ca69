/* RUN: muonc -O2 -mcores=1 -mwarps=1 -mlanes=1 -c %s -o %t.o && muonc -nostdlib -mcores=1 -mwarps=1
 * -mlanes=1 -T script.ld %t.o -o %t.elf && muobjdump -h %t.elf && muobjdump -t %t.elf | LC_ALL=C
 * sort && musim %t.elf */
/* A linker script of the user's own: data directly behind the code moves up, what has room stays,
 * and the script's symbols follow. The program has no stack. */
#include <neutrino/muon.h>

int initialized[3] = {1, 2, 3};
int zeroed[5];
__attribute__((section(".far"))) int far = 4;
extern char text_end[], data_end[], bss_end[], far_size[];

__attribute__((noreturn)) void begin(void) {
    uint32_t wrong = (initialized[0] + initialized[1] + initialized[2] != 6) | (far != 4) << 1;
    wrong |= ((uint32_t)(uintptr_t)data_end != (uint32_t)(uintptr_t)(initialized + 3)) << 2;
    wrong |= ((uint32_t)(uintptr_t)bss_end != (uint32_t)(uintptr_t)(zeroed + 5)) << 3;
    wrong |= ((uint32_t)(uintptr_t)far_size != 0x40) << 4;
    wrong |= ((uint32_t)(uintptr_t)text_end > (uint32_t)(uintptr_t)initialized) << 5;
    wrong |= (uint32_t)zeroed[muon_lane_id()] << 6;
    muon_exit(wrong);
}
