#include "muonc/ir/analysis/nesting.h"

#include "support/array.h"

#include <stdlib.h>

/* Loops are the strongly connected components; inside one, those that are left without the edges to
 * its head (Steensgaard). The tree is that of dominators, but what stands in a loop's subtree and
 * not in the loop moves behind the loop. */

enum { NONE = NESTING_NONE };

static const struct nesting_node new_node = {.first_in = (size_t)NONE,
                                             .first_out = (size_t)NONE,
                                             .loop = (size_t)NONE,
                                             .parent = (size_t)NONE,
                                             .first_child = (size_t)NONE,
                                             .next_sibling = (size_t)NONE};

/* ---- the graph ---- */

static void add_edge(struct nesting *nesting, size_t from, size_t to, unsigned index) {
    struct nesting_node *nodes = nesting->nodes;
    *ARRAY_ADD(nesting->edges, nesting->edge_count) =
        (struct nesting_edge){.from = from,
                              .goal = to,
                              .to = to,
                              .index = index,
                              .next_in = nodes[to].first_in,
                              .next_out = nodes[from].first_out};
    nodes[to].first_in = nodes[from].first_out = nesting->edge_count - 1;
}

static void copy_graph(struct nesting *nesting) {
    const struct control_flow *flow = nesting->flow;
    for (size_t block = 0; block < flow->count; block++)
        *ARRAY_ADD(nesting->nodes, nesting->count) = new_node;
    for (size_t block = 0; block < flow->count; block++)
        for (size_t i = 0; i < control_flow_successors(flow, block); i++)
            add_edge(nesting, block, control_flow_successor(flow, block, i), (unsigned)i);
}

/* ---- components ---- */

/* What is known of a node while a region is ordered: the blocks of a loop without its head, or all.
 */
struct mark {
    size_t region, index, low, component;
    size_t edge; /* to go on with */
    bool entered;
};

struct search {
    struct nesting *nesting;
    struct mark *marks;
    size_t mark_count;
    size_t regions;
    size_t *path, *open; /* stacks */
    size_t ordered;
};

/* A region's components, the last one first. */
struct components {
    size_t *nodes, *begin;
    size_t count;
};

static bool is_in_region(const struct search *search, size_t node, size_t region, size_t head) {
    return node != head && search->marks[node].region == region;
}

static void close_component(struct search *search, size_t node, size_t *open,
                            struct components *found) {
    size_t end = found->begin[found->count];
    for (size_t member = (size_t)NONE; member != node;) {
        member = search->open[--*open];
        search->marks[member].component = found->count + 1;
        found->nodes[end++] = member;
    }
    found->begin[++found->count] = end;
}

static void enter(struct search *search, size_t node, size_t *counter, size_t *open) {
    struct mark *mark = &search->marks[node];
    mark->index = mark->low = ++*counter;
    mark->edge = search->nesting->nodes[node].first_out;
    search->open[(*open)++] = node;
}

/* Tarjan's search, with a stack of its own. */
static void find_components(struct search *search, size_t root, size_t head, size_t *counter,
                            struct components *found) {
    size_t depth = 0, open = 0, region = search->marks[root].region;
    const struct nesting_edge *edges = search->nesting->edges;
    enter(search, root, counter, &open);
    search->path[depth++] = root;
    while (depth) {
        size_t node = search->path[depth - 1];
        struct mark *mark = &search->marks[node];
        if (mark->edge == (size_t)NONE) {
            if (mark->low == mark->index)
                close_component(search, node, &open, found);
            if (--depth) {
                struct mark *before = &search->marks[search->path[depth - 1]];
                before->low = mark->low < before->low ? mark->low : before->low;
            }
            continue;
        }
        size_t next = edges[mark->edge].to;
        mark->edge = edges[mark->edge].next_out;
        if (!is_in_region(search, next, region, head))
            continue;
        struct mark *other = &search->marks[next];
        if (!other->index) {
            enter(search, next, counter, &open);
            search->path[depth++] = next;
        } else if (!other->component && other->index < mark->low) {
            mark->low = other->index;
        }
    }
}

/* ---- loops ---- */

static size_t add_node(struct search *search) {
    struct nesting *nesting = search->nesting;
    *ARRAY_ADD(search->marks, search->mark_count) = (struct mark){0};
    *ARRAY_ADD(nesting->nodes, nesting->count) = new_node;
    search->path = xrealloc(search->path, (nesting->count + 1) * sizeof *search->path);
    search->open = xrealloc(search->open, (nesting->count + 1) * sizeof *search->open);
    return nesting->count - 1;
}

static void redirect(struct nesting *nesting, size_t entry, size_t dispatch) {
    size_t edge = nesting->nodes[entry].first_in;
    while (edge != (size_t)NONE) {
        struct nesting_edge *moved = &nesting->edges[edge];
        size_t next = moved->next_in;
        moved->to = dispatch;
        moved->next_in = nesting->nodes[dispatch].first_in;
        nesting->nodes[dispatch].first_in = edge;
        edge = next;
    }
    nesting->nodes[entry].first_in = (size_t)NONE;
}

/* The one block that a component is entered at, or a dispatch. */
static size_t find_head(struct search *search, const size_t *members, size_t count) {
    struct nesting *nesting = search->nesting;
    size_t head = (size_t)NONE, entries = 0;
    for (size_t i = 0; i < count; i++) {
        entries += search->marks[members[i]].entered;
        if (search->marks[members[i]].entered)
            head = members[i];
    }
    if (entries == 1)
        return head;
    head = add_node(search);
    unsigned index = 0;
    for (size_t i = 0; i < count; i++)
        if (search->marks[members[i]].entered) {
            redirect(nesting, members[i], head);
            add_edge(nesting, head, members[i], index++);
        }
    return head;
}

static bool repeats_itself(const struct nesting *nesting, size_t node) {
    for (size_t edge = nesting->nodes[node].first_out; edge != (size_t)NONE;
         edge = nesting->edges[edge].next_out)
        if (nesting->edges[edge].to == node)
            return true;
    return false;
}

static void append(struct search *search, size_t node, size_t loop) {
    struct nesting_node *added = &search->nesting->nodes[node];
    search->nesting->sequence =
        xrealloc(search->nesting->sequence,
                 (search->nesting->count + 1) * sizeof *search->nesting->sequence);
    search->nesting->sequence[search->ordered] = node;
    added->order = search->ordered++;
    added->loop = loop;
}

static void order_region(struct search *search, const size_t *nodes, size_t count, size_t head,
                         size_t loop);

static void order_loop(struct search *search, const size_t *members, size_t count, size_t outer) {
    struct nesting *nesting = search->nesting;
    size_t head = find_head(search, members, count), loop = nesting->loop_count;
    *ARRAY_ADD(nesting->loops, nesting->loop_count) =
        (struct nesting_loop){.head = head, .parent = outer};
    append(search, head, loop);
    order_region(search, members, count, head, loop);
    nesting->loops[loop].last = search->ordered - 1;
}

static void mark_entries(struct search *search, const size_t *nodes, size_t count, size_t head) {
    const struct nesting *nesting = search->nesting;
    for (size_t i = 0; i < count; i++)
        for (size_t edge = nesting->nodes[nodes[i]].first_in; edge != (size_t)NONE;
             edge = nesting->edges[edge].next_in) {
            size_t from = nesting->edges[edge].from;
            search->marks[nodes[i]].entered |=
                from == head || search->marks[from].region != search->marks[nodes[i]].region ||
                search->marks[from].component != search->marks[nodes[i]].component;
        }
}

/* Orders the nodes but the head, which has its place. */
static void order_region(struct search *search, const size_t *nodes, size_t count, size_t head,
                         size_t loop) {
    size_t region = ++search->regions, counter = 0;
    struct components found = {xcalloc(count + 1, sizeof *found.nodes),
                               xcalloc(count + 2, sizeof *found.begin), 0};
    for (size_t i = 0; i < count; i++)
        search->marks[nodes[i]] = (struct mark){.region = region};
    for (size_t i = 0; i < count; i++)
        if (nodes[i] != head && !search->marks[nodes[i]].index)
            find_components(search, nodes[i], head, &counter, &found);
    mark_entries(search, nodes, count, head);
    for (size_t i = found.count; i-- > 0;) {
        const size_t *members = found.nodes + found.begin[i];
        size_t size = found.begin[i + 1] - found.begin[i];
        if (size == 1 && !repeats_itself(search->nesting, members[0]))
            append(search, members[0], loop);
        else
            order_loop(search, members, size, loop);
    }
    free(found.nodes);
    free(found.begin);
}

static void order_nodes(struct nesting *nesting) {
    struct search search = {.nesting = nesting};
    size_t count = nesting->count, *all = xcalloc(count, sizeof *all);
    for (size_t i = 0; i < count; i++) {
        all[i] = i;
        *ARRAY_ADD(search.marks, search.mark_count) = (struct mark){0};
    }
    search.path = xcalloc(count + 1, sizeof *search.path);
    search.open = xcalloc(count + 1, sizeof *search.open);
    order_region(&search, all, count, (size_t)NONE, (size_t)NONE);
    free(all);
    free(search.marks);
    free(search.path);
    free(search.open);
}

/* ---- the tree ---- */

static bool is_in_loop(const struct nesting *nesting, size_t loop, size_t node) {
    size_t order = nesting->nodes[node].order;
    return order >= nesting->nodes[nesting->loops[loop].head].order &&
           order <= nesting->loops[loop].last;
}

static size_t meet(const struct nesting_node *nodes, size_t a, size_t b) {
    while (a != b) {
        while (nodes[a].order > nodes[b].order)
            a = nodes[a].parent;
        while (nodes[b].order > nodes[a].order)
            b = nodes[b].parent;
    }
    return a;
}

/* All edges that repeat no loop come from nodes before it. */
static void find_dominator(struct nesting *nesting, size_t node) {
    struct nesting_node *nodes = nesting->nodes;
    size_t parent = (size_t)NONE;
    for (size_t edge = nodes[node].first_in; edge != (size_t)NONE;
         edge = nesting->edges[edge].next_in)
        if (!nesting_repeats(nesting, &nesting->edges[edge])) {
            size_t from = nesting->edges[edge].from;
            parent = parent == (size_t)NONE ? from : meet(nodes, parent, from);
        }
    nodes[node].parent = parent == (size_t)NONE ? node : parent;
}

static void move_behind_loops(struct nesting *nesting, size_t node) {
    struct nesting_node *nodes = nesting->nodes;
    size_t parent = nodes[node].parent, loop = nodes[parent].loop;
    while (loop != (size_t)NONE && !is_in_loop(nesting, loop, node)) {
        parent = nesting->loops[loop].head;
        loop = nesting->loops[loop].parent;
    }
    nodes[node].parent = parent;
}

static void link_children(struct nesting *nesting) {
    struct nesting_node *nodes = nesting->nodes;
    for (size_t i = nesting->count; i-- > 1;) {
        size_t node = nesting->sequence[i], parent = nodes[node].parent;
        nodes[node].size++;
        nodes[parent].size += nodes[node].size;
        nodes[node].next_sibling = nodes[parent].first_child;
        nodes[parent].first_child = node;
    }
    nodes[nesting->sequence[0]].size++;
}

static void place_children(struct nesting *nesting, size_t node) {
    struct nesting_node *nodes = nesting->nodes;
    bool head = nesting_is_head(nesting, node), behind = false;
    size_t place = nodes[node].place + 1;
    for (size_t child = nodes[node].first_child; child != (size_t)NONE;
         child = nodes[child].next_sibling) {
        if (head && !behind && nesting_is_behind(nesting, child)) {
            behind = true;
            nesting->loops[nodes[node].loop].last_place = place - 1;
        }
        nodes[child].place = place;
        place += nodes[child].size;
    }
    if (head && !behind)
        nesting->loops[nodes[node].loop].last_place = place - 1;
}

static void build_tree(struct nesting *nesting) {
    for (size_t i = 0; i < nesting->count; i++)
        find_dominator(nesting, nesting->sequence[i]);
    for (size_t i = 1; i < nesting->count; i++)
        move_behind_loops(nesting, nesting->sequence[i]);
    link_children(nesting);
    for (size_t i = 0; i < nesting->count; i++)
        place_children(nesting, nesting->sequence[i]);
}

void nesting_build(struct nesting *nesting, const struct control_flow *flow) {
    *nesting = (struct nesting){.flow = flow};
    copy_graph(nesting);
    order_nodes(nesting);
    build_tree(nesting);
}

void nesting_free(struct nesting *nesting) {
    free(nesting->nodes);
    free(nesting->edges);
    free(nesting->loops);
    free(nesting->sequence);
}
