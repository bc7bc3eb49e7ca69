/* The example of docs/programming-model.md: the next tile comes while this one is used, and nothing else
 * stands between them than the wait.
 *
 * RUN: muonc -O2 -Wall -Wextra %s -o %t.elf && sh ../scoreboard/schedules.sh %t.elf --dump=sum:u32
 * RUN: muonc -xc++ -O1 %s -o %t.elf && musim %t.elf --clusters=3 --dump=sum:u32 */
#include <neutrino/dma.h>

enum { TILES = 9, PITCH = 64 * TILES };

uint8_t image[16 * PITCH];
__shared uint8_t tile[2][16 * 64];
__shared uint32_t sums[16 * 64];
uint32_t sum;

static void use(const __shared uint8_t *bytes) {
    for (uint32_t i = tk_local_linear_id(); i < 16 * 64; i += tk_local_size(0))
        sums[i] = sums[i] * 3 + bytes[i];
}

static void stream(uint32_t pitch, int n) {
    tk_event_t next = tk_dma_read_2d(tile[0], image, 64, 16, 64, pitch, 0);
    for (int i = 0; i < n; i++) {
        tk_dma_wait(1, &next);
        if (i + 1 < n)
            next = tk_dma_read_2d(tile[(i + 1) % 2], image + (i + 1) * 64, 64, 16, 64, pitch, 0);
        use(tile[i % 2]);
    }
}

static uint32_t expected(void) {
    uint32_t all = 0;
    for (uint32_t i = 0; i < 16 * 64; i++) {
        uint32_t one = 0;
        for (uint32_t t = 0; t < TILES; t++)
            one = one * 3 + (uint8_t)((i / 64 * PITCH + t * 64 + i % 64) * 7);
        all += one;
    }
    return all;
}

int main(void) {
    if (tk_group_id(0) != 0)
        return 0;
    for (uint32_t i = tk_local_linear_id(); i < sizeof image; i += tk_local_size(0))
        image[i] = (uint8_t)(i * 7);
    for (uint32_t i = tk_local_linear_id(); i < 16 * 64; i += tk_local_size(0))
        sums[i] = 0;
    tk_dma_wait(0, 0);
    stream(PITCH, TILES);
    tk_dma_wait(0, 0);
    if (tk_local_linear_id() == 0) {
        for (uint32_t i = 0; i < 16 * 64; i++)
            sum += sums[i];
        return sum != expected();
    }
    return 0;
}
