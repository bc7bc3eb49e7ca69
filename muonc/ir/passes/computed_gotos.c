#include "muonc/ir/passes/computed_gotos.h"

#include "muonc/ir/unit/value_map.h"

#include <llvm-c/DebugInfo.h>

static const char own[] = "muonc.goto";

bool computed_gotos_is_one(const struct ir_unit *unit, LLVMValueRef terminator) {
    return LLVMIsAIndirectBrInst(terminator) || unit_has_mark(unit, terminator, own);
}

/* The address of a label, NULL if nobody takes it. */
static LLVMValueRef label_address(LLVMBasicBlockRef block) {
    LLVMUseRef use = LLVMGetFirstUse(LLVMBasicBlockAsValue(block));
    while (use && !LLVMIsABlockAddress(LLVMGetUser(use)))
        use = LLVMGetNextUse(use);
    return use ? LLVMGetUser(use) : NULL;
}

/* Blocks by their order, from 1 on: a label's address is not null. */
static uint64_t number_labels(LLVMValueRef function, LLVMTypeRef word, struct value_map *numbers) {
    uint64_t count = 0;
    FOR_EACH_BLOCK(block, function) {
        LLVMValueRef address = label_address(block);
        value_map_set(numbers, block, (size_t)++count);
        if (address)
            LLVMReplaceAllUsesWith(
                address, LLVMConstIntToPtr(LLVMConstInt(word, count, false), LLVMTypeOf(address)));
    }
    return count;
}

/* As many edges as before, so that phis stay right: what leads to one label a second time has a
 * number that no label has. The last label needs no test. */
static void build_switch(struct ir_unit *unit, LLVMValueRef jump, LLVMTypeRef word,
                         const struct value_map *numbers, uint64_t unused) {
    unsigned count = LLVMGetNumSuccessors(jump);
    struct value_map seen = {0};
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(unit->context);
    LLVMPositionBuilderBefore(builder, jump);
    LLVMSetCurrentDebugLocation2(builder, LLVMInstructionGetDebugLoc(jump));
    LLVMValueRef label = LLVMBuildPtrToInt(builder, LLVMGetOperand(jump, 0), word, "label");
    LLVMValueRef decision =
        LLVMBuildSwitch(builder, label, LLVMGetSuccessor(jump, count - 1), count - 1);
    unit_set_mark(unit, decision, own);
    for (unsigned i = 0; i + 1 < count; i++) {
        LLVMBasicBlockRef to = LLVMGetSuccessor(jump, i);
        bool again = value_map_get(&seen, to) != VALUE_MAP_NONE;
        uint64_t number = again ? ++unused : (uint64_t)value_map_get(numbers, to);
        value_map_set(&seen, to, 0);
        LLVMAddCase(decision, LLVMConstInt(word, number, false), to);
    }
    LLVMInstructionEraseFromParent(jump);
    LLVMDisposeBuilder(builder);
    value_map_free(&seen);
}

void computed_gotos_number(struct ir_unit *unit, LLVMValueRef function) {
    LLVMTypeRef word = LLVMInt32TypeInContext(unit->context);
    struct value_map numbers = {0};
    uint64_t count = 0;
    FOR_EACH_BLOCK(block, function) {
        LLVMValueRef jump = LLVMIsAIndirectBrInst(LLVMGetBasicBlockTerminator(block));
        if (!jump || !LLVMGetNumSuccessors(jump))
            continue;
        if (!count)
            count = number_labels(function, word, &numbers);
        build_switch(unit, jump, word, &numbers, count);
    }
    value_map_free(&numbers);
}
