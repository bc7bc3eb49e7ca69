/* The records of object/promises.h in a linked program. */
#ifndef MUONC_PROOF_PROMISE_TABLE_H
#define MUONC_PROOF_PROMISE_TABLE_H

#include "muonc/program/code.h"
#include "object/promises.h"

struct promise {
    struct image_place place, end; /* end: of PROMISE_ASSEMBLY */
    enum promise_kind kind;
    uint32_t detail;
};

struct uniform_point {
    struct image_place place;
    uint8_t reg;
};

struct promises {
    struct promise *items; /* by place */
    size_t count;
    struct uniform_point *points; /* by place */
    size_t point_count;
};

/* Records that name nothing that was linked are left out. */
struct promises promises_read(const struct image *image);
void promises_free(struct promises *promises);

/* The first promise at a place or behind it, and the first point. */
size_t promises_from(const struct promises *promises, struct image_place place);
size_t points_from(const struct promises *promises, struct image_place place);

/* -1, 0 or 1, by section and address. */
int place_compare(struct image_place a, struct image_place b);

#endif
