#include "muonc/proof/promise_table.h"

#include "support/alloc.h"
#include "support/little_endian.h"

#include <stdlib.h>
#include <string.h>

enum { ADDRESS_FIELD = 4, DETAIL_FIELD = 8 };

int place_compare(struct image_place a, struct image_place b) {
    if (a.section != b.section)
        return a.section < b.section ? -1 : 1;
    return a.address < b.address ? -1 : a.address > b.address;
}

/* Where the relocated word at an offset points; false if it is none, or points to nothing linked.
 */
static bool field(const struct image *image, const struct image_section *section, uint32_t offset,
                  size_t *next, struct image_place *place) {
    return image_word_target(image, section, offset, next, place) &&
           place->section < image->section_count && image->sections[place->section].code;
}

static void read_promises(const struct image *image, const struct image_section *section,
                          struct promises *promises) {
    size_t next = 0;
    promises->items = xcalloc(section->size / PROMISE_BYTES + 1, sizeof *promises->items);
    for (uint32_t at = 0; at + PROMISE_BYTES <= section->size; at += PROMISE_BYTES) {
        struct promise promise = {.kind = load_le32(section->bytes + at),
                                  .detail = load_le32(section->bytes + at + DETAIL_FIELD)};
        if (field(image, section, at + ADDRESS_FIELD, &next, &promise.place) &&
            (promise.kind != PROMISE_ASSEMBLY ||
             field(image, section, at + DETAIL_FIELD, &next, &promise.end)))
            promises->items[promises->count++] = promise;
    }
}

static void read_points(const struct image *image, const struct image_section *section,
                        struct promises *promises) {
    size_t next = 0;
    promises->points = xcalloc(section->size / UNIFORM_BYTES + 1, sizeof *promises->points);
    for (uint32_t at = 0; at + UNIFORM_BYTES <= section->size; at += UNIFORM_BYTES) {
        struct uniform_point point = {
            .reg = (uint8_t)uniform_register(load_le32(section->bytes + at + UNIFORM_WHAT))};
        if (field(image, section, at + UNIFORM_ADDRESS, &next, &point.place))
            promises->points[promises->point_count++] = point;
    }
}

static int by_place(const void *a, const void *b) {
    const struct promise *left = a, *right = b;
    int order = place_compare(left->place, right->place);
    return order ? order : (left->kind > right->kind) - (left->kind < right->kind);
}

static int point_by_place(const void *a, const void *b) {
    const struct uniform_point *left = a, *right = b;
    int order = place_compare(left->place, right->place);
    return order ? order : left->reg - right->reg;
}

struct promises promises_read(const struct image *image) {
    struct promises promises = {0};
    const struct image_section *section = image_find_section(image, PROMISES_SECTION);
    if (section && section->bytes)
        read_promises(image, section, &promises);
    section = image_find_section(image, UNIFORM_SECTION);
    if (section && section->bytes)
        read_points(image, section, &promises);
    if (promises.count)
        qsort(promises.items, promises.count, sizeof *promises.items, by_place);
    if (promises.point_count)
        qsort(promises.points, promises.point_count, sizeof *promises.points, point_by_place);
    return promises;
}

void promises_free(struct promises *promises) {
    free(promises->items);
    free(promises->points);
    *promises = (struct promises){0};
}

/* The first of the items, each of which begins with its place, at a place or behind it. */
static size_t first_from(const void *items, size_t count, size_t size, struct image_place place) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct image_place *at = (const void *)((const char *)items + middle * size);
        if (place_compare(*at, place) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t promises_from(const struct promises *promises, struct image_place place) {
    return first_from(promises->items, promises->count, sizeof *promises->items, place);
}

size_t points_from(const struct promises *promises, struct image_place place) {
    return first_from(promises->points, promises->point_count, sizeof *promises->points, place);
}
