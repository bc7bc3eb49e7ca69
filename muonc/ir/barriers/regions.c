/* Regions of a kernel whose blocks end at barriers, and what lives across these. */
#include "muonc/ir/barriers/split.h"

#include <stdlib.h>
#include <string.h>

/* ---- places ---- */

/* The place that a block ends at. */
static ptrdiff_t find_stop(const struct split_kernel *kernel, LLVMBasicBlockRef block) {
    LLVMValueRef terminator = LLVMGetBasicBlockTerminator(block);
    LLVMValueRef before = LLVMGetPreviousInstruction(terminator);
    if (LLVMIsAReturnInst(terminator))
        return 0;
    for (size_t i = 0; before && i < kernel->barrier_count; i++)
        if (kernel->barriers[i] == before)
            return (ptrdiff_t)i + 1;
    return -1;
}

static void find_stops(struct split_kernel *kernel) {
    kernel->stops = xcalloc(kernel->flow.count, sizeof *kernel->stops);
    for (size_t b = 0; b < kernel->flow.count; b++)
        kernel->stops[b] = find_stop(kernel, kernel->flow.blocks[b]);
}

/* ---- what is alive ---- */

/* The slot that is copied, if an instruction loads or stores one. */
static struct split_slot *accessed_slot(const struct split_kernel *kernel,
                                        LLVMValueRef instruction) {
    LLVMValueRef address = LLVMIsALoadInst(instruction)    ? LLVMGetOperand(instruction, 0)
                           : LLVMIsAStoreInst(instruction) ? LLVMGetOperand(instruction, 1)
                                                           : NULL;
    struct split_slot *slot = address ? split_slot_of(kernel, address) : NULL;
    return slot && !slot->direct ? slot : NULL;
}

/* Backwards through a block. */
static void step_back(const struct split_kernel *kernel, size_t block, bool *alive) {
    for (LLVMValueRef at = LLVMGetLastInstruction(kernel->flow.blocks[block]); at;
         at = LLVMGetPreviousInstruction(at)) {
        struct split_slot *slot = accessed_slot(kernel, at);
        if (slot)
            alive[slot - kernel->slots] = LLVMIsALoadInst(at);
    }
}

static bool update(struct split_kernel *kernel, size_t block, bool *alive) {
    memset(alive, 0, kernel->slot_count);
    for (size_t i = 0; i < control_flow_successors(&kernel->flow, block); i++) {
        const bool *next = kernel->alive[control_flow_successor(&kernel->flow, block, i)];
        for (size_t slot = 0; slot < kernel->slot_count; slot++)
            alive[slot] |= next[slot];
    }
    step_back(kernel, block, alive);
    if (!memcmp(alive, kernel->alive[block], kernel->slot_count))
        return false;
    memcpy(kernel->alive[block], alive, kernel->slot_count);
    return true;
}

static void find_alive(struct split_kernel *kernel) {
    bool *alive = xcalloc(kernel->slot_count + 1, 1);
    kernel->alive = xcalloc(kernel->flow.count, sizeof *kernel->alive);
    for (size_t b = 0; b < kernel->flow.count; b++)
        kernel->alive[b] = xcalloc(kernel->slot_count + 1, 1);
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t b = kernel->flow.count; b-- > 0;)
            changed |= update(kernel, b, alive);
    }
    free(alive);
}

/* ---- regions ---- */

static void reach(struct split_kernel *kernel, struct split_region *region) {
    const struct control_flow *flow = &kernel->flow;
    size_t *stack = xcalloc(flow->count, sizeof *stack), depth = 0;
    stack[depth++] = (size_t)value_map_get(&flow->numbers, region->start);
    region->blocks[stack[0]] = true;
    while (depth) {
        size_t block = stack[--depth];
        if (kernel->stops[block] >= 0) {
            region->exit_count += !region->exits[kernel->stops[block]];
            region->exits[kernel->stops[block]] = true;
            continue;
        }
        for (size_t i = 0; i < control_flow_successors(flow, block); i++) {
            size_t next = control_flow_successor(flow, block, i);
            if (!region->blocks[next])
                stack[depth++] = next;
            region->blocks[next] = true;
        }
    }
    free(stack);
}

static LLVMBasicBlockRef start_of(const struct split_kernel *kernel, size_t region) {
    if (!region)
        return kernel->flow.blocks[0];
    LLVMValueRef barrier = kernel->barriers[region - 1];
    return LLVMGetSuccessor(LLVMGetNextInstruction(barrier), 0);
}

static void make_regions(struct split_kernel *kernel) {
    kernel->regions = xcalloc(kernel->barrier_count + 1, sizeof *kernel->regions);
    for (size_t i = 0; i <= kernel->barrier_count; i++) {
        struct split_region *region = &kernel->regions[i];
        region->start = start_of(kernel, i);
        region->blocks = xcalloc(kernel->flow.count, sizeof *region->blocks);
        region->exits = xcalloc(kernel->barrier_count + 1, sizeof *region->exits);
        if (value_map_get(&kernel->flow.numbers, region->start) != VALUE_MAP_NONE)
            reach(kernel, region);
    }
}

/* ---- which slots are kept ---- */

static bool leads_to(const struct split_kernel *kernel, size_t from, size_t to, bool *seen) {
    for (size_t next = 1; next <= kernel->barrier_count; next++) {
        if (!kernel->regions[from].exits[next] || seen[next])
            continue;
        seen[next] = true;
        if (next == to || leads_to(kernel, next, to, seen))
            return true;
    }
    return false;
}

/* Whether a region may be executed more than once. */
static bool repeats(const struct split_kernel *kernel, size_t region) {
    bool *seen = xcalloc(kernel->barrier_count + 1, sizeof *seen);
    bool found = leads_to(kernel, region, region, seen);
    free(seen);
    return found;
}

/* Notes the regions in which a variable's address is used; false if it may be used elsewhere. */
static bool note_uses(const struct split_kernel *kernel, LLVMValueRef address, bool *regions) {
    for (LLVMUseRef use = LLVMGetFirstUse(address); use; use = LLVMGetNextUse(use)) {
        LLVMValueRef user = LLVMGetUser(use);
        ptrdiff_t block = value_map_get(&kernel->flow.numbers, LLVMGetInstructionParent(user));
        bool address_of = LLVMIsAGetElementPtrInst(user) != NULL;
        bool inside = LLVMIsALoadInst(user) || LLVMIsAMemIntrinsic(user) ||
                      (LLVMIsAStoreInst(user) && LLVMGetOperand(user, 0) != address) ||
                      (address_of && note_uses(kernel, user, regions));
        if (!inside)
            return false;
        for (size_t r = 0; block != VALUE_MAP_NONE && r <= kernel->barrier_count; r++)
            regions[r] |= kernel->regions[r].blocks[block];
    }
    return true;
}

static bool is_kept_address(const struct split_kernel *kernel, const struct split_slot *slot) {
    if (!kernel->barrier_count)
        return false;
    bool *regions = xcalloc(kernel->barrier_count + 1, sizeof *regions);
    bool inside = note_uses(kernel, slot->variable, regions) && !kernel->keeps_variables;
    size_t count = 0, last = 0;
    for (size_t r = 0; r <= kernel->barrier_count; r++)
        if (regions[r]) {
            count++;
            last = r;
        }
    free(regions);
    return !inside || count > 1 || (count && repeats(kernel, last));
}

static bool is_alive_at_barrier(const struct split_kernel *kernel, size_t slot) {
    for (size_t r = 1; r <= kernel->barrier_count; r++) {
        ptrdiff_t block = value_map_get(&kernel->flow.numbers, kernel->regions[r].start);
        if (block != VALUE_MAP_NONE && kernel->alive[block][slot])
            return true;
    }
    return false;
}

void split_find_regions(struct split_kernel *kernel) {
    find_stops(kernel);
    find_alive(kernel);
    make_regions(kernel);
    for (size_t i = 0; i < kernel->slot_count; i++) {
        struct split_slot *slot = &kernel->slots[i];
        slot->kept = slot->direct ? is_kept_address(kernel, slot) : is_alive_at_barrier(kernel, i);
    }
}
