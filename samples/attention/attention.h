/* What the kernel, the task and the host agree on. */
#ifndef ATTENTION_H
#define ATTENTION_H

#include <stdint.h>

/* A block of queries against one block of keys: S[ROWS][COLUMNS] = Q[ROWS][DEPTH] · K^T, where the
 * keys come as DEPTH × COLUMNS. A lane of the warp has a row. */
enum { ROWS = 16, COLUMNS = 32, DEPTH = 24, MAX_BLOCKS = 64 };

/* Shared memory, laid out by hand since the task knows it too: the operands of the running product,
 * and the scores of two runs. */
enum {
    SHARED_Q = 0,
    SHARED_K = SHARED_Q + ROWS * DEPTH * 4,
    SHARED_SCORES = SHARED_K + DEPTH * COLUMNS * 4,
    SCORES_BYTES = ROWS * COLUMNS * 4,
};

#endif
