/* Graphs that are cut up between host and device, against what a cut is. */
#include "libtask/host/memory.h"
#include "libtask/host/record/pieces.h"
#include "tests/libtask/host/random.h"
#include "tests/suite.h"

#include <string.h>

enum { MOST = 120, WAITS = 3, NODES = 16 * MOST };

static uint32_t waits[MOST][WAITS];
static struct ordered commands[MOST];
static struct access accesses[MOST];
static enum taker takers[MOST];

/* By waits, and by a byte that some write and many read, so that there are joins. */
static void draw_graph(struct random *random, uint32_t count, struct graph *graph) {
    uint32_t hosts = 1 + draw(random, 6);
    for (uint32_t i = 0; i < count; i++) {
        accesses[i] = (struct access){0, !draw(random, 30), {0, 1, 1, 1, 0, 0}};
        commands[i] = (struct ordered){&accesses[i], draw(random, 3) == 0,
                                       i ? draw(random, WAITS + 1) : 0, waits[i], false};
        for (uint32_t w = 0; w < commands[i].wait_count; w++)
            waits[i][w] = draw(random, i);
        takers[i] = draw(random, hosts) ? DEVICE_TAKES
                    : draw(random, 2)   ? HOST_TAKES
                                        : EITHER_TAKES;
    }
    ck_assert(graph_deduce(graph, commands, count));
}

static enum taker taker_of(const struct graph *graph, uint32_t node) {
    return node < graph->commands ? takers[node] : DEVICE_TAKES;
}

/* Each node in one unit, at its place. */
static void check_units(const struct graph *graph, const struct pieces *pieces) {
    static bool found[NODES];
    ck_assert_uint_lt(graph->nodes, NODES);
    memset(found, 0, sizeof found);
    for (uint32_t unit = 0; unit < pieces->graph.nodes; unit++) {
        uint32_t first = pieces->first[unit], end = pieces->first[unit + 1];
        ck_assert_uint_lt(first, end);
        ck_assert(unit >= pieces->host_units || end == first + 1);
        for (uint32_t i = first; i < end; i++) {
            uint32_t node = pieces->nodes[i];
            ck_assert(!found[node]);
            found[node] = true;
            ck_assert_uint_eq(pieces->unit_of[node], unit);
            ck_assert_uint_eq(pieces->place_of[node], i - first);
            if (taker_of(graph, node) != EITHER_TAKES)
                ck_assert_int_eq(taker_of(graph, node) == HOST_TAKES, unit < pieces->host_units);
        }
    }
    ck_assert_uint_eq(pieces->first[pieces->graph.nodes], graph->nodes);
}

static bool has_edge(const struct graph *graph, uint32_t from, uint32_t to) {
    for (uint32_t i = graph->first[from]; i < graph->first[from + 1]; i++)
        if (graph->successors[i] == to)
            return true;
    return false;
}

/* Each edge is one of the units' graph, or leads forward in a unit. */
static void check_edges(const struct graph *graph, const struct pieces *pieces) {
    for (uint32_t node = 0; node < graph->nodes; node++)
        for (uint32_t i = graph->first[node]; i < graph->first[node + 1]; i++) {
            uint32_t next = graph->successors[i], from = pieces->unit_of[node];
            if (pieces->unit_of[next] == from)
                ck_assert_uint_lt(pieces->place_of[node], pieces->place_of[next]);
            else
                ck_assert(has_edge(&pieces->graph, from, pieces->unit_of[next]));
        }
}

/* Units can be executed one after the other, with the predecessors that they have. */
static void check_order(const struct graph *units) {
    static uint32_t ready[NODES], left[NODES];
    uint32_t count = 0;
    memcpy(left, units->predecessors, units->nodes * sizeof *left);
    for (uint32_t i = 0; i < units->nodes; i++)
        if (!left[i])
            ready[count++] = i;
    for (uint32_t done = 0; done < count; done++)
        for (uint32_t i = units->first[ready[done]]; i < units->first[ready[done] + 1]; i++)
            if (--left[units->successors[i]] == 0)
                ready[count++] = units->successors[i];
    ck_assert_uint_eq(count, units->nodes);
}

/* How many times a way can come from the host to the device, at least: no cut has fewer pieces. */
static uint32_t fewest(const struct graph *graph) {
    static uint32_t turns[NODES];
    static bool there[NODES];
    uint32_t count = 0;
    memset(turns, 0, sizeof turns);
    memset(there, 0, sizeof there);
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t node = 0; node < graph->nodes; node++)
            for (uint32_t i = graph->first[node]; i < graph->first[node + 1]; i++) {
                uint32_t next = graph->successors[i];
                uint32_t most = turns[node] + (taker_of(graph, node) == HOST_TAKES &&
                                               taker_of(graph, next) != HOST_TAKES);
                changed |= most > turns[next];
                turns[next] = most > turns[next] ? most : turns[next];
            }
    }
    for (uint32_t node = 0; node < graph->nodes; node++)
        if (taker_of(graph, node) == DEVICE_TAKES && !there[turns[node]])
            there[turns[node]] = ++count;
    return count;
}

static void compare(uint64_t seed, uint32_t count) {
    struct random random = {seed};
    struct graph graph;
    struct pieces pieces;
    draw_graph(&random, count, &graph);
    ck_assert(pieces_cut(&pieces, &graph, takers));
    check_units(&graph, &pieces);
    check_edges(&graph, &pieces);
    check_order(&pieces.graph);
    ck_assert_uint_eq(pieces.graph.nodes - pieces.host_units, fewest(&graph));
    pieces_free(&pieces);
    graph_free(&graph);
}

START_TEST(cuts_are_right_and_small) {
    for (uint64_t seed = 1; seed <= 1000; seed++)
        compare(seed, (uint32_t)(seed % MOST));
}
END_TEST

START_TEST(any_allocation_may_fail) {
    struct random random = {5};
    struct graph graph;
    struct pieces pieces;
    draw_graph(&random, MOST, &graph);
    long allowed = 0;
    for (bool ok = false; !ok; allowed++) {
        memory_fail_after(allowed);
        ok = pieces_cut(&pieces, &graph, takers);
        memory_fail_after(-1);
        ck_assert(ok || !pieces.nodes);
    }
    ck_assert_int_gt(allowed, 5);
    pieces_free(&pieces);
    graph_free(&graph);
}
END_TEST

SUITE("pieces of graphs", NULL, NULL, cuts_are_right_and_small, any_allocation_may_fail)
