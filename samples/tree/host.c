/* Builds a tree over random boxes, has the kernel look up random points, and compares with a look
 * at every box for every point.
 *
 *   tree KERNEL.elf */
#include "../host.h"
#include "tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LANES = 128 * 32 };

struct box {
    float low[3], high[3];
    uint32_t number;
};

static struct box boxes[BOXES];
static struct node nodes[NODES];
static float points[QUERIES][3];
static uint32_t nodes_made;

static int axis; /* by which boxes are ordered */
static int by_place(const void *a, const void *b) {
    const struct box *x = a, *y = b;
    float difference = x->low[axis] + x->high[axis] - y->low[axis] - y->high[axis];
    return difference < 0 ? -1 : difference > 0 ? 1 : (int)x->number - (int)y->number;
}

static void bound(struct node *node, const struct box *of, uint32_t count) {
    for (int i = 0; i < 3; i++) {
        node->low[i] = INFINITY;
        node->high[i] = -INFINITY;
        for (uint32_t j = 0; j < count; j++) {
            node->low[i] = fminf(node->low[i], of[j].low[i]);
            node->high[i] = fmaxf(node->high[i], of[j].high[i]);
        }
    }
}

/* Halves the boxes, along another axis at each level. */
static void build(struct box *of, uint32_t count, int level) {
    struct node *node = &nodes[nodes_made++];
    bound(node, of, count);
    if (count == 1) {
        node->box = of->number + 1;
    } else {
        axis = level % 3;
        qsort(of, count, sizeof *of, by_place);
        build(of, count / 2, level + 1);
        build(of + count / 2, count - count / 2, level + 1);
    }
    node->behind = nodes_made;
}

/* Small boxes, but for a few, all in a unit cube. */
static void make_boxes(void) {
    for (uint32_t i = 0; i < BOXES; i++) {
        float size[3], most = i % 16 ? 0.2f : 0.9f;
        sample_fill(boxes[i].low, 3, 0, 1);
        sample_fill(size, 3, 0, most);
        for (int j = 0; j < 3; j++)
            boxes[i].high[j] = boxes[i].low[j] + size[j];
        boxes[i].number = i;
    }
}

static bool is_in(const struct box *box, const float *point) {
    for (int i = 0; i < 3; i++)
        if (point[i] < box->low[i] || box->high[i] < point[i])
            return false;
    return true;
}

int main(int argc, char **argv) {
    static uint32_t expected[QUERIES][BOXES], got[QUERIES][BOXES], expected_counts[QUERIES];
    static uint32_t counts[QUERIES], alone[MOST_LANES];
    static uint8_t inside[QUERIES][BOXES];
    sample_begin(argc, argv);
    make_boxes();
    sample_fill(points[0], QUERIES * 3, 0, 1);
    for (uint32_t i = 0; i < QUERIES; i++)
        for (uint32_t j = 0; j < BOXES; j++)
            expected_counts[i] += expected[i][j] = is_in(&boxes[j], points[i]);
    build(boxes, BOXES, 0);
    SEND(nodes);
    SEND(points);
    sample_run();
    RECEIVE(inside);
    RECEIVE(counts);
    for (uint32_t i = 0; i < QUERIES; i++)
        for (uint32_t j = 0; j < BOXES; j++)
            got[i][j] = inside[i][j];
    uint32_t lanes = sample_receive_all("alone", alone, sizeof alone) / sizeof *alone, full = 0;
    for (uint32_t i = 0; i < lanes; i++)
        full += alone[i];
    printf("tree: the stack was full %u times\n", full);
    sample_check_words("inside", got[0], expected[0], QUERIES * BOXES);
    sample_check_words("counts", counts, expected_counts, QUERIES);
    return sample_end();
}
