/* Boxes of bytes in memory: rows of planes, each a stretch of bytes. */
#ifndef LIBTASK_HOST_BOX_H
#define LIBTASK_HOST_BOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct box {
    uint64_t begin;                  /* of the first byte */
    uint64_t bytes, rows, planes;    /* of a row, of a plane, of the box; none is 0 */
    uint64_t row_pitch, plane_pitch; /* from one to the next, in bytes */
};

/* A stretch of bytes, the end not part of it. */
struct stretch {
    uint64_t begin, end;
};

/* The end of the last row, or UINT64_MAX if that is beyond what 64 bits count. */
uint64_t box_end(const struct box *box);

/* Rows that follow each other without a gap are one stretch: how many there are, and which is the
 * one of a number. Of a box whose end is below UINT64_MAX. */
uint64_t box_stretches(const struct box *box);
struct stretch box_stretch(const struct box *box, uint64_t number);

/* Two stretches that share a byte, of those of an array, which is sorted for that; false: none. */
bool stretches_overlap(struct stretch *stretches, size_t count, struct stretch *one,
                       struct stretch *other);

#endif
