/* Graphs, cut up. */
#include "libtask/host/record/pieces.h"

#include "libtask/host/memory.h"

#include <stdlib.h>
#include <string.h>

/* A node's stage is how many times the work has come from the host to the device before it. The
 * device's nodes of a stage are a piece: ways between them lead over no command of the host. */
struct cut {
    const struct graph *graph;
    const enum taker *takers;
    bool *by_host;    /* each node, in the end */
    uint32_t *order;  /* of nodes, each after its predecessors */
    uint32_t *stage;  /* of each node */
    uint32_t *before; /* predecessors that are not in the order yet */
    uint32_t stages;
};

static enum taker taker_of(const struct cut *cut, uint32_t node) {
    return node < cut->graph->commands ? cut->takers[node] : DEVICE_TAKES;
}

/* ---- stages ---- */

static void set_stages(struct cut *cut) {
    const struct graph *graph = cut->graph;
    uint32_t count = 0;
    for (uint32_t node = 0; node < graph->nodes; node++)
        if (!(cut->before[node] = graph->predecessors[node]))
            cut->order[count++] = node;
    for (uint32_t done = 0; done < count; done++) {
        uint32_t node = cut->order[done];
        for (uint32_t i = graph->first[node]; i < graph->first[node + 1]; i++) {
            uint32_t next = graph->successors[i];
            bool turns = taker_of(cut, node) == HOST_TAKES && taker_of(cut, next) != HOST_TAKES;
            uint32_t stage = cut->stage[node] + turns;
            if (stage > cut->stage[next])
                cut->stage[next] = stage;
            if (--cut->before[next] == 0)
                cut->order[count++] = next;
        }
    }
    for (uint32_t node = 0; node < graph->nodes; node++)
        if (cut->stage[node] >= cut->stages)
            cut->stages = cut->stage[node] + 1;
}

/* ---- who does what ---- */

/* What either takes is the host's if all before it of its stage is, too; by the same words, behind
 * it. A node that has neither is inside of the piece. */
static void set_hosts(struct cut *cut) {
    const struct graph *graph = cut->graph;
    bool *inside = cut->by_host; /* something before it, or behind it, is the device's */
    for (uint32_t i = 0; i < graph->nodes; i++) {
        uint32_t node = cut->order[i];
        bool device = taker_of(cut, node) == DEVICE_TAKES || inside[node];
        for (uint32_t j = graph->first[node]; device && j < graph->first[node + 1]; j++)
            inside[graph->successors[j]] |= cut->stage[graph->successors[j]] == cut->stage[node];
        inside[node] = device;
    }
    for (uint32_t i = graph->nodes; i-- > 0;) {
        uint32_t node = cut->order[i];
        bool device = taker_of(cut, node) == DEVICE_TAKES, behind = false;
        for (uint32_t j = graph->first[node]; j < graph->first[node + 1]; j++) {
            uint32_t next = graph->successors[j];
            behind |= cut->stage[next] == cut->stage[node] && !cut->by_host[next];
        }
        /* Those at the begin are the host's already: none behind them is before them. */
        cut->by_host[node] =
            taker_of(cut, node) == HOST_TAKES || (!device && !(inside[node] && behind));
    }
}

static bool is_host(const struct cut *cut, uint32_t node) {
    return cut->by_host[node];
}

/* ---- units ---- */

static uint32_t count_host(const struct cut *cut) {
    uint32_t count = 0;
    for (uint32_t node = 0; node < cut->graph->nodes; node++)
        count += is_host(cut, node);
    return count;
}

/* Stages in which the device has nothing have no piece. */
static uint32_t number_units(struct cut *cut, struct pieces *pieces, uint32_t *piece_of) {
    uint32_t host = 0, units = pieces->host_units;
    for (uint32_t node = 0; node < cut->graph->nodes; node++)
        if (!is_host(cut, node))
            piece_of[cut->stage[node]] = 1;
    for (uint32_t stage = 0; stage < cut->stages; stage++)
        if (piece_of[stage])
            piece_of[stage] = units++;
    for (uint32_t node = 0; node < cut->graph->nodes; node++)
        pieces->unit_of[node] = is_host(cut, node) ? host++ : piece_of[cut->stage[node]];
    return units;
}

static void fill_units(const struct cut *cut, struct pieces *pieces, uint32_t units) {
    uint32_t *next = pieces->first + 1; /* one place later until all are there */
    for (uint32_t node = 0; node < cut->graph->nodes; node++)
        next[pieces->unit_of[node] + 1]++;
    for (uint32_t unit = 0; unit < units; unit++)
        next[unit + 1] += next[unit];
    for (uint32_t i = 0; i < cut->graph->nodes; i++) {
        uint32_t node = cut->order[i];
        pieces->nodes[next[pieces->unit_of[node]]++] = node;
    }
    for (uint32_t unit = 0; unit < units; unit++)
        for (uint32_t i = pieces->first[unit]; i < pieces->first[unit + 1]; i++)
            pieces->place_of[pieces->nodes[i]] = i - pieces->first[unit];
}

/* ---- their graph ---- */

/* Edges from one unit to another; written: into the graph. */
static uint32_t cross(const struct pieces *pieces, const struct graph *graph, uint32_t unit,
                      struct graph *written) {
    uint32_t count = 0;
    for (uint32_t i = pieces->first[unit]; i < pieces->first[unit + 1]; i++) {
        uint32_t node = pieces->nodes[i];
        for (uint32_t j = graph->first[node]; j < graph->first[node + 1]; j++) {
            uint32_t to = pieces->unit_of[graph->successors[j]];
            if (to == unit)
                continue;
            if (written) {
                written->successors[written->first[unit] + count] = to;
                written->predecessors[to]++;
            }
            count++;
        }
    }
    return count;
}

static bool connect(struct pieces *pieces, const struct graph *graph, uint32_t units) {
    uint32_t edges = 0;
    struct graph *of_units = &pieces->graph;
    *of_units = (struct graph){
        .commands = units,
        .nodes = units,
        .first = memory_zeroed((size_t)units + 1, sizeof *of_units->first),
        .predecessors = memory_zeroed(units, sizeof *of_units->predecessors),
    };
    if (!of_units->first || !of_units->predecessors)
        return false;
    for (uint32_t unit = 0; unit < units; unit++) {
        of_units->first[unit] = edges;
        edges += cross(pieces, graph, unit, NULL);
    }
    of_units->first[units] = edges;
    of_units->successors = memory_get(edges * sizeof *of_units->successors);
    if (!of_units->successors)
        return false;
    for (uint32_t unit = 0; unit < units; unit++)
        cross(pieces, graph, unit, of_units);
    return true;
}

/* ---- all ---- */

static bool cut_up(struct cut *cut, struct pieces *pieces) {
    size_t nodes = cut->graph->nodes;
    cut->order = memory_get(nodes * sizeof *cut->order);
    cut->stage = memory_zeroed(nodes, sizeof *cut->stage);
    cut->before = memory_get(nodes * sizeof *cut->before);
    cut->by_host = memory_zeroed(nodes, sizeof *cut->by_host);
    pieces->nodes = memory_get(nodes * sizeof *pieces->nodes);
    pieces->unit_of = memory_get(nodes * sizeof *pieces->unit_of);
    pieces->place_of = memory_get(nodes * sizeof *pieces->place_of);
    if (!cut->order || !cut->stage || !cut->before || !cut->by_host || !pieces->nodes ||
        !pieces->unit_of || !pieces->place_of)
        return false;
    set_stages(cut);
    set_hosts(cut);
    pieces->host_units = count_host(cut);
    pieces->first =
        memory_zeroed((size_t)pieces->host_units + cut->stages + 2, sizeof *pieces->first);
    uint32_t *piece_of = memory_zeroed(cut->stages, sizeof *piece_of);
    bool ok = pieces->first && piece_of;
    uint32_t units = ok ? number_units(cut, pieces, piece_of) : 0;
    free(piece_of);
    if (!ok)
        return false;
    fill_units(cut, pieces, units);
    return connect(pieces, cut->graph, units);
}

bool pieces_cut(struct pieces *pieces, const struct graph *graph, const enum taker *takers) {
    struct cut cut = {.graph = graph, .takers = takers};
    *pieces = (struct pieces){0};
    bool ok = cut_up(&cut, pieces);
    free(cut.order);
    free(cut.stage);
    free(cut.before);
    free(cut.by_host);
    if (!ok)
        pieces_free(pieces);
    return ok;
}

void pieces_free(struct pieces *pieces) {
    graph_free(&pieces->graph);
    free(pieces->first);
    free(pieces->nodes);
    free(pieces->unit_of);
    free(pieces->place_of);
    *pieces = (struct pieces){0};
}
