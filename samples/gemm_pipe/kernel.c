/* C = A · B of matrices in global memory, by the Neutrino and its engines alone: the DMA engine
 * loads tiles while the matrix unit multiplies those before them and a finished tile of C goes
 * back.
 *
 *            operands, 2 stages            products, 2 stages
 *   loader ────────────────────► multiplier ────────────────────► storer
 *   load_task                    multiply_task                    store_task
 *
 * Each of the three is one warp that starts a job for each item and sleeps in the scoreboard until
 * there is something to start. All other warps are free for something else. */
#include <neutrino/pipe.h>

#include "gemm.h"

struct problem problem; /* written by the host before the run */

MUON_GROUP(loader, 0, 1);
MUON_GROUP(multiplier, 1, 1);
MUON_GROUP(storer, 2, 1);
MUON_PIPE(operands, struct operands, STAGES, loader, multiplier);
MUON_PIPE(products, float[TILE_M * TILE_N], STAGES, multiplier, storer);

#define FOR_EACH_TILE(row, column)                                                                 \
    for (uint32_t row = 0; row < problem.m; row += TILE_M)                                         \
        for (uint32_t column = 0; column < problem.n; column += TILE_N)
#define FOR_EACH_PART(k) for (uint32_t k = 0; k < problem.k; k += TILE_K)

static void load(void) {
    operands_t out = operands_init();
    FOR_EACH_TILE(row, column) {
        FOR_EACH_PART(k) {
            operands_produce_wait(&out);
            pipe_invoke(operands, &out, PRODUCE, load_task, &problem, row, column, k,
                        operands_produce_buf(&out));
        }
    }
}

/* A tile of C is one item, which several jobs add to; so only the last of them completes it. */
static void multiply(void) {
    operands_t in = operands_init();
    products_t out = products_init();
    FOR_EACH_TILE(row, column) {
        job_t product = 0;
        products_produce_wait(&out);
        FOR_EACH_PART(k) {
            operands_consume_wait(&in);
            product = pipe_invoke(operands, &in, CONSUME, multiply_task, &problem, row, column, k,
                                  operands_consume_buf(&in), *products_produce_buf(&out));
        }
        products_produce_complete_on(&out, product);
    }
}

static void store(void) {
    products_t in = products_init();
    FOR_EACH_TILE(row, column) {
        products_consume_wait(&in);
        pipe_invoke(products, &in, CONSUME, store_task, &problem, row, column,
                    *products_consume_buf(&in));
    }
}

int main(void) {
    if (loader_mine())
        load();
    else if (multiplier_mine())
        multiply();
    else if (storer_mine())
        store();
    return 0;
}
