/* What the kernel and the host agree on. */
#ifndef TREE_H
#define TREE_H

#include <stdint.h>

enum { BOXES = 300, QUERIES = 200, NODES = 2 * BOXES - 1 };

/* Boxes in space, in a binary tree whose every node bounds those below it. Nodes are in depth-first
 * order: behind an inner node come its first child and all below that, then its second child. */
struct node {
    float low[3], high[3];
    uint32_t behind; /* the number of the first node behind all that are below this one */
    uint32_t box;    /* of a leaf: 1 + the number of its box; else 0 */
};

#endif
