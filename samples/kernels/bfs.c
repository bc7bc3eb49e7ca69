/* Breadth-first search, level by level. In each step a lane takes the vertices of the current level
 * and marks their neighbours with the next one. Several lanes may find the same neighbour at once:
 * all of them store the same number, so it does not matter whose store is the last, and no atomic
 * operation is needed. Behind a barrier each lane gives that level to those of its own vertices
 * that are marked and have none. A flag tells whether the step found anything.
 *
 * Degrees differ, and so does what a vertex finds: this is as divergent as a kernel gets. */
#include "sample.h"

enum { VERTICES = 2003, EDGES = 6007, UNVISITED = 0xffffffff };
/* Edges of vertex v: target[first_edge[v]] up to target[first_edge[v + 1]]. */
uint32_t first_edge[VERTICES + 1], target[EDGES], level[VERTICES];
uint32_t mark[VERTICES]; /* one more than the last level of a neighbour */

#ifdef __MUON__

/* Of three steps: while one is set, the one before is read, and the next one cleared. */
static __shared uint32_t found[3];

static void mark_neighbours(uint32_t vertex, uint32_t step) {
    for (uint32_t e = first_edge[vertex]; e < first_edge[vertex + 1]; e++)
        mark[target[e]] = step + 1;
}

static void take_step(uint32_t step) {
    for (uint32_t v = lane_index(); v < VERTICES; v += LANE_COUNT)
        if (level[v] == step)
            mark_neighbours(v, step);
    barrier();
    for (uint32_t v = lane_index(); v < VERTICES; v += LANE_COUNT)
        if (level[v] == UNVISITED && mark[v] == step + 1) {
            level[v] = step + 1;
            found[step % 3] = 1;
        }
}

int main(void) {
    found[0] = 0;
    for (uint32_t v = lane_index(); v < VERTICES; v += LANE_COUNT)
        level[v] = v == 0 ? 0 : UNVISITED;
    barrier();
    for (uint32_t step = 0;; step++) {
        found[(step + 1) % 3] = 0;
        take_step(step);
        barrier();
        if (!found[step % 3])
            return 0;
    }
}

#else

static void make_graph(void) {
    for (uint32_t v = 0; v < VERTICES; v++)
        first_edge[v + 1] = v + 1 == VERTICES ? EDGES : first_edge[v] + sample_random(7);
    for (uint32_t e = 0; e < EDGES; e++)
        target[e] = sample_random(VERTICES);
}

static void search(uint32_t levels[VERTICES]) {
    uint32_t queue[VERTICES], count = 1;
    for (uint32_t v = 0; v < VERTICES; v++)
        levels[v] = UNVISITED;
    levels[0] = queue[0] = 0;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t e = first_edge[queue[i]]; e < first_edge[queue[i] + 1]; e++)
            if (levels[target[e]] == UNVISITED) {
                levels[target[e]] = levels[queue[i]] + 1;
                queue[count++] = target[e];
            }
}

int main(int argc, char **argv) {
    static uint32_t expected[VERTICES];
    sample_begin(argc, argv);
    make_graph();
    search(expected);
    SEND(first_edge);
    SEND(target);
    sample_run();
    RECEIVE(level);
    sample_check_words("level", level, expected, VERTICES);
    return sample_end();
}

#endif
