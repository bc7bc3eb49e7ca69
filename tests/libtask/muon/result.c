/* RUN: muonc -O2 %s -o %t.elf && musim %t.elf */
/* RUN: muonc -O2 -DFAIL=137 %s -o %t.elf && musim %t.elf */
/* RUN: muonc -O2 -DFAIL=3 -mcores=1 -mwarps=1 -mlanes=4 %s -o %t.elf && musim %t.elf */
/* RUN: muonc -O2 -DFAIL=2 -mcores=8 -mwarps=16 -mlanes=32 %s -o %t.elf && musim %t.elf */
/* RUN: muonc -O2 -DFAIL=0 -mcores=1 -mwarps=1 -mlanes=1 %s -o %t.elf && musim %t.elf */
/* The program's result is 0, or what the first lane says that returns something else. */
#include <neutrino/muon.h>

int main(void) {
#ifdef FAIL
    uint32_t over = FAIL - muon_hart_id();
    return (int)((over == 0) * (40 + FAIL % 10));
#else
    return 0;
#endif
}
