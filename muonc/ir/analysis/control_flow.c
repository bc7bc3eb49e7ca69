#include "muonc/ir/analysis/control_flow.h"

#include "muonc/ir/analysis/dominance.h"
#include "support/alloc.h"

#include <stdlib.h>

/* ---- blocks ---- */

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

/* ---- edges ---- */

static void find_successors(struct control_flow *flow) {
    size_t total = 0;
    flow->to.begin = xcalloc(flow->count + 1, sizeof *flow->to.begin);
    for (size_t block = 0; block < flow->count; block++)
        flow->to.begin[block + 1] = total += successor_count(flow->blocks[block]);
    flow->to.blocks = xcalloc(total + 1, sizeof *flow->to.blocks);
    for (size_t block = 0; block < flow->count; block++)
        for (unsigned i = 0; i < control_flow_successors(flow, block); i++)
            flow->to.blocks[flow->to.begin[block] + i] =
                (size_t)value_map_get(&flow->numbers, successor(flow->blocks[block], i));
}

static void find_predecessors(struct control_flow *flow) {
    size_t total = flow->to.begin[flow->count];
    size_t *begin = xcalloc(flow->count + 2, sizeof *begin);
    size_t *blocks = xcalloc(total + 1, sizeof *blocks);
    for (size_t i = 0; i < total; i++)
        begin[flow->to.blocks[i] + 2]++;
    for (size_t block = 0; block < flow->count; block++)
        begin[block + 2] += begin[block + 1];
    /* Here begin[b + 1] is where the next predecessor of b goes; when all have their places, it is
     * where those of b + 1 begin. */
    for (size_t block = 0; block < flow->count; block++)
        for (size_t i = 0; i < control_flow_successors(flow, block); i++)
            blocks[begin[control_flow_successor(flow, block, i) + 1]++] = block;
    flow->from = (struct control_edges){begin, blocks};
}

/* ---- */

void control_flow_build(struct control_flow *flow, LLVMValueRef function) {
    *flow = (struct control_flow){0};
    number_blocks(flow, function);
    find_successors(flow);
    find_predecessors(flow);
}

void control_flow_free(struct control_flow *flow) {
    value_map_free(&flow->numbers);
    free(flow->blocks);
    free(flow->to.begin);
    free(flow->to.blocks);
    free(flow->from.begin);
    free(flow->from.blocks);
    free(flow->post_dominators);
    free(flow->post_depths);
}
