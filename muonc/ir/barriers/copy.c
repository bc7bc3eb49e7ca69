/* A kernel's blocks once more, in the function that is made of it, with what a work-item keeps from
 * region to region. */
#include "muonc/ir/barriers/copy.h"

#include "muonc/ir/passes/csr_reads.h"
#include "muonc/ir/unit/assembly.h"

#include <stdlib.h>
#include <string.h>

LLVMValueRef emit_word(const struct emitter *emitter, uint64_t value) {
    return LLVMConstInt(emitter->word, value, false);
}

/* ---- values ---- */

LLVMValueRef emit_mapped(const struct value_map *map, LLVMValueRef value) {
    ptrdiff_t found = value_map_get(map, value);
    return found == VALUE_MAP_NONE ? NULL : (LLVMValueRef)found;
}

/* An instruction of the kernel once more, at the builder's place. */
LLVMValueRef emit_clone(const struct emitter *emitter, LLVMValueRef instruction) {
    size_t length;
    const char *name = LLVMGetValueName2(instruction, &length);
    LLVMValueRef copy = LLVMInstructionClone(instruction);
    LLVMInsertIntoBuilderWithName(emitter->builder, copy, name);
    split_debug_place(emitter->kernel, copy);
    return copy;
}

LLVMValueRef emit_invariant(const struct emitter *emitter, LLVMValueRef instruction) {
    LLVMValueRef copy = emit_clone(emitter, instruction);
    for (int i = 0; i < LLVMGetNumOperands(instruction); i++) {
        LLVMValueRef operand =
            emit_mapped(&emitter->invariants, LLVMGetOperand(instruction, (unsigned)i));
        if (operand)
            LLVMSetOperand(copy, (unsigned)i, operand);
    }
    return copy;
}

LLVMBasicBlockRef emit_block(const struct emitter *emitter, const char *name) {
    return LLVMAppendBasicBlockInContext(emitter->context, emitter->kernel->entry, name);
}

LLVMValueRef emit_variable(const struct emitter *emitter, const struct split_slot *slot) {
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(emitter->context);
    LLVMPositionBuilderBefore(
        builder, LLVMGetFirstInstruction(LLVMGetEntryBasicBlock(emitter->kernel->entry)));
    LLVMValueRef count = LLVMGetOperand(slot->variable, 0);
    LLVMValueRef variable = LLVMBuildArrayAlloca(builder, slot->type, count, "");
    size_t length;
    const char *name = LLVMGetValueName2(slot->variable, &length);
    LLVMSetValueName2(variable, name, length);
    LLVMSetAlignment(variable, slot->alignment);
    LLVMDisposeBuilder(builder);
    return variable;
}

LLVMValueRef split_kept_scope(struct ir_unit *unit) {
    return split_new_metadata(unit, "!it = !{!2}\n!0 = distinct !{!0, !\"kernel\"}\n"
                                    "!1 = distinct !{!1, !0}\n!2 = !{!1}\n");
}

/* ---- slots ---- */

LLVMValueRef emit_place(const struct emitter *emitter, const struct items *items, LLVMValueRef base,
                        uint64_t bytes) {
    LLVMValueRef index = LLVMBuildZExt(emitter->builder, items->linear, emitter->index, "");
    LLVMTypeRef record = LLVMArrayType2(emitter->byte, bytes);
    return LLVMBuildInBoundsGEP2(emitter->builder, record, base, &index, 1, "");
}

static LLVMValueRef place_of(const struct emitter *emitter, const struct items *items,
                             const struct split_slot *slot) {
    uint64_t alignment = slot->alignment, bytes = slot->bytes;
    return emit_place(emitter, items, slot->base, (bytes + alignment - 1) / alignment * alignment);
}

LLVMValueRef emit_load_slot(const struct emitter *emitter, const struct split_slot *slot,
                            LLVMValueRef address) {
    LLVMValueRef value = LLVMBuildLoad2(emitter->builder, slot->type, address, "");
    LLVMSetAlignment(value, slot->alignment);
    return value;
}

static LLVMValueRef store_slot(const struct emitter *emitter, const struct split_slot *slot,
                               LLVMValueRef value, LLVMValueRef address) {
    LLVMValueRef store = LLVMBuildStore(emitter->builder, value, address);
    LLVMSetAlignment(store, slot->alignment);
    return store;
}

void emit_set_metadata(const struct emitter *emitter, LLVMValueRef instruction, const char *kind,
                       LLVMValueRef node) {
    LLVMSetMetadata(instruction,
                    LLVMGetMDKindIDInContext(emitter->context, kind, (unsigned)strlen(kind)), node);
}

/* What was the same in a warp's lanes is so when it comes back. Of values that are not words, and
 * not two, nothing is said: a branch on them is divergent then. */
static LLVMValueRef assert_word(const struct emitter *emitter, LLVMValueRef value) {
    return assembly_build_assertion(emitter->kernel->unit, emitter->builder, value);
}

static LLVMValueRef assert_pair(const struct emitter *emitter, LLVMValueRef value) {
    LLVMBuilderRef builder = emitter->builder;
    LLVMTypeRef type = LLVMTypeOf(value);
    LLVMValueRef half = LLVMConstInt(type, 32, false);
    LLVMValueRef high = LLVMBuildLShr(builder, value, half, "");
    LLVMValueRef low = assert_word(emitter, LLVMBuildTrunc(builder, value, emitter->word, ""));
    high = assert_word(emitter, LLVMBuildTrunc(builder, high, emitter->word, ""));
    high = LLVMBuildShl(builder, LLVMBuildZExt(builder, high, type, ""), half, "");
    return LLVMBuildOr(builder, high, LLVMBuildZExt(builder, low, type, ""), "");
}

static LLVMValueRef assert_uniform(const struct emitter *emitter, LLVMValueRef value) {
    LLVMTypeRef type = LLVMTypeOf(value);
    LLVMTypeKind kind = LLVMGetTypeKind(type);
    unsigned bits = kind == LLVMIntegerTypeKind ? LLVMGetIntTypeWidth(type) : 0;
    if (kind == LLVMFloatTypeKind || bits == 32 ||
        (kind == LLVMPointerTypeKind && LLVMGetPointerAddressSpace(type) == ADDRESS_GLOBAL))
        return assert_word(emitter, value);
    if (bits == 64)
        return assert_pair(emitter, value);
    if (!bits || bits > 32)
        return value;
    value = LLVMBuildZExt(emitter->builder, value, emitter->word, "");
    return LLVMBuildTrunc(emitter->builder, assert_word(emitter, value), type, "");
}

/* Nothing else that a kernel accesses is where copies are kept. */
static LLVMValueRef load_kept(const struct emitter *emitter, const struct items *items,
                              const struct split_slot *slot) {
    LLVMValueRef value = emit_load_slot(emitter, slot, place_of(emitter, items, slot));
    emit_set_metadata(emitter, value, "alias.scope", emitter->kept);
    return value;
}

const bool *emit_alive_at(const struct split_kernel *kernel, LLVMBasicBlockRef block) {
    return kernel->alive[value_map_get(&kernel->flow.numbers, block)];
}

/* In a work-item's beginning. */
void emit_take_slots(const struct emitter *emitter, struct items *items) {
    const struct split_kernel *kernel = emitter->kernel;
    const bool *alive = emit_alive_at(kernel, items->region->start);
    for (size_t i = 0; i < kernel->slot_count; i++) {
        const struct split_slot *slot = &kernel->slots[i];
        if (!items->used[i])
            continue;
        if (slot->direct && slot->kept)
            items->copies[i] = place_of(emitter, items, slot);
        else
            items->copies[i] = emit_variable(emitter, slot);
        value_map_set(&items->values, slot->variable, (size_t)items->copies[i]);
        if (slot->direct || !alive[i] || !slot->kept)
            continue;
        LLVMValueRef value = slot->uniform ? items->uniform[i] : load_kept(emitter, items, slot);
        if (slot->in_step)
            value = assert_uniform(emitter, value);
        store_slot(emitter, slot, value, items->copies[i]);
    }
}

/* At a work-item's end, where it stops at a barrier. */
void emit_give_slots(const struct emitter *emitter, const struct items *items, size_t place) {
    const struct split_kernel *kernel = emitter->kernel;
    const bool *alive = emit_alive_at(kernel, kernel->regions[place].start);
    for (size_t i = 0; i < kernel->slot_count; i++) {
        const struct split_slot *slot = &kernel->slots[i];
        if (slot->direct || !alive[i] || !items->changed[i])
            continue;
        LLVMValueRef value = emit_load_slot(emitter, slot, items->copies[i]);
        if (slot->uniform)
            store_slot(emitter, slot, value, slot->shared);
        else
            emit_set_metadata(emitter,
                              store_slot(emitter, slot, value, place_of(emitter, items, slot)),
                              "alias.scope", emitter->kept);
    }
}

static void note_slots(const struct emitter *emitter, struct items *items,
                       LLVMValueRef instruction) {
    for (int i = 0; i < LLVMGetNumOperands(instruction); i++) {
        LLVMValueRef operand = LLVMGetOperand(instruction, (unsigned)i);
        LLVMValueRef described =
            LLVMIsAValueAsMetadata(operand) ? split_described(operand) : operand;
        struct split_slot *slot = described ? split_slot_of(emitter->kernel, described) : NULL;
        if (!slot)
            continue;
        items->used[slot - emitter->kernel->slots] = true;
        items->changed[slot - emitter->kernel->slots] |= LLVMIsAStoreInst(instruction) && i == 1;
    }
}

static void find_slots(const struct emitter *emitter, struct items *items) {
    const struct split_kernel *kernel = emitter->kernel;
    for (size_t b = 0; b < kernel->flow.count; b++)
        if (items->region->blocks[b])
            FOR_EACH_INSTRUCTION(instruction, kernel->flow.blocks[b])
    note_slots(emitter, items, instruction);
    for (size_t i = 0; kernel->debug.subprogram && i < kernel->slot_count; i++)
        items->used[i] |= kernel->keeps_variables && kernel->slots[i].direct;
}

void emit_begin_region(const struct emitter *emitter, struct items *items,
                       const struct split_region *region) {
    size_t slots = emitter->kernel->slot_count + 1;
    *items = (struct items){.region = region,
                            .copies = xcalloc(slots, sizeof *items->copies),
                            .uniform = xcalloc(slots, sizeof *items->uniform),
                            .used = xcalloc(slots, sizeof *items->used),
                            .changed = xcalloc(slots, sizeof *items->changed)};
    find_slots(emitter, items);
}

void emit_end_region(struct items *items) {
    value_map_free(&items->values);
    free(items->copies);
    free(items->uniform);
    free(items->used);
    free(items->changed);
}

/* ---- blocks ---- */

static LLVMValueRef value_here(const struct emitter *emitter, const struct items *items,
                               LLVMValueRef value) {
    LLVMValueRef here = emit_mapped(&items->values, value);
    return here ? here : emit_mapped(&emitter->invariants, value);
}

/* What a call tells debuggers of, if that is here. */
static LLVMValueRef described_here(const struct emitter *emitter, const struct items *items,
                                   LLVMValueRef operand) {
    LLVMValueRef value = split_described(operand);
    LLVMValueRef here = value ? value_here(emitter, items, value) : NULL;
    return here ? LLVMMetadataAsValue(emitter->context, LLVMValueAsMetadata(here)) : NULL;
}

void emit_copy(const struct emitter *emitter, struct items *items, LLVMValueRef instruction) {
    LLVMValueRef copy = emit_clone(emitter, instruction);
    if (LLVMIsALoadInst(copy) || LLVMIsAStoreInst(copy))
        emit_set_metadata(emitter, copy, "noalias", emitter->kept);
    for (int i = 0; i < LLVMGetNumOperands(instruction); i++) {
        LLVMValueRef operand = LLVMGetOperand(instruction, (unsigned)i);
        LLVMValueRef here = LLVMIsAMDNode(operand) || LLVMIsAValueAsMetadata(operand)
                                ? described_here(emitter, items, operand)
                                : value_here(emitter, items, operand);
        if (here)
            LLVMSetOperand(copy, (unsigned)i, here);
    }
    value_map_set(&items->values, instruction, (size_t)copy);
}

static void copy_instruction(const struct emitter *emitter, struct items *items,
                             LLVMValueRef instruction) {
    if (emitter->own_item && split_builtin_called(instruction) == HOST_OWN_ITEM) {
        value_map_set(&items->values, instruction,
                      (size_t)emitter->own_item(emitter, items, instruction));
        return;
    }
    if (LLVMIsAAllocaInst(instruction) || emit_mapped(&emitter->invariants, instruction))
        return;
    emit_copy(emitter, items, instruction);
}

static void copy_block(const struct emitter *emitter, struct items *items, size_t number) {
    const struct split_kernel *kernel = emitter->kernel;
    LLVMBasicBlockRef block = kernel->flow.blocks[number];
    LLVMPositionBuilderAtEnd(emitter->builder, LLVMValueAsBasicBlock(emit_mapped(
                                                   &items->values, LLVMBasicBlockAsValue(block))));
    FOR_EACH_INSTRUCTION(instruction, block) {
        bool stops = LLVMIsATerminatorInst(instruction) && kernel->stops[number] >= 0;
        if (stops)
            emitter->stop(emitter, items, (size_t)kernel->stops[number]);
        else if (split_builtin_called(instruction) != HOST_BARRIER &&
                 !split_debug_slot(kernel, instruction))
            copy_instruction(emitter, items, instruction);
    }
}

void emit_copy_blocks(const struct emitter *emitter, struct items *items) {
    const struct split_kernel *kernel = emitter->kernel;
    for (size_t b = 0; b < kernel->flow.count; b++) {
        size_t length;
        LLVMValueRef block = LLVMBasicBlockAsValue(kernel->flow.blocks[b]);
        if (items->region->blocks[b])
            value_map_set(&items->values, block,
                          (size_t)LLVMBasicBlockAsValue(
                              emit_block(emitter, LLVMGetValueName2(block, &length))));
    }
    LLVMBuildBr(emitter->builder,
                LLVMValueAsBasicBlock(
                    emit_mapped(&items->values, LLVMBasicBlockAsValue(items->region->start))));
    for (size_t b = 0; b < kernel->flow.count; b++)
        if (items->region->blocks[b])
            copy_block(emitter, items, b);
}
