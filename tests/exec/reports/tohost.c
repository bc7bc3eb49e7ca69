/* What ends a warp, and what must not: SYSTEM with funct3 0 is tohost whatever its immediate, but a
 * trap that a stock compiler writes so is no end that passes.
 * RUN: muonc -O0 '-DEND=end(0)' %s -o %t.elf && musim %t.elf
 * RUN: muonc -O2 '-DEND=end(7)' %s -o %t.elf && musim %t.elf
 * RUN: muonc -O2 '-DEND=if (muon_lane_id() == 3) end(muon_lane_id())' %s -o %t.elf && musim %t.elf
 * RUN: muonc -O2 '-DEND=__asm__ volatile(".insn i SYSTEM, 0, x0, 0(zero)")' %s -o %t.elf && musim %t.elf
 * RUN: muonc -O0 -S '-DEND=end(0)' %s -o %t.s && muonc %t.s -o %t.elf && musim %t.elf
 * RUN: muonc -O2 -g0 '-DEND=__builtin_trap()' %s -o %t.elf && musim %t.elf 2>&1 | head -n 1 | cut -d : -f 2-
 * RUN: muonc -O2 -g0 '-DEND=__builtin_debugtrap()' %s -o %t.elf && musim %t.elf 2>&1 | head -n 1 | cut -d : -f 2-
 * RUN: muonc -O2 -g0 '-DEND=__asm__ volatile("ecall")' %s -o %t.elf && musim %t.elf 2>&1 | head -n 1 | cut -d : -f 2-
 * RUN: muonc -O2 -g0 '-DEND=if (muon_lane_id() == 3) __builtin_debugtrap()' %s -o %t.elf && musim %t.elf 2>&1 | head -n 1 | cut -d : -f 2-
 * RUN: muonc -O2 -g0 '-DEND=__asm__ volatile("mret")' %s -o %t.elf 2>&1 | grep -o 'cannot re-encode .*'
 */
static inline void end(unsigned result) {
    __asm__ volatile(".insn i 0x73, 0, x0, %0, 0" : : "r"(result));
}

int main(void) {
    END;
    return 5;
}
