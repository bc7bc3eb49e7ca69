/* A bounding volume hierarchy: in which boxes does each of many points lie? A lane follows a point
 * down the tree. At a node whose two children may both have the point in them, it goes on with the
 * first and puts the second on a stack that all lanes of all warps share, from which lanes that
 * have come to an end take. So lanes whose points are in few boxes help those whose points are in
 * many.
 *
 * A stack has so much room. A lane that does not get its item onto it visits all below that node
 * itself, which takes no memory, since nodes say where what is below them ends. */
#include <neutrino/job.h>
#include <neutrino/lanes.h>
#include <neutrino/stack.h>

#include "tree.h"

/* Written by the host before the run. */
struct node nodes[NODES];
float points[QUERIES][3];

uint8_t inside[QUERIES][BOXES];                     /* the result, */
uint32_t counts[QUERIES];                           /* the number of boxes of each point, */
uint32_t alone[MUON_CLUSTER_WARPS][__MUON_LANES__]; /* and how often a lane found no room */

enum { LANE_COUNT = MUON_CLUSTER_WARPS * __MUON_LANES__, PLACES = 48 };

struct visit {
    uint16_t point, node;
};
MUON_STACK(visits, struct visit, PLACES);

static bool is_in(const struct node *node, const float *point) {
    bool in = true;
    for (uint32_t i = 0; i < 3; i++)
        in &= node->low[i] <= point[i] && point[i] <= node->high[i];
    return in;
}

/* Each node is come to once for a point, so no two lanes store to one byte. */
static void found(uint32_t point, const struct node *leaf) {
    inside[point][leaf->box - 1] = 1;
}

static void visit_all_below(struct visit visit) {
    uint32_t end = nodes[visit.node].behind;
    for (uint32_t i = visit.node; i < end;) {
        const struct node *node = &nodes[i];
        bool in = is_in(node, points[visit.point]);
        if (in && node->box)
            found(visit.point, node);
        i = in ? i + 1 : node->behind;
    }
}

/* Goes a step down. Whether there is another to go; and whether there is another way, which is
 * `other`. */
static bool step(struct visit *visit, struct visit *other, bool *parts) {
    const struct node *node = &nodes[visit->node];
    *parts = false;
    if (!is_in(node, points[visit->point]))
        return false;
    if (node->box) {
        found(visit->point, node);
        return false;
    }
    *parts = true;
    other->point = visit->point;
    other->node = (uint16_t)nodes[visit->node + 1].behind;
    visit->node++;
    return true;
}

/* Whether any warp has something to do, which all of them say together. */
static __shared bool has_work[MUON_CLUSTER_WARPS];
static bool any_work(bool mine) {
    bool any = false;
    has_work[muon_cluster_warp()] = muon_any(mine);
    muon_all_warps_meet();
    for (uint32_t warp = 0; warp < MUON_CLUSTER_WARPS; warp++)
        any |= has_work[warp];
    any |= visits_count() != 0;
    muon_all_warps_meet(); /* before anybody goes on and changes what the others still look at */
    return __uniform(any);
}

/* A lane takes up its own points first, and then what others have put on the stack. */
static void walk(void) {
    uint32_t next = muon_hart_id();
    struct visit here = {0, 0}, other = {0, 0};
    bool goes = false, parts;
    do {
        bool starts = !goes && next < QUERIES;
        if (starts) {
            here = (struct visit){(uint16_t)next, 0};
            next += LANE_COUNT;
        }
        goes |= starts;
        goes |= visits_pop(&here, !goes);
        parts = false;
        if (goes)
            goes = step(&here, &other, &parts);
        if (!visits_push(other, parts) && parts) {
            visit_all_below(other);
            alone[muon_cluster_warp()][muon_lane_id()]++;
        }
    } while (any_work(goes || next < QUERIES));
}

static void count(void) {
    for (uint32_t point = muon_hart_id(); point < QUERIES; point += LANE_COUNT) {
        uint32_t sum = 0;
        for (uint32_t box = 0; box < BOXES; box++)
            sum += inside[point][box];
        counts[point] = sum;
    }
}

int main(void) {
    walk();
    count();
    return 0;
}
