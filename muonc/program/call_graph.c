#include "muonc/program/call_graph.h"

#include "muonc/program/registers.h"
#include "support/array.h"

#include <stdlib.h>

struct edge {
    size_t from, to;
};

struct builder {
    struct call_graph *graph;
    const bool *compiled;
    size_t **owner; /* for each section with code the node that each instruction is in */
    struct edge *edges;
    size_t edge_count;
};

static void add_edge(struct builder *builder, size_t from, size_t to) {
    *ARRAY_ADD(builder->edges, builder->edge_count) = (struct edge){from, to};
}

/* ---- who owns what ---- */

static void assign_owners(struct builder *builder) {
    struct call_graph *graph = builder->graph;
    const struct image *image = graph->image;
    for (size_t s = 1; s < image->section_count; s++) {
        const struct code *code = image->sections[s].code;
        builder->owner[s] = code ? xcalloc(code->count + 1, sizeof(size_t)) : NULL;
        for (size_t i = 0; code && i < code->count; i++)
            builder->owner[s][i] = graph->outside;
    }
    for (size_t f = 0; f < graph->functions->count; f++) {
        const struct function *function = &graph->functions->items[f];
        size_t first = (size_t)(function->insns - image->sections[function->section].code->insns);
        for (size_t i = 0; i < function->count; i++) {
            size_t *owner = &builder->owner[function->section][first + i];
            if (*owner != graph->outside)
                graph->nodes[*owner].entered = graph->nodes[f].entered = true;
            *owner = f;
        }
    }
}

/* The node that a place is in, the number of nodes for a place that is no instruction. *start: it
 * is the first of a function. */
static size_t node_at(const struct builder *builder, struct image_place place, bool *start) {
    const struct call_graph *graph = builder->graph;
    const struct code_insn *insn = code_at(graph->image, place);
    if (!insn)
        return graph->count;
    const struct code *code = graph->image->sections[place.section].code;
    size_t node = builder->owner[place.section][insn - code->insns];
    *start = node < graph->functions->count && graph->functions->items[node].insns == insn;
    return node;
}

/* ---- edges ---- */

/* A place within a function that something else than a call of the compiler's leads to. */
static void add_entry(struct call_graph *graph, size_t node, struct image_place place) {
    const struct code_insn *insn = code_at(graph->image, place);
    graph->nodes[node].entered = true;
    if (node >= graph->functions->count || !insn)
        return;
    const struct function *function = &graph->functions->items[node];
    if (insn < function->insns || insn >= function->insns + function->count)
        return;
    *ARRAY_ADD(graph->entries, graph->entry_count) =
        (struct call_graph_entry){node, (size_t)(insn - function->insns)};
}

/* beyond: how far behind the place (image.h). */
static void take_address(struct builder *builder, struct image_place place, int32_t beyond) {
    struct call_graph *graph = builder->graph;
    bool start;
    size_t node = node_at(builder, place, &start);
    if (node == graph->count)
        return;
    add_edge(builder, graph->pointer, node);
    if (start && !beyond)
        graph->nodes[node].address_taken = true;
    else
        add_entry(graph, node,
                  (struct image_place){place.section, place.address + (uint32_t)beyond});
}

static void go(struct builder *builder, size_t from, struct image_place place, bool call) {
    struct call_graph *graph = builder->graph;
    bool start;
    size_t node = node_at(builder, place, &start);
    if (node == graph->count)
        return;
    if (node != from || call)
        add_edge(builder, from, node);
    if (!start && (node != from || call))
        graph->nodes[node].entered = true;
}

static bool is_jump(const struct code_insn *insn) {
    if (!insn->word_count || insn->words[0].op == MUON_ILLEGAL)
        return false;
    enum muon_class class = muon_op_info(insn->words[0].op)->class;
    return class == MUON_CLASS_BRANCH || class == MUON_CLASS_JUMP;
}

static bool is_return(const struct muon_insn *word) {
    return word->op == MUON_JALR && !word->rd && word->rs1 == MUON_REGISTER_RA;
}

static void add_insn(struct builder *builder, size_t from, const struct code_insn *insn) {
    bool call = insn->pair == CODE_PAIR_CALL;
    if (insn->fix && (call || is_jump(insn)))
        go(builder, from, insn->to, call || insn->words[0].rd);
    else if (insn->fix)
        take_address(builder, insn->to, insn->beyond);
    else if (is_jump(insn) && insn->words[0].op == MUON_JALR && !call &&
             !is_return(&insn->words[0]))
        add_edge(builder, from, builder->graph->pointer);
}

/* Hand-written code may go on in what follows it. */
static void add_fall(struct builder *builder, size_t from, size_t to,
                     const struct code_insn *last) {
    bool compiled = from < builder->graph->functions->count && builder->compiled[from];
    if (from != to && !compiled &&
        !(is_jump(last) && !last->words[0].rd &&
          muon_op_info(last->words[0].op)->class == MUON_CLASS_JUMP))
        add_edge(builder, from, to);
}

static void add_section(struct builder *builder, size_t index) {
    const struct image_section *section = &builder->graph->image->sections[index];
    const size_t *owner = builder->owner[index];
    for (size_t i = 0; section->code && i < section->code->count; i++) {
        const struct code_insn *insn = &section->code->insns[i];
        add_insn(builder, owner[i], insn);
        if (i + 1 < section->code->count)
            add_fall(builder, owner[i], owner[i + 1], insn);
    }
    const struct image *image = builder->graph->image;
    for (size_t i = 0; image_is_loaded(section) && i < section->relocation_count; i++) {
        const struct image_relocation *relocation = &section->relocations[i];
        if (code_is_data(section, relocation->offset))
            take_address(builder, image_target(image, relocation), image_beyond(image, relocation));
    }
}

/* ---- from edges to nodes ---- */

static int by_ends(const void *a, const void *b) {
    const struct edge *left = a, *right = b;
    if (left->from != right->from)
        return left->from < right->from ? -1 : 1;
    return left->to < right->to ? -1 : left->to > right->to;
}

static void sort_edges(struct builder *builder) {
    if (builder->edge_count)
        qsort(builder->edges, builder->edge_count, sizeof *builder->edges, by_ends);
    size_t kept = 0;
    for (size_t i = 0; i < builder->edge_count; i++)
        if (!kept || by_ends(&builder->edges[kept - 1], &builder->edges[i]))
            builder->edges[kept++] = builder->edges[i];
    builder->edge_count = kept;
}

static void fill_nodes(struct builder *builder) {
    struct call_graph_node *nodes = builder->graph->nodes;
    sort_edges(builder);
    for (size_t i = 0; i < builder->edge_count; i++) {
        nodes[builder->edges[i].from].callee_count++;
        nodes[builder->edges[i].to].caller_count++;
    }
    for (size_t i = 0; i < builder->graph->count; i++) {
        nodes[i].callees = xcalloc(nodes[i].callee_count + 1, sizeof(size_t));
        nodes[i].callers = xcalloc(nodes[i].caller_count + 1, sizeof(size_t));
        nodes[i].callee_count = nodes[i].caller_count = 0;
    }
    for (size_t i = 0; i < builder->edge_count; i++) {
        struct call_graph_node *from = &nodes[builder->edges[i].from];
        struct call_graph_node *to = &nodes[builder->edges[i].to];
        from->callees[from->callee_count++] = builder->edges[i].to;
        to->callers[to->caller_count++] = builder->edges[i].from;
        if (from == to)
            from->recursive = true;
    }
}

/* ---- recursion: Tarjan's strongly connected components, without recursion ---- */

struct search {
    struct call_graph *graph;
    size_t *number, *low, *next; /* number 0: not seen */
    bool *open;
    size_t *path, depth;   /* nodes being visited */
    size_t *stack, height; /* nodes whose component is not complete */
    size_t seen, done;
};

static void enter(struct search *search, size_t node) {
    search->number[node] = search->low[node] = ++search->seen;
    search->open[node] = true;
    search->path[search->depth++] = node;
    search->stack[search->height++] = node;
}

static void leave(struct search *search, size_t node) {
    if (search->low[node] == search->number[node]) {
        bool cycle = search->stack[search->height - 1] != node;
        size_t member;
        do {
            member = search->stack[--search->height];
            search->open[member] = false;
            search->graph->nodes[member].recursive |= cycle;
            search->graph->order[search->done++] = member;
        } while (member != node);
    }
    search->depth--;
    size_t above = search->depth ? search->path[search->depth - 1] : node;
    if (search->low[node] < search->low[above])
        search->low[above] = search->low[node];
}

static void visit_from(struct search *search, size_t root) {
    enter(search, root);
    while (search->depth) {
        size_t node = search->path[search->depth - 1];
        const struct call_graph_node *of = &search->graph->nodes[node];
        if (search->next[node] == of->callee_count) {
            leave(search, node);
            continue;
        }
        size_t callee = of->callees[search->next[node]++];
        if (!search->number[callee])
            enter(search, callee);
        else if (search->open[callee] && search->number[callee] < search->low[node])
            search->low[node] = search->number[callee];
    }
}

static void find_recursion(struct call_graph *graph) {
    size_t *numbers = xcalloc(5 * graph->count, sizeof *numbers);
    struct search search = {
        .graph = graph,
        .number = numbers,
        .low = numbers + graph->count,
        .next = numbers + 2 * graph->count,
        .path = numbers + 3 * graph->count,
        .stack = numbers + 4 * graph->count,
        .open = xcalloc(graph->count, sizeof(bool)),
    };
    for (size_t i = 0; i < graph->count; i++)
        if (!search.number[i])
            visit_from(&search, i);
    free(search.open);
    free(numbers);
}

struct call_graph call_graph_build(const struct image *image, const struct function_list *functions,
                                   const bool *compiled) {
    struct call_graph graph = {.image = image,
                               .functions = functions,
                               .pointer = functions->count,
                               .outside = functions->count + 1,
                               .count = functions->count + 2};
    struct builder builder = {.graph = &graph, .compiled = compiled};
    graph.nodes = xcalloc(graph.count, sizeof *graph.nodes);
    graph.order = xcalloc(graph.count, sizeof *graph.order);
    builder.owner = xcalloc(image->section_count, sizeof *builder.owner);
    assign_owners(&builder);
    for (size_t s = 1; s < image->section_count; s++)
        add_section(&builder, s);
    fill_nodes(&builder);
    find_recursion(&graph);
    for (size_t s = 0; s < image->section_count; s++)
        free(builder.owner[s]);
    free(builder.owner);
    free(builder.edges);
    return graph;
}

void call_graph_free(struct call_graph *graph) {
    for (size_t i = 0; i < graph->count; i++) {
        free(graph->nodes[i].callees);
        free(graph->nodes[i].callers);
    }
    free(graph->nodes);
    free(graph->entries);
    free(graph->order);
    *graph = (struct call_graph){0};
}

enum call_exit call_graph_leaves(const struct call_graph *graph, const struct function *function,
                                 size_t insn, size_t *callee) {
    const struct code_insn *at = &function->insns[insn];
    if (!is_jump(at))
        return CALL_EXIT_NONE;
    const struct muon_insn *word = &at->words[0];
    if (word->op == MUON_JALR)
        return is_return(word) ? CALL_EXIT_RETURN : CALL_EXIT_INDIRECT;
    if (!word->rd && function_target(graph->image, function, insn) != FUNCTION_OUTSIDE)
        return CALL_EXIT_NONE;
    const struct function *target = functions_at(graph->functions, graph->image, at->to);
    *callee = target ? (size_t)(target - graph->functions->items) : graph->outside;
    return CALL_EXIT_DIRECT;
}
