/* What is wrong with constants is an error where they are written; where they are not constant, it compiles.
 *
 * RUN: muonc -O2 -c %s -o %t.o 2>&1 | grep -e error: -e warning:
 * RUN: muonc -O2 -xc++ -c %s -o %t.o 2>&1 | grep -c error:
 * RUN: muonc -O2 -Werror -DRIGHT -c %s -o %t.o && muonc -xc++ -O2 -Werror -DRIGHT -c %s -o %t.o */
#include <neutrino/dma.h>

__shared char tile[64];
const __shared char *kept = tile;
char matrix[64];

void right(uint32_t n, tk_event_t *e);
void right(uint32_t n, tk_event_t *e) {
    e[0] = tk_dma_read_1d(tile, matrix, 1, 0);
    e[1] = tk_dma_read_2d(tile, matrix, 8, 1, 8, 8, e[0]);
    e[2] = tk_dma_write_3d(matrix, kept, 8, 1, 8, 8, 1, 8, 8, e[1]);
    e[3] = tk_dma_read_3d(tile, matrix, n, n - 1, n - 2, 0, n, n, n, 0);
    (void)tk_dma_read_1d(tile, matrix, n, 0);
    tk_dma_wait(4, e);
    tk_dma_wait((int)n, e);
    tk_dma_wait(0, 0);
}

#ifndef RIGHT
void wrong(tk_event_t *e);
void wrong(tk_event_t *e) {
    e[0] = tk_dma_read_1d(tile, matrix, 0, 0);
    e[1] = tk_dma_read_2d(tile, matrix, 0, 1, 8, 8, 0);
    e[2] = tk_dma_write_2d(matrix, tile, 8, 0, 8, 8, 0);
    e[3] = tk_dma_read_2d(tile, matrix, 8, 2, 7, 8, 0);
    e[4] = tk_dma_read_2d(tile, matrix, 8, 2, 8, 0, 0);
    e[5] = tk_dma_write_3d(matrix, tile, 8, 2, 8, 8, 0, 16, 16, 0);
    e[6] = tk_dma_read_3d(tile, matrix, 8, 2, 8, 8, 2, 4, 16, 0);
    e[7] = tk_dma_read_3d(tile, matrix, 8, 2, 8, 8, 2, 16, 4, 0);
    tk_dma_wait(-1, e);
    tk_dma_read_1d(tile, matrix, 8, 0);
    e[8] = tk_dma_read_1d(matrix, matrix, 8, 0);
    e[9] = tk_dma_write_1d(matrix, matrix, 8, 0);
    e[10] = tk_dma_read_2d(tile, matrix, 8, 2, 0);
}
#endif
