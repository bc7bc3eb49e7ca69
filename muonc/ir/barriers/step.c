/* The function of a sub-group, for groups that a cluster has not enough lanes for: from the place
 * that it is told to the next, which it returns. It has copies of each region's blocks. A warp
 * executes it for one of its sub-groups after the other; in each its lanes are in step, as they are
 * in the kernel (libtask/muon/runtime/items_split.c). */
#include "muonc/ir/barriers/copy.h"
#include "muonc/ir/passes/csr_reads.h"
#include "muonc/ir/unit/assembly.h"

#include "neutrino/platform.h"

#include <stddef.h>
#include <stdlib.h>

/* What the function is called with (struct neutrino_split). */
enum { PLACE, ARGUMENTS, CONTEXT, CAPACITY };

static LLVMValueRef parameter(const struct emitter *emitter, unsigned index) {
    return LLVMGetParam(emitter->kernel->entry, index);
}

static void stop(const struct emitter *emitter, const struct items *items, size_t place) {
    if (place)
        emit_give_slots(emitter, items, place);
    LLVMBuildRet(emitter->builder, emit_word(emitter, place));
}

/* Where the first work-item of the group has each slot. */
static void emit_bases(const struct emitter *emitter) {
    const struct split_kernel *kernel = emitter->kernel;
    for (size_t i = 0; i < kernel->slot_count; i++) {
        struct split_slot *slot = &kernel->slots[i];
        LLVMValueRef offset = LLVMConstInt(emitter->index, slot->offset, false);
        if (!slot->kept)
            continue;
        offset = LLVMBuildMul(emitter->builder, parameter(emitter, CAPACITY), offset, "");
        slot->base = LLVMBuildInBoundsGEP2(emitter->builder, emitter->byte,
                                           parameter(emitter, CONTEXT), &offset, 1, "");
    }
}

static void emit_invariants(struct emitter *emitter) {
    const struct split_kernel *kernel = emitter->kernel;
    value_map_free(&emitter->invariants);
    for (unsigned i = 0; i < LLVMCountParams(kernel->function); i++)
        value_map_set(&emitter->invariants, LLVMGetParam(kernel->function, i),
                      (size_t)parameter(emitter, i));
    FOR_EACH_INSTRUCTION(instruction, kernel->flow.blocks[0])
    if (value_map_get(&kernel->invariants, instruction) != VALUE_MAP_NONE)
        value_map_set(&emitter->invariants, instruction,
                      (size_t)emit_invariant(emitter, instruction));
}

static void emit_region(struct emitter *emitter, const struct split_region *region,
                        LLVMBasicBlockRef begin) {
    struct items items;
    LLVMPositionBuilderAtEnd(emitter->builder, begin);
    if (value_map_get(&emitter->kernel->flow.numbers, region->start) == VALUE_MAP_NONE) {
        LLVMBuildUnreachable(emitter->builder);
        return;
    }
    emit_begin_region(emitter, &items, region);
    items.linear = csr_reads_build_item(emitter->kernel->unit, emitter->builder, emitter->word,
                                        (uint32_t)offsetof(struct neutrino_items, local_linear_id));
    emit_invariants(emitter);
    emit_bases(emitter);
    emit_take_slots(emitter, &items);
    emit_copy_blocks(emitter, &items);
    emit_end_region(&items);
}

/* All lanes are told the same place. */
static void emit_regions(struct emitter *emitter) {
    const struct split_kernel *kernel = emitter->kernel;
    LLVMPositionBuilderAtEnd(emitter->builder, emit_block(emitter, ""));
    LLVMBasicBlockRef begin = emit_block(emitter, "begin");
    LLVMValueRef place =
        assembly_build_assertion(kernel->unit, emitter->builder, parameter(emitter, PLACE));
    LLVMValueRef choice =
        LLVMBuildSwitch(emitter->builder, place, begin, (unsigned)kernel->barrier_count);
    emit_region(emitter, &kernel->regions[0], begin);
    for (size_t r = 1; r <= kernel->barrier_count; r++) {
        LLVMBasicBlockRef behind = emit_block(emitter, "barrier");
        LLVMAddCase(choice, emit_word(emitter, r), behind);
        emit_region(emitter, &kernel->regions[r], behind);
    }
}

void split_emit_step(struct split_kernel *kernel) {
    LLVMContextRef context = kernel->unit->context;
    struct emitter emitter = {.kernel = kernel,
                              .context = context,
                              .word = LLVMInt32TypeInContext(context),
                              .byte = LLVMInt8TypeInContext(context),
                              .index = LLVMInt32TypeInContext(context),
                              .pointer = LLVMPointerTypeInContext(context, 0),
                              .builder = LLVMCreateBuilderInContext(context),
                              .stop = stop};
    emitter.kept = split_kept_scope(kernel->unit);
    emit_regions(&emitter);
    LLVMDisposeBuilder(emitter.builder);
    value_map_free(&emitter.invariants);
}
