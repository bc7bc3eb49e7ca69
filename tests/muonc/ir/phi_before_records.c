/* A value that merges where the first thing in a block is a record of where a variable is: the phi comes before the
 * record, which LLVM's verifier demands.
 *
 * RUN: muonc -g -O2 -c %s -o %t.o && echo compiled */
#include <neutrino/stack.h>

enum { LEAVES = 300, POINTS = 200 };

struct node {
    float low[3], high[3];
    uint32_t behind, leaf;
};
struct visit {
    uint16_t point, node;
};

struct node nodes[2 * LEAVES - 1];
float points[POINTS][3];
uint8_t inside[POINTS][LEAVES];

MUON_STACK(visits, struct visit, 48);

static bool is_in(const struct node *node, const float *point) {
    bool in = true;
    for (uint32_t i = 0; i < 3; i++)
        in &= node->low[i] <= point[i] && point[i] <= node->high[i];
    return in;
}

static void visit_all_below(struct visit visit) {
    uint32_t end = nodes[visit.node].behind;
    for (uint32_t i = visit.node; i < end;) {
        const struct node *node = &nodes[i];
        bool in = is_in(node, points[visit.point]);
        inside[visit.point][node->leaf] = 1;
        i = in ? i + 1 : node->behind;
    }
}

int main(void) {
    uint32_t next = muon_hart_id();
    struct visit other = {0, 0};
    bool goes = false, parts = false;
    do {
        goes |= !goes && next < POINTS;
        if (goes)
            parts = nodes[other.node].leaf;
        if (!visits_push(other, parts) && parts)
            visit_all_below(other);
    } while (__uniform(goes));
    return 0;
}
