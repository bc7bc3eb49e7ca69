/* What is wrong is said where it is found out: by assertions; without them by the task, which stops the
 * Neutrino before it copies; what lanes do not agree on by --check; and what leads off memory by the engine.
 *
 * RUN: for n in 1 2 3 4 5; do muonc -O2 -mcores=1 -mwarps=1 -DCASE=$n %s -o %t.elf && musim %t.elf 2>&1 | head -1; done
 * RUN: for n in 1 2 3 4; do muonc -O2 -DNDEBUG -DCASE=$n %s -o %t.elf && musim %t.elf 2>&1 | sh places.sh | grep -e ^neutrino: -e 'invoked here' -e '^stopped.c'; done
 * RUN: muonc -O2 -DNDEBUG -DCASE=6 %s -o %t.elf && musim %t.elf 2>&1 | sh places.sh
 * RUN: muonc -O2 -DCASE=7 %s -o %t.elf && musim --check=uniform %t.elf 2>&1 | sh places.sh | grep -e error -e note -e tk_
 * RUN: muonc -O2 -DCASE=8 %s -o %t.elf 2>&1 | sh places.sh | grep -A2 -e warning -e 'note: dep'
 * RUN: muonc -O2 -DCASE=9 %s -o %t.elf && musim %t.elf 2>&1 | sh places.sh | grep -e 'depends on' -e '^stopped' -e cycle */
#include <neutrino/dma.h>

__shared char tile[256];
char matrix[256];
volatile uint32_t zero, four = 4, far = 0x20000;

static tk_event_t start(void) {
#if CASE == 1
    return tk_dma_read_1d(tile, matrix, zero, 0);
#elif CASE == 2
    return tk_dma_read_2d(tile, matrix, 8, zero, 8, 8, 0);
#elif CASE == 3
    return tk_dma_write_2d(matrix, tile, 8, 2, 8, four, 0);
#elif CASE == 4
    return tk_dma_write_3d(matrix, tile, 8, 2, 8, 8, four, 16, four, 0);
#elif CASE == 5
    tk_dma_wait((int)zero - 1, 0);
    return 0;
#elif CASE == 6
    return tk_dma_read_1d((__shared char *)far, matrix, 8, 0);
#elif CASE == 7
    return tk_dma_read_1d(tile, matrix, 8 + muon_lane_id(), 0);
#elif CASE == 8
    return muon_lane_id() < four ? tk_dma_read_1d(tile, matrix, 8, 0) : 0;
#else
    return 77 << 24 | 1; /* no event: it never comes */
#endif
}

int main(void) {
    tk_event_t event = start();
    tk_dma_wait(1, &event);
    return 0;
}
