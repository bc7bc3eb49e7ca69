#include "muonc/ir/analysis/control_flow.h"

#include "support/alloc.h"

#include <stdlib.h>
#include <string.h>

static LLVMBasicBlockRef successor(LLVMBasicBlockRef block, unsigned index) {
    return LLVMGetSuccessor(LLVMGetBasicBlockTerminator(block), index);
}

static unsigned successor_count(LLVMBasicBlockRef block) {
    return LLVMGetNumSuccessors(LLVMGetBasicBlockTerminator(block));
}

/* Depth first with a stack of our own, since functions can be long chains of blocks. */
static void number_blocks(struct control_flow *flow, LLVMValueRef function) {
    struct visit {
        LLVMBasicBlockRef block;
        unsigned next;
    };
    size_t total = LLVMCountBasicBlocks(function), depth = 0, finished = 0;
    struct visit *stack = xcalloc(total, sizeof *stack);
    LLVMBasicBlockRef *post_order = xcalloc(total, sizeof *post_order);
    LLVMBasicBlockRef entry = LLVMGetEntryBasicBlock(function);

    value_map_set(&flow->numbers, entry, 0);
    stack[depth++] = (struct visit){entry, 0};
    while (depth) {
        struct visit *top = &stack[depth - 1];
        if (top->next == successor_count(top->block)) {
            post_order[finished++] = top->block;
            depth--;
            continue;
        }
        LLVMBasicBlockRef next = successor(top->block, top->next++);
        if (value_map_get(&flow->numbers, next) == VALUE_MAP_NONE) {
            value_map_set(&flow->numbers, next, 0);
            stack[depth++] = (struct visit){next, 0};
        }
    }
    flow->count = finished;
    flow->blocks = post_order;
    for (size_t i = 0; i < finished / 2; i++) {
        LLVMBasicBlockRef block = post_order[i];
        post_order[i] = post_order[finished - 1 - i];
        post_order[finished - 1 - i] = block;
    }
    for (size_t i = 0; i < finished; i++)
        value_map_set(&flow->numbers, post_order[i], i);
    free(stack);
}

unsigned control_flow_successors(const struct control_flow *flow, size_t block) {
    return successor_count(flow->blocks[block]);
}

size_t control_flow_successor(const struct control_flow *flow, size_t block, unsigned index) {
    return (size_t)value_map_get(&flow->numbers, successor(flow->blocks[block], index));
}

/* Sets of blocks as rows of bits: row b holds b and its post-dominators. Bit `count` is the end
 * that every return leads to. Sets, not a tree, because a loop without an exit has no tree. */
struct rows {
    size_t words;
    unsigned long *bits;
};

enum { WORD_BITS = 8 * sizeof(unsigned long) };

static bool has(const struct rows *rows, size_t row, size_t bit) {
    return rows->bits[row * rows->words + bit / WORD_BITS] >> bit % WORD_BITS & 1;
}

/* row = {row} ∪ ⋂ of its successors' rows; whether it changed. */
static bool update_row(const struct control_flow *flow, struct rows *rows, size_t row,
                       unsigned long *scratch) {
    unsigned successors = successor_count(flow->blocks[row]);
    size_t bytes = rows->words * sizeof *scratch;
    memset(scratch, successors ? 0xff : 0, bytes);
    for (unsigned i = 0; i < successors; i++) {
        const unsigned long *other =
            rows->bits + control_flow_successor(flow, row, i) * rows->words;
        for (size_t w = 0; w < rows->words; w++)
            scratch[w] &= other[w];
    }
    if (!successors)
        scratch[flow->count / WORD_BITS] |= 1ul << flow->count % WORD_BITS;
    scratch[row / WORD_BITS] |= 1ul << row % WORD_BITS;
    unsigned long *bits = rows->bits + row * rows->words;
    if (memcmp(bits, scratch, bytes) == 0)
        return false;
    memcpy(bits, scratch, bytes);
    return true;
}

static size_t row_size(const struct rows *rows, size_t row) {
    size_t size = 0;
    for (size_t w = 0; w < rows->words; w++)
        size += (size_t)__builtin_popcountl(rows->bits[row * rows->words + w]);
    return size;
}

/* Of a block's post-dominators the nearest is the one that has the most itself. A block in a loop
 * without an exit has kept every bit, also the one beyond the end. */
static size_t nearest(const struct control_flow *flow, const struct rows *rows, const size_t *sizes,
                      size_t block) {
    size_t best = flow->count;
    if (has(rows, block, flow->count + 1))
        return best;
    for (size_t other = 0; other < flow->count; other++)
        if (other != block && has(rows, block, other) &&
            (best == flow->count || sizes[other] > sizes[best]))
            best = other;
    return best;
}

static void find_post_dominators(struct control_flow *flow) {
    struct rows rows = {.words = (flow->count + 1) / WORD_BITS + 1};
    size_t bytes = flow->count * rows.words * sizeof *rows.bits;
    rows.bits = xmalloc(bytes);
    memset(rows.bits, 0xff, bytes);
    unsigned long *scratch = xmalloc(rows.words * sizeof *scratch);
    size_t *sizes = xcalloc(flow->count, sizeof *sizes);
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t block = flow->count; block-- > 0;)
            changed |= update_row(flow, &rows, block, scratch);
    }
    for (size_t block = 0; block < flow->count; block++)
        sizes[block] = row_size(&rows, block);
    flow->post_dominators = xcalloc(flow->count, sizeof *flow->post_dominators);
    for (size_t block = 0; block < flow->count; block++)
        flow->post_dominators[block] = nearest(flow, &rows, sizes, block);
    free(sizes);
    free(scratch);
    free(rows.bits);
}

size_t control_flow_post_dominator(struct control_flow *flow, size_t block) {
    if (!flow->post_dominators)
        find_post_dominators(flow);
    return flow->post_dominators[block];
}

void control_flow_build(struct control_flow *flow, LLVMValueRef function) {
    *flow = (struct control_flow){0};
    number_blocks(flow, function);
}

void control_flow_free(struct control_flow *flow) {
    value_map_free(&flow->numbers);
    free(flow->blocks);
    free(flow->post_dominators);
}

/* Adds one to the ways of every block that a path from start leads to, which passes neither the
 * branch nor its post-dominator. */
static void count_way(const struct control_flow *flow, size_t branch, size_t start,
                      unsigned *ways) {
    size_t end = flow->post_dominators[branch], depth = 0;
    size_t *stack = xcalloc(flow->count, sizeof *stack);
    bool *seen = xcalloc(flow->count, sizeof *seen);
    if (start != end) {
        seen[start] = true;
        stack[depth++] = start;
    }
    while (depth) {
        size_t block = stack[--depth];
        ways[block]++;
        unsigned successors = block == branch ? 0 : successor_count(flow->blocks[block]);
        for (unsigned i = 0; i < successors; i++) {
            size_t next = control_flow_successor(flow, block, i);
            if (next != end && !seen[next]) {
                seen[next] = true;
                stack[depth++] = next;
            }
        }
    }
    free(seen);
    free(stack);
}

/* Blocks of the region from which a path in the region leads back to the branch. */
static void find_cycle(const struct control_flow *flow, size_t branch,
                       const struct control_region *region) {
    if (!region->ways[branch])
        return;
    region->cycle[branch] = true;
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t block = flow->count; block-- > 0;) {
            if (!region->ways[block] || region->cycle[block])
                continue;
            unsigned successors = successor_count(flow->blocks[block]);
            for (unsigned i = 0; i < successors && !region->cycle[block]; i++)
                region->cycle[block] = region->cycle[control_flow_successor(flow, block, i)];
            changed |= region->cycle[block];
        }
    }
}

void control_flow_region(struct control_flow *flow, size_t branch,
                         const struct control_region *region) {
    control_flow_post_dominator(flow, branch);
    unsigned successors = successor_count(flow->blocks[branch]);
    for (unsigned i = 0; i < successors; i++)
        count_way(flow, branch, control_flow_successor(flow, branch, i), region->ways);
    find_cycle(flow, branch, region);
}
