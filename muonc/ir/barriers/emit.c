/* The function of a work-group: for each region loops over the work-items, with copies of the
 * region's blocks inside. */
#include "muonc/ir/barriers/copy.h"
#include "neutrino/host_kernel.h"
#include "support/array.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define GROUP(member) offsetof(struct tk_group, member)
#define ITEM(member) offsetof(struct neutrino_items, member)

/* ---- the group ---- */

static LLVMValueRef load_group(const struct emitter *emitter, LLVMTypeRef type, uint64_t offset,
                               const char *name) {
    LLVMValueRef at = LLVMConstInt(emitter->index, offset, false);
    LLVMValueRef address =
        LLVMBuildInBoundsGEP2(emitter->builder, emitter->byte, emitter->group, &at, 1, "");
    LLVMValueRef load = LLVMBuildLoad2(emitter->builder, type, address, name);
    unsigned kind = LLVMGetMDKindIDInContext(emitter->context, "invariant.load", 14);
    LLVMSetMetadata(
        load, kind,
        LLVMMetadataAsValue(emitter->context, LLVMMDNodeInContext2(emitter->context, NULL, 0)));
    return load;
}

static uint64_t offset_of(LLVMValueRef call) {
    return LLVMConstIntGetZExtValue(LLVMGetOperand(call, 0));
}

static LLVMValueRef build_invariant(const struct emitter *emitter, LLVMValueRef instruction) {
    switch (split_builtin_called(instruction)) {
    case HOST_GROUP: return emitter->group;
    case HOST_ITEM: return load_group(emitter, emitter->word, offset_of(instruction), "");
    default: return emit_invariant(emitter, instruction);
    }
}

/* Those at the beginning of the kernel's first block. */
static void emit_invariants(struct emitter *emitter) {
    FOR_EACH_INSTRUCTION(instruction, emitter->kernel->flow.blocks[0])
    if (value_map_get(&emitter->kernel->invariants, instruction) != VALUE_MAP_NONE)
        value_map_set(&emitter->invariants, instruction,
                      (size_t)build_invariant(emitter, instruction));
}

/* The first work-item's places in the context. */
static void emit_bases(struct emitter *emitter) {
    const struct split_kernel *kernel = emitter->kernel;
    if (!kernel->context_bytes)
        return;
    LLVMValueRef context = load_group(emitter, emitter->pointer, GROUP(context), "context");
    LLVMValueRef capacity = load_group(emitter, emitter->index, GROUP(capacity), "capacity");
    for (size_t i = 0; i <= kernel->slot_count; i++) {
        struct split_slot *slot = i < kernel->slot_count ? &kernel->slots[i] : NULL;
        if (slot && (!slot->kept || slot->uniform))
            continue;
        LLVMValueRef offset = LLVMBuildMul(
            emitter->builder, capacity,
            LLVMConstInt(emitter->index, slot ? slot->offset : kernel->next_offset, false), "");
        LLVMValueRef base =
            LLVMBuildInBoundsGEP2(emitter->builder, emitter->byte, context, &offset, 1, "");
        if (slot)
            slot->base = base;
        else
            emitter->next_base = base;
    }
}

static void emit_prologue(struct emitter *emitter) {
    static const char *const names[] = {"size.x", "size.y", "size.z"};
    LLVMPositionBuilderAtEnd(emitter->builder, LLVMAppendBasicBlockInContext(
                                                   emitter->context, emitter->kernel->entry, ""));
    for (unsigned axis = 0; axis < 3; axis++) {
        emitter->size[axis] =
            load_group(emitter, emitter->word, ITEM(local_size[0]) + 4 * axis, names[axis]);
        emitter->first[axis] =
            load_group(emitter, emitter->word, ITEM(global_id[0]) + 4 * axis, "");
    }
    split_debug_ids(emitter->kernel, emitter->builder);
    emit_invariants(emitter);
    emit_bases(emitter);
    for (size_t i = 0; i < emitter->kernel->slot_count; i++) {
        struct split_slot *slot = &emitter->kernel->slots[i];
        if (slot->kept && slot->uniform)
            slot->shared = emit_variable(emitter, slot);
    }
}

/* ---- loops ---- */

static LLVMValueRef add_unsigned(const struct emitter *emitter, LLVMValueRef a, LLVMValueRef b) {
    LLVMValueRef sum = LLVMBuildAdd(emitter->builder, a, b, "");
    LLVMSetNUW(sum, true);
    return sum;
}

static LLVMValueRef multiply_unsigned(const struct emitter *emitter, LLVMValueRef a,
                                      LLVMValueRef b) {
    LLVMValueRef product = LLVMBuildMul(emitter->builder, a, b, "");
    LLVMSetNUW(product, true);
    return product;
}

/* From the outside to the inside; the builder is then in a work-item. */
static void begin_loops(const struct emitter *emitter, struct items *items) {
    static const char *const names[] = {"items.x", "items.y", "items.z"};
    LLVMBasicBlockRef from = LLVMGetInsertBlock(emitter->builder);
    LLVMValueRef row = emit_word(emitter, 0), zero = emit_word(emitter, 0);
    for (unsigned axis = 3; axis-- > 0;) {
        items->head[axis] = emit_block(emitter, names[axis]);
        LLVMBuildBr(emitter->builder, items->head[axis]);
        LLVMPositionBuilderAtEnd(emitter->builder, items->head[axis]);
        items->phi[axis] = items->id[axis] = LLVMBuildPhi(emitter->builder, emitter->word, "");
        LLVMAddIncoming(items->phi[axis], &zero, &from, 1);
        row = add_unsigned(emitter, multiply_unsigned(emitter, row, emitter->size[axis]),
                           items->id[axis]);
        from = items->head[axis];
    }
    items->linear = row;
}

/* From a work-item's end; the builder is then behind the loops. */
static void end_loops(const struct emitter *emitter, struct items *items) {
    LLVMPositionBuilderAtEnd(emitter->builder, items->latch);
    for (unsigned axis = 0; axis < 3; axis++) {
        LLVMBasicBlockRef at = LLVMGetInsertBlock(emitter->builder);
        LLVMBasicBlockRef after = emit_block(emitter, axis == 2 ? "items.end" : "items.row");
        LLVMValueRef next = add_unsigned(emitter, items->id[axis], emit_word(emitter, 1));
        LLVMAddIncoming(items->phi[axis], &next, &at, 1);
        LLVMValueRef more =
            LLVMBuildICmp(emitter->builder, LLVMIntULT, next, emitter->size[axis], "");
        LLVMValueRef branch = LLVMBuildCondBr(emitter->builder, more, items->head[axis], after);
        if (axis == 0)
            unit_set_mark(emitter->kernel->unit, branch, HOST_LOOP);
        else
            split_debug_loop(emitter->kernel, branch);
        LLVMPositionBuilderAtEnd(emitter->builder, after);
    }
}

/* ---- slots ---- */

/* ---- blocks ---- */

static LLVMValueRef own_item(const struct emitter *emitter, const struct items *items,
                             LLVMValueRef question) {
    uint64_t offset = offset_of(question);
    if (offset >= ITEM(local_linear_id))
        return items->linear;
    if (offset >= ITEM(global_id[0])) {
        unsigned axis = (unsigned)(offset - ITEM(global_id[0])) / 4;
        return add_unsigned(emitter, emitter->first[axis], items->id[axis]);
    }
    return items->id[(offset - ITEM(local_id[0])) / 4];
}

/* Before the loops: what the region begins with, as a work-item's changes are not for the next. */
static void take_uniform(const struct emitter *emitter, struct items *items) {
    const struct split_kernel *kernel = emitter->kernel;
    const bool *alive = emit_alive_at(kernel, items->region->start);
    for (size_t i = 0; i < kernel->slot_count; i++) {
        const struct split_slot *slot = &kernel->slots[i];
        if (alive[i] && slot->shared)
            items->uniform[i] = emit_load_slot(emitter, slot, slot->shared);
    }
}

/* A work-item has come to a place. */
static void stop(const struct emitter *emitter, const struct items *items, size_t place) {
    if (place)
        emit_give_slots(emitter, items, place);
    if (items->next)
        LLVMBuildStore(emitter->builder, emit_word(emitter, place), items->next);
    LLVMBuildBr(emitter->builder, items->latch);
}

/* Without optimisation a place of the stack has the variable's address, until the region ends. */
static LLVMValueRef keep_address(const struct emitter *emitter, LLVMValueRef address) {
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(emitter->context);
    LLVMPositionBuilderBefore(
        builder, LLVMGetFirstInstruction(LLVMGetEntryBasicBlock(emitter->kernel->entry)));
    LLVMValueRef kept = LLVMBuildAlloca(builder, emitter->pointer, "");
    LLVMDisposeBuilder(builder);
    LLVMBuildStore(emitter->builder, address, kept);
    return kept;
}

/* Where the variables of the source are, in each region that has them, as none sees another's. */
static void tell_variables(const struct emitter *emitter, struct items *items) {
    const struct split_kernel *kernel = emitter->kernel;
    FOR_EACH_BLOCK(block, kernel->function)
    FOR_EACH_INSTRUCTION(instruction, block) {
        const struct split_slot *slot = split_debug_slot(kernel, instruction);
        LLVMValueRef address = slot ? items->copies[slot - kernel->slots] : NULL;
        if (!address)
            continue;
        if (kernel->keeps_variables && slot->kept)
            split_debug_at(kernel, emit_clone(emitter, instruction),
                           keep_address(emitter, address));
        else
            emit_copy(emitter, items, instruction);
    }
}

/* ---- where to go on ---- */

static LLVMValueRef build_word(const struct emitter *emitter) {
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(emitter->context);
    LLVMPositionBuilderBefore(
        builder, LLVMGetFirstInstruction(LLVMGetEntryBasicBlock(emitter->kernel->entry)));
    LLVMValueRef variable = LLVMBuildAlloca(builder, emitter->word, "");
    LLVMDisposeBuilder(builder);
    return variable;
}

/* Whether work-items may come to different places. */
static bool may_part(const struct emitter *emitter, const struct split_region *region) {
    const struct split_kernel *kernel = emitter->kernel;
    for (size_t b = 0; b < kernel->flow.count; b++)
        if (region->blocks[b] && kernel->stops[b] < 0 && !kernel->same_way[b])
            return true;
    return false;
}

static void begin_choice(const struct emitter *emitter, struct items *items) {
    if (items->region->exit_count < 2)
        return;
    items->next = build_word(emitter);
    items->checked = may_part(emitter, items->region);
    if (!items->checked)
        return;
    items->lowest = build_word(emitter);
    items->highest = build_word(emitter);
    LLVMBuildStore(emitter->builder, emit_word(emitter, UINT32_MAX), items->lowest);
    LLVMBuildStore(emitter->builder, emit_word(emitter, 0), items->highest);
}

static void keep_extreme(const struct emitter *emitter, LLVMValueRef next, LLVMValueRef variable,
                         LLVMIntPredicate order) {
    LLVMValueRef old = LLVMBuildLoad2(emitter->builder, emitter->word, variable, "");
    LLVMValueRef beyond = LLVMBuildICmp(emitter->builder, order, next, old, "");
    LLVMBuildStore(emitter->builder, LLVMBuildSelect(emitter->builder, beyond, next, old, ""),
                   variable);
}

static void compare(const struct emitter *emitter, struct items *items) {
    LLVMPositionBuilderAtEnd(emitter->builder, items->latch);
    if (!items->checked)
        return;
    LLVMValueRef next = LLVMBuildLoad2(emitter->builder, emitter->word, items->next, "");
    LLVMBuildStore(emitter->builder, next,
                   emit_place(emitter, items, emitter->next_base, sizeof(uint32_t)));
    keep_extreme(emitter, next, items->lowest, LLVMIntULT);
    keep_extreme(emitter, next, items->highest, LLVMIntUGT);
}

/* Calls what the group has for it, and does not come back. */
static void emit_divergence(const struct emitter *emitter) {
    LLVMTypeRef parameters[] = {emitter->pointer, emitter->pointer};
    LLVMTypeRef type =
        LLVMFunctionType(LLVMVoidTypeInContext(emitter->context), parameters, 2, false);
    LLVMValueRef function = load_group(emitter, emitter->pointer, GROUP(diverged), "");
    LLVMValueRef arguments[] = {emitter->group, emitter->next_base};
    LLVMBuildCall2(emitter->builder, type, function, arguments, 2, "");
    LLVMBuildUnreachable(emitter->builder);
}

static void check_choice(const struct emitter *emitter, const struct items *items) {
    LLVMBasicBlockRef parted = emit_block(emitter, "parted"),
                      together = emit_block(emitter, "together");
    LLVMValueRef lowest = LLVMBuildLoad2(emitter->builder, emitter->word, items->lowest, "");
    LLVMValueRef highest = LLVMBuildLoad2(emitter->builder, emitter->word, items->highest, "");
    LLVMBuildCondBr(emitter->builder,
                    LLVMBuildICmp(emitter->builder, LLVMIntEQ, lowest, highest, ""), together,
                    parted);
    LLVMPositionBuilderAtEnd(emitter->builder, parted);
    emit_divergence(emitter);
    LLVMPositionBuilderAtEnd(emitter->builder, together);
}

/* Behind the loops. */
static void go_on(const struct emitter *emitter, const struct items *items) {
    const struct split_region *region = items->region;
    size_t places = emitter->kernel->barrier_count + 1, last = places;
    if (items->checked)
        check_choice(emitter, items);
    for (size_t place = 0; place < places; place++)
        last = region->exits[place] ? place : last;
    if (last == places) {
        LLVMBuildUnreachable(emitter->builder);
        return;
    }
    if (!items->next) {
        LLVMBuildBr(emitter->builder, emitter->begins[last]);
        return;
    }
    LLVMValueRef next = LLVMBuildLoad2(emitter->builder, emitter->word, items->next, "");
    LLVMValueRef choice = LLVMBuildSwitch(emitter->builder, next, emitter->begins[last],
                                          (unsigned)region->exit_count - 1);
    for (size_t place = 0; place < last; place++)
        if (region->exits[place])
            LLVMAddCase(choice, emit_word(emitter, place), emitter->begins[place]);
}

/* ---- regions ---- */

static void emit_region(struct emitter *emitter, const struct split_region *region,
                        LLVMBasicBlockRef begin) {
    struct items items;
    emit_begin_region(emitter, &items, region);
    LLVMPositionBuilderAtEnd(emitter->builder, begin);
    split_debug_region(emitter->kernel, region);
    begin_choice(emitter, &items);
    take_uniform(emitter, &items);
    split_debug_lines(emitter->kernel, region, emitter->builder);
    split_debug_item(emitter->kernel, emitter->builder, NULL);
    begin_loops(emitter, &items);
    split_debug_item(emitter->kernel, emitter->builder, items.id);
    emit_take_slots(emitter, &items);
    if (emitter->kernel->debug.subprogram)
        tell_variables(emitter, &items);
    items.latch = emit_block(emitter, "item.end");
    emit_copy_blocks(emitter, &items);
    compare(emitter, &items);
    end_loops(emitter, &items);
    go_on(emitter, &items);
    emit_end_region(&items);
}

/* Places are numbered so that a region begins at its own; the end, 0, is none, and the first region
 * begins where the function does. */
static void emit_regions(struct emitter *emitter, LLVMBasicBlockRef first) {
    const struct split_kernel *kernel = emitter->kernel;
    emitter->begins = xcalloc(kernel->barrier_count + 1, sizeof *emitter->begins);
    for (size_t place = 0; place <= kernel->barrier_count; place++)
        emitter->begins[place] = emit_block(emitter, place ? "barrier" : "end");
    LLVMPositionBuilderAtEnd(emitter->builder, emitter->begins[0]);
    LLVMBuildRetVoid(emitter->builder);
    for (size_t r = 0; r <= kernel->barrier_count; r++) {
        LLVMBasicBlockRef begin = r ? emitter->begins[r] : first;
        if (value_map_get(&kernel->flow.numbers, kernel->regions[r].start) != VALUE_MAP_NONE) {
            emit_region(emitter, &kernel->regions[r], begin);
        } else {
            LLVMPositionBuilderAtEnd(emitter->builder, begin);
            LLVMBuildUnreachable(emitter->builder);
        }
    }
    free(emitter->begins);
}

/* Whether the group has the size that groups must have. */
static LLVMValueRef is_whole(const struct emitter *emitter) {
    LLVMValueRef whole = LLVMConstInt(LLVMInt1TypeInContext(emitter->context), 1, false);
    for (unsigned axis = 0; axis < 3; axis++) {
        LLVMValueRef same = LLVMBuildICmp(emitter->builder, LLVMIntEQ, emitter->size[axis],
                                          emit_word(emitter, emitter->kernel->size[axis]), "");
        whole = LLVMBuildAnd(emitter->builder, whole, same, "");
    }
    return whole;
}

/* If groups must have a size, those that have it are executed by loops that know it. */
static void emit_groups(struct emitter *emitter) {
    LLVMBasicBlockRef any = emit_block(emitter, "region");
    if (emitter->kernel->size[0] && emitter->kernel->unit->options->optimization) {
        LLVMValueRef size[3] = {emitter->size[0], emitter->size[1], emitter->size[2]};
        LLVMBasicBlockRef whole = emit_block(emitter, "whole");
        LLVMBuildCondBr(emitter->builder, is_whole(emitter), whole, any);
        for (unsigned axis = 0; axis < 3; axis++)
            emitter->size[axis] = emit_word(emitter, emitter->kernel->size[axis]);
        emit_regions(emitter, whole);
        for (unsigned axis = 0; axis < 3; axis++)
            emitter->size[axis] = size[axis];
    } else {
        LLVMBuildBr(emitter->builder, any);
    }
    emit_regions(emitter, any);
}

void split_emit(struct split_kernel *kernel) {
    LLVMContextRef context = kernel->unit->context;
    struct emitter emitter = {.kernel = kernel,
                              .context = context,
                              .word = LLVMInt32TypeInContext(context),
                              .byte = LLVMInt8TypeInContext(context),
                              .index = LLVMInt64TypeInContext(context),
                              .pointer = LLVMPointerTypeInContext(context, 0),
                              .builder = LLVMCreateBuilderInContext(context),
                              .group = LLVMGetParam(kernel->entry, 0),
                              .own_item = own_item,
                              .stop = stop};
    emitter.kept = split_kept_scope(kernel->unit);
    emit_prologue(&emitter);
    emit_groups(&emitter);
    LLVMDisposeBuilder(emitter.builder);
    value_map_free(&emitter.invariants);
}
