#include "muonc/proof/flow.h"

#include "support/array.h"

#include <stdlib.h>
#include <string.h>

enum { NO_BLOCK = -1 };

struct builder {
    const struct image *image;
    const struct function *function;
    const bool *is_entered;
    struct flow *flow;
    bool *leader;        /* by instruction: a block begins */
    ptrdiff_t *block_at; /* by instruction: the block that begins there, NO_BLOCK */
    uint32_t *loop;      /* by block: the scope of the innermost loop, 0 */
    uint32_t *outer;     /* by scope that is a loop: the next loop around it, 0 */
};

bool flow_ends(const struct muon_insn *insn) {
    bool trap =
        insn->op == MUON_CSRRW && insn->rd == 0 && insn->rs1 == 0 && insn->imm == MUON_CSR_CYCLE;
    return insn->op == MUON_ILLEGAL || insn->op == MUON_TOHOST || trap;
}

bool flow_is_indirect_jump(const struct function *function, size_t insn) {
    const struct muon_insn *word = function_word(function, insn);
    return word->op == MUON_JALR && word->rd == 0 && word->rs1 != MUON_REGISTER_RA &&
           function->insns[insn].pair != CODE_PAIR_CALL;
}

bool flow_is_inside(const struct flow *flow, uint32_t scope, uint32_t outer) {
    while (flow->scopes[scope].depth > flow->scopes[outer].depth)
        scope = flow->scopes[scope].parent;
    return scope == outer;
}

/* ---- blocks ---- */

static bool is_branch(const struct muon_insn *insn) {
    return insn->op != MUON_ILLEGAL && muon_op_info(insn->op)->class == MUON_CLASS_BRANCH;
}

static bool is_jump(const struct muon_insn *insn) {
    return (insn->op == MUON_JAL || insn->op == MUON_JALR) && insn->rd == 0;
}

static void find_leaders(struct builder *builder) {
    const struct function *function = builder->function;
    builder->leader[0] = true;
    for (size_t i = 0; i < function->count; i++) {
        const struct muon_insn *insn = function_word(function, i);
        ptrdiff_t target = function_target(builder->image, function, i);
        if (target != FUNCTION_OUTSIDE && !(insn->op == MUON_JAL && insn->rd))
            builder->leader[target] = true;
        if (is_branch(insn) || is_jump(insn) || masks_is_split(insn) || masks_is_join(insn) ||
            flow_ends(insn))
            builder->leader[i + 1] = true;
        if (builder->is_entered && builder->is_entered[i])
            builder->leader[i] = true;
    }
}

static size_t end_of_block(const struct builder *builder, size_t begin) {
    size_t end = begin + 1;
    while (end < builder->function->count && !builder->leader[end])
        end++;
    return end;
}

/* Calls visit for each way from the block that ends with an instruction, to an instruction. */
static void for_each_way(const struct builder *builder, size_t last,
                         void (*visit)(void *context, size_t to, bool taken), void *context) {
    const struct function *function = builder->function;
    const struct muon_insn *insn = function_word(function, last);
    ptrdiff_t next[2];
    if (flow_ends(insn))
        return;
    if (builder->is_entered && flow_is_indirect_jump(function, last)) {
        for (size_t i = 0; i < function->count; i++)
            if (builder->is_entered[i])
                visit(context, i, false);
        return;
    }
    unsigned ways = function_successors(builder->image, function, last, next);
    for (unsigned way = 0; way < ways; way++)
        if (next[way] != FUNCTION_OUTSIDE)
            visit(context, (size_t)next[way], way == 1);
}

/* Depth first, without recursion: a stack of blocks with the ways that remain. */
struct walk {
    struct builder *builder;
    enum walk_state { NEW, OPEN, DONE } * state; /* by first instruction */
    uint32_t *waiting;                           /* first instructions of blocks */
    size_t count;
};

static void discover(void *context, size_t to, bool taken) {
    (void)taken;
    struct walk *walk = context;
    if (walk->state[to] == NEW)
        walk->waiting[walk->count++] = (uint32_t)to;
}

/* Post-order of the blocks that the entry reaches, by their first instructions. A block stays on
 * the stack, open, below its successors. */
static size_t post_order(struct builder *builder, uint32_t *order) {
    size_t insns = builder->function->count, count = 0, room = 2 * insns + 2;
    for (size_t i = 0; builder->is_entered && i < insns; i++)
        room += flow_is_indirect_jump(builder->function, i) ? insns : 0;
    struct walk walk = {builder, xcalloc(insns, sizeof *walk.state),
                        xcalloc(room, sizeof *walk.waiting), 1};
    while (walk.count) {
        uint32_t begin = walk.waiting[walk.count - 1];
        if (walk.state[begin] != NEW) {
            walk.count--;
            if (walk.state[begin] == OPEN)
                order[count++] = begin;
            walk.state[begin] = DONE;
            continue;
        }
        walk.state[begin] = OPEN;
        for_each_way(builder, end_of_block(builder, begin) - 1, discover, &walk);
    }
    free(walk.waiting);
    free(walk.state);
    return count;
}

static void number_blocks(struct builder *builder) {
    struct flow *flow = builder->flow;
    uint32_t *order = xcalloc(builder->function->count, sizeof *order);
    flow->count = post_order(builder, order);
    flow->blocks = xcalloc(flow->count, sizeof *flow->blocks);
    for (size_t i = 0; i < builder->function->count; i++)
        builder->block_at[i] = NO_BLOCK;
    for (size_t i = 0; i < flow->count; i++) {
        uint32_t begin = order[flow->count - 1 - i];
        flow->blocks[i].begin = begin;
        flow->blocks[i].end = (uint32_t)end_of_block(builder, begin);
        builder->block_at[begin] = (ptrdiff_t)i;
    }
    free(order);
}

/* ---- edges ---- */

struct edges {
    struct builder *builder;
    uint32_t from;
};

static void add_edge(void *context, size_t to, bool taken) {
    struct edges *edges = context;
    struct flow *flow = edges->builder->flow;
    *ARRAY_ADD(flow->edges, flow->edge_count) =
        (struct flow_edge){edges->from, (uint32_t)edges->builder->block_at[to], taken, 0};
}

static int by_target(const void *a, const void *b) {
    const struct flow_edge *left = a, *right = b;
    if (left->to != right->to)
        return left->to < right->to ? -1 : 1;
    return left->from != right->from ? (left->from < right->from ? -1 : 1)
                                     : left->taken - right->taken;
}

static void find_edges(struct builder *builder) {
    struct flow *flow = builder->flow;
    struct edges edges = {.builder = builder};
    for (; edges.from < flow->count; edges.from++)
        for_each_way(builder, flow->blocks[edges.from].end - 1, add_edge, &edges);
    if (flow->edge_count)
        qsort(flow->edges, flow->edge_count, sizeof *flow->edges, by_target);
    for (size_t i = 0; i < flow->edge_count; i++) {
        struct flow_block *block = &flow->blocks[flow->edges[i].to];
        if (!block->count++)
            block->first = (uint32_t)i;
    }
}

/* ---- scopes ---- */

static uint32_t add_scope(struct flow *flow, size_t insn, bool loop) {
    uint32_t scope = (uint32_t)flow->scope_count;
    *ARRAY_ADD(flow->scopes, flow->scope_count) =
        (struct flow_scope){.insn = (uint32_t)insn, .loop = loop};
    return flow->scope_of[insn] = scope;
}

/* The block that contains an instruction, NO_BLOCK if the entry does not reach it. */
static ptrdiff_t block_of(const struct builder *builder, size_t insn) {
    while (!builder->leader[insn])
        insn--;
    return builder->block_at[insn];
}

/* Of a split and a loop around an instruction, the one that is in the other. */
static uint32_t inner_of(const struct builder *builder, ptrdiff_t split, uint32_t loop) {
    const struct flow *flow = builder->flow;
    if (split < 0)
        return loop;
    ptrdiff_t block = loop ? block_of(builder, (size_t)split) : NO_BLOCK;
    uint32_t around = block == NO_BLOCK ? 0 : builder->loop[block];
    while (around && around != loop)
        around = builder->outer[around];
    return loop && !around ? loop : flow->scope_of[split];
}

/* The loop that a vx_pred's branch closes. */
struct loop {
    size_t pred;
    uint32_t latch, head; /* blocks */
    bool *body;           /* by block */
    size_t size;
    uint32_t scope;
};

/* The block whose branch tests what a vx_pred at the instruction has tested; count if none does. */
static size_t find_latch(const struct flow *flow, size_t pred) {
    size_t block = 0;
    while (block < flow->count && flow->masks.test[flow->blocks[block].end - 1] != (ptrdiff_t)pred)
        block++;
    return block;
}

static bool is_back_edge(const struct builder *builder, const struct loop *loop,
                         const struct flow_edge *edge) {
    if (edge->from != loop->latch)
        return false;
    const struct muon_insn *branch =
        function_word(builder->function, builder->flow->blocks[loop->latch].end - 1);
    bool stays_if_zero = function_word(builder->function, loop->pred)->op == MUON_VX_PRED_N;
    return edge->taken == ((branch->op == MUON_BEQ) == stays_if_zero);
}

/* What lies on the way from the branch, where the lanes that stay go, back to it. False if that
 * way does not lead back, or also out of the function. */
static bool find_body(const struct builder *builder, struct loop *loop) {
    const struct flow *flow = builder->flow;
    bool good = true, grown = true;
    loop->body = xcalloc(flow->count, sizeof *loop->body);
    for (size_t e = 0; e < flow->edge_count; e++)
        if (is_back_edge(builder, loop, &flow->edges[e]))
            loop->body[loop->head = flow->edges[e].to] = true;
    while (grown) {
        grown = false;
        for (size_t e = 0; e < flow->edge_count; e++) {
            const struct flow_edge *edge = &flow->edges[e];
            if (loop->body[edge->from] && edge->from != loop->latch && !loop->body[edge->to])
                grown = loop->body[edge->to] = true;
        }
    }
    for (size_t b = 0; b < flow->count; b++) {
        loop->size += loop->body[b];
        const struct muon_insn *last = function_word(builder->function, flow->blocks[b].end - 1);
        good &= !loop->body[b] || last->op != MUON_JALR || last->rd != 0;
    }
    return good && loop->body[loop->latch];
}

static int by_size(const void *a, const void *b) {
    const struct loop *left = a, *right = b;
    return left->size > right->size ? -1 : left->size < right->size;
}

/* Loops from outer to inner ones, so that what is assigned last is innermost. */
static void nest_loops(struct builder *builder, struct loop *loops, size_t count) {
    struct flow *flow = builder->flow;
    if (count)
        qsort(loops, count, sizeof *loops, by_size);
    for (size_t i = 0; i < count; i++) {
        loops[i].scope = add_scope(flow, loops[i].pred, true);
        builder->outer = xrealloc(builder->outer, flow->scope_count * sizeof *builder->outer);
        builder->outer[loops[i].scope] = builder->loop[loops[i].head];
        for (size_t b = 0; b < flow->count; b++)
            if (loops[i].body[b])
                builder->loop[b] = loops[i].scope;
    }
}

static void find_loops(struct builder *builder) {
    struct flow *flow = builder->flow;
    struct loop *loops = NULL;
    size_t count = 0;
    for (size_t i = 0; i < builder->function->count; i++) {
        struct loop loop = {.pred = i};
        size_t latch =
            masks_is_pred(function_word(builder->function, i)) ? find_latch(flow, i) : flow->count;
        if (latch == flow->count)
            continue;
        loop.latch = (uint32_t)latch;
        if (!find_body(builder, &loop) && flow->fault < 0)
            flow->fault = (ptrdiff_t)i;
        *ARRAY_ADD(loops, count) = loop;
    }
    nest_loops(builder, loops, count);
    for (size_t e = 0; e < flow->edge_count; e++)
        for (size_t i = 0; i < count; i++)
            if (flow->edges[e].from == loops[i].latch &&
                !is_back_edge(builder, &loops[i], &flow->edges[e]))
                flow->edges[e].leaves = loops[i].scope;
    for (size_t i = 0; i < count; i++)
        free(loops[i].body);
    free(loops);
}

/* Parents and depths: a scope's parent is found where it begins, outer ones first. */
static void nest_scopes(struct builder *builder) {
    struct flow *flow = builder->flow;
    const struct masks *masks = &flow->masks;
    for (uint32_t s = 1; s < flow->scope_count; s++) {
        struct flow_scope *scope = &flow->scopes[s];
        ptrdiff_t block = block_of(builder, scope->insn);
        uint32_t loop = scope->loop         ? builder->outer[s]
                        : block == NO_BLOCK ? 0
                                            : builder->loop[block];
        scope->parent = inner_of(builder, masks->open[scope->insn], loop);
    }
    for (uint32_t s = 1; s < flow->scope_count; s++) {
        unsigned depth = 0;
        for (uint32_t up = s; up && depth <= flow->scope_count; up = flow->scopes[up].parent)
            depth++;
        flow->scopes[s].depth = depth;
    }
    for (size_t b = 0; b < flow->count; b++)
        flow->blocks[b].scope =
            inner_of(builder, masks->open[flow->blocks[b].begin], builder->loop[b]);
}

static void find_scopes(struct builder *builder) {
    struct flow *flow = builder->flow;
    const struct function *function = builder->function;
    flow->scope_of = xcalloc(function->count, sizeof *flow->scope_of);
    *ARRAY_ADD(flow->scopes, flow->scope_count) = (struct flow_scope){0};
    bool any = false;
    for (size_t i = 0; i < function->count; i++)
        any |=
            masks_is_pred(function_word(function, i)) || masks_is_split(function_word(function, i));
    if (!any)
        return;
    flow->masks = masks_find(builder->image, function);
    for (size_t i = 0; i < function->count; i++)
        if (masks_is_split(function_word(function, i)) && flow->masks.open[i] != MASKS_UNREACHED)
            add_scope(flow, i, false);
    builder->outer = xcalloc(flow->scope_count, sizeof *builder->outer);
    builder->loop = xcalloc(flow->count, sizeof *builder->loop);
    find_loops(builder);
    nest_scopes(builder);
    for (size_t e = 0; e < flow->edge_count; e++) {
        size_t last = flow->blocks[flow->edges[e].from].end - 1;
        if (masks_is_join(function_word(function, last)) && flow->masks.open[last] >= 0)
            flow->edges[e].leaves = flow->scope_of[flow->masks.open[last]];
    }
    free(builder->outer);
    free(builder->loop);
}

static void map_instructions(const struct builder *builder) {
    struct flow *flow = builder->flow;
    flow->block_of = xmalloc(builder->function->count * sizeof *flow->block_of);
    for (size_t i = 0; i < builder->function->count; i++)
        flow->block_of[i] = FLOW_NO_BLOCK;
    for (uint32_t b = 0; b < flow->count; b++)
        for (uint32_t i = flow->blocks[b].begin; i < flow->blocks[b].end; i++)
            flow->block_of[i] = b;
}

struct flow flow_build(const struct image *image, const struct function *function,
                       const bool *is_entered) {
    struct flow flow = {.fault = -1};
    struct builder builder = {
        .image = image, .function = function, .is_entered = is_entered, .flow = &flow};
    builder.leader = xcalloc(function->count + 1, sizeof *builder.leader);
    builder.block_at = xcalloc(function->count, sizeof *builder.block_at);
    find_leaders(&builder);
    number_blocks(&builder);
    find_edges(&builder);
    find_scopes(&builder);
    map_instructions(&builder);
    free(builder.leader);
    free(builder.block_at);
    return flow;
}

void flow_free(struct flow *flow) {
    free(flow->blocks);
    free(flow->block_of);
    free(flow->edges);
    free(flow->scopes);
    free(flow->scope_of);
    free(flow->cycles);
    free(flow->in_cycles);
    masks_free(&flow->masks);
    *flow = (struct flow){0};
}
