/* Boxes of bytes in memory. */
#include "libtask/host/box.h"

#include <stdlib.h>

uint64_t box_end(const struct box *box) {
    uint64_t planes, rows, end;
    if (__builtin_mul_overflow(box->planes - 1, box->plane_pitch, &planes) ||
        __builtin_mul_overflow(box->rows - 1, box->row_pitch, &rows) ||
        __builtin_add_overflow(box->begin, planes, &end) ||
        __builtin_add_overflow(end, rows, &end) || __builtin_add_overflow(end, box->bytes, &end))
        return UINT64_MAX;
    return end;
}

/* ---- stretches ---- */

static bool rows_are_one(const struct box *box) {
    return box->rows == 1 || box->row_pitch == box->bytes;
}

static bool planes_are_one(const struct box *box) {
    return box->planes == 1 || box->plane_pitch == box->rows * box->bytes;
}

uint64_t box_stretches(const struct box *box) {
    if (!rows_are_one(box))
        return box->rows * box->planes;
    return planes_are_one(box) ? 1 : box->planes;
}

struct stretch box_stretch(const struct box *box, uint64_t number) {
    uint64_t plane = number, row = 0, bytes = box->bytes;
    if (!rows_are_one(box)) {
        plane = number / box->rows;
        row = number % box->rows;
    } else {
        bytes *= box->rows * (planes_are_one(box) ? box->planes : 1);
    }
    uint64_t begin = box->begin + plane * box->plane_pitch + row * box->row_pitch;
    return (struct stretch){begin, begin + bytes};
}

static int by_begin(const void *a, const void *b) {
    const struct stretch *one = a, *other = b;
    return (one->begin > other->begin) - (one->begin < other->begin);
}

bool stretches_overlap(struct stretch *stretches, size_t count, struct stretch *one,
                       struct stretch *other) {
    qsort(stretches, count, sizeof *stretches, by_begin);
    for (size_t i = 1; i < count; i++)
        if (stretches[i].begin < stretches[i - 1].end) {
            *one = stretches[i - 1];
            *other = stretches[i];
            return true;
        }
    return false;
}
