/* RUN: muonc -O2 %s -o %t.elf && musim %t.elf */
/* Every lane has a stack of its own, where platform.h says. */
#include <neutrino/muon.h>
#include <neutrino/platform.h>

int main(void) {
    volatile uint32_t local = muon_hart_id();
    uint32_t top = NEUTRINO_STACK_TOP - muon_hart_id() * NEUTRINO_STACK_STRIDE;
    uint32_t depth = top - (uint32_t)(uintptr_t)&local;
    muon_barrier(2, muon_num_cores() * muon_num_warps());
    return (depth > 64) | (depth == 0) | (local != muon_hart_id());
}
