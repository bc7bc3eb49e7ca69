/* Edges of a graph, and sets of commands. */
#include "libtask/host/deduce/edges.h"

#include <stdlib.h>

/* ---- edges ---- */

static uint32_t add_node(struct edges *edges) {
    if (edges->node_count >= NOBODY || !memory_room((void **)&edges->nodes, &edges->node_capacity,
                                                    edges->node_count + 1, sizeof *edges->nodes)) {
        edges->failed = true;
        return NOBODY;
    }
    edges->nodes[edges->node_count] = (struct node){.told = NOBODY};
    return (uint32_t)edges->node_count++;
}

bool edges_begin(struct edges *edges, size_t commands) {
    *edges = (struct edges){0};
    while (edges->node_count < commands && !edges->failed)
        add_node(edges);
    return !edges->failed;
}

void edges_free(struct edges *edges) {
    arena_free(&edges->arena);
    free(edges->list);
    free(edges->nodes);
}

void edges_add(struct edges *edges, uint32_t from, uint32_t to) {
    if (edges->failed || edges->nodes[from].told == to)
        return;
    if (!memory_room((void **)&edges->list, &edges->capacity, edges->count + 1,
                     sizeof *edges->list)) {
        edges->failed = true;
        return;
    }
    edges->nodes[from] = (struct node){to, true};
    edges->list[edges->count++] = (struct edge){from, to};
}

/* ---- sets ---- */

const struct set *set_of(struct edges *edges, uint32_t command) {
    struct set *set = arena_get(&edges->arena, sizeof *set);
    if (set)
        *set = (struct set){.node = command, .size = 1};
    else
        edges->failed = true;
    return set;
}

const struct set *set_union(struct edges *edges, const struct set *a, const struct set *b) {
    if (!a || !b || a == b)
        return a ? a : b;
    struct set *set = arena_get(&edges->arena, sizeof *set);
    if (set)
        *set = (struct set){a, b, NOBODY, a->size + b->size};
    else
        edges->failed = true;
    return set;
}

/* Sets that are to have a join: where the size passes a multiple of this. So a set consists of few
 * commands and sets with joins, and of a chain of sets, each one larger by one, few have joins. */
enum { JOINED = 16 };

static bool wants_join(const struct set *set) {
    return set->a && set->size / JOINED != set->a->size / JOINED;
}

/* The parts of a set: commands and sets that want a join. Makes a node depend on them, but returns
 * the first that has no join yet, if there is one. Recursion is as deep as JOINED, twice. */
static const struct set *add_parts(struct edges *edges, const struct set *set, uint32_t to);

static const struct set *add_part(struct edges *edges, const struct set *part, uint32_t to) {
    if (part->a && !wants_join(part))
        return add_parts(edges, part, to);
    if (part->node == NOBODY)
        return part;
    if (to != NOBODY)
        edges_add(edges, part->node, to);
    return NULL;
}

static const struct set *add_parts(struct edges *edges, const struct set *set, uint32_t to) {
    const struct set *without = add_part(edges, set->a, to);
    return without ? without : add_part(edges, set->b, to);
}

/* Sets that wait for others to be joined: a chain of them may be long. */
struct unjoined {
    const struct set *set;
    struct unjoined *below;
};

static void join(struct edges *edges, const struct set *set) {
    struct unjoined first = {set, NULL}, *top = &first;
    while (top && !edges->failed) {
        const struct set *before = add_parts(edges, top->set, NOBODY);
        if (before) {
            struct unjoined *next = arena_get(&edges->arena, sizeof *next);
            if (next)
                *next = (struct unjoined){before, top};
            edges->failed |= !next;
            top = next;
            continue;
        }
        ((struct set *)top->set)->node = add_node(edges); /* that, once, is no change of the set */
        if (!edges->failed)
            add_parts(edges, top->set, top->set->node);
        top = top->below;
    }
}

void edges_add_set(struct edges *edges, const struct set *set, uint32_t to) {
    const struct set *before;
    if (!set)
        return;
    while (!edges->failed && (before = add_part(edges, set, NOBODY)))
        join(edges, before);
    if (!edges->failed)
        add_part(edges, set, to);
}
