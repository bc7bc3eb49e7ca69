/* What a launch of one of work.h's kernels leaves, computed on the host. */
#ifndef GRID_MODEL_H
#define GRID_MODEL_H

#include <stdint.h>

struct model_launch {
    uint32_t dimensions, global[3], local[3], offset[3];
    uint32_t lanes; /* of the machine's warps */
    unsigned work;
    uint32_t rounds;
};

/* The machine's limits, which work.h has for kernels. */
enum { MODEL_WORDS = 38, MODEL_ITEMS = 2100, MODEL_GROUP = 512, MODEL_WORKS = 5, MODEL_IDS = 0 };

uint32_t model_groups(const struct model_launch *launch, unsigned dimension);
void model_run(const struct model_launch *launch, const uint32_t *in, uint32_t *out);

#endif
