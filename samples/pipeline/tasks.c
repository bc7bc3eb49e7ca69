#include <neutrino/task.h>

#include "pipeline.h"

/* C (+)= A * B for one pair of tiles in shared memory. The matrix unit signals the run when it is
 * done; meanwhile the core takes the next one. */
void matmul_task(__shared const float *a, __shared const float *b, __shared float *c,
                 bool accumulate) {
    struct neutrino_matmul product = {
        .a = a, .b = b, .c = c, .m = TILE, .n = TILE, .k = TILE, .accumulate = accumulate};
    neutrino_matmul_deferred(&product);
}
