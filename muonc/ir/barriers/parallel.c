/* Loops over work-items whose rounds may be executed in any order, or several at once: what the
 * work-items of a group access between two barriers does not depend on each other, or the program
 * is wrong. Only what the loop itself keeps on the stack does. */
#include "muonc/ir/barriers/split.h"
#include "muonc/ir/passes/passes.h"
#include "support/array.h"

#include <llvm-c/DebugInfo.h>
#include <llvm-c/IRReader.h>
#include <stdlib.h>
#include <string.h>

/* ---- metadata ---- */

LLVMValueRef split_new_metadata(struct ir_unit *unit, const char *text) {
    LLVMMemoryBufferRef buffer =
        LLVMCreateMemoryBufferWithMemoryRangeCopy(text, strlen(text), "metadata");
    LLVMModuleRef module;
    LLVMValueRef node = NULL;
    char *message;
    if (LLVMParseIRInContext(unit->context, buffer, &module, &message)) {
        LLVMDisposeMessage(message);
        return NULL;
    }
    LLVMGetNamedMetadataOperands(module, "it", &node);
    LLVMDisposeModule(module);
    return node;
}

static unsigned kind_of(const struct ir_unit *unit, const char *name) {
    return LLVMGetMDKindIDInContext(unit->context, name, (unsigned)strlen(name));
}

static LLVMMetadataRef text_node(const struct ir_unit *unit, const char *text,
                                 LLVMMetadataRef value) {
    LLVMMetadataRef parts[] = {LLVMMDStringInContext2(unit->context, text, strlen(text)), value};
    return LLVMMDNodeInContext2(unit->context, parts, value ? 2 : 1);
}

/* Whether a loop is known to be short: then it would be unrolled before it is made of vectors. */
static bool is_short(LLVMValueRef latch) {
    enum { SHORT = 64 };
    LLVMValueRef condition = LLVMGetCondition(latch);
    LLVMValueRef end = LLVMIsAICmpInst(condition) ? LLVMGetOperand(condition, 1) : NULL;
    return end && LLVMIsAConstantInt(end) && LLVMConstIntGetZExtValue(end) <= SHORT;
}

/* A loop's name is a node that is its own first operand. A row of work-items is short, so that one
 * vector a round is what it has. Of several work-items in one round debugging information does not
 * say which is which (debug.c). */
static void name_loop(struct ir_unit *unit, LLVMValueRef latch, LLVMValueRef group,
                      bool full_debug) {
    bool rolled = is_short(latch) || full_debug;
    LLVMValueRef one = LLVMConstInt(LLVMInt32TypeInContext(unit->context), 1, false);
    LLVMMetadataRef self = LLVMTemporaryMDNode(unit->context, NULL, 0);
    LLVMMetadataRef operands[] = {
        self,
        text_node(unit, "llvm.loop.parallel_accesses", LLVMValueAsMetadata(group)),
        text_node(unit, "llvm.loop.interleave.count", LLVMValueAsMetadata(one)),
        text_node(unit, "llvm.loop.unroll.disable", NULL),
    };
    size_t count = sizeof operands / sizeof *operands - !rolled;
    LLVMMetadataRef name = LLVMMDNodeInContext2(unit->context, operands, count);
    LLVMMetadataReplaceAllUsesWith(self, name);
    LLVMSetMetadata(latch, kind_of(unit, "llvm.loop"), LLVMMetadataAsValue(unit->context, name));
}

/* ---- accesses ---- */

/* What an address is computed of. */
static LLVMValueRef base_of(LLVMValueRef address) {
    while (LLVMIsAGetElementPtrInst(address) || LLVMIsABitCastInst(address) ||
           LLVMIsAAddrSpaceCastInst(address))
        address = LLVMGetOperand(address, 0);
    return address;
}

/* Whether the stack's variables are named by loads and stores alone, so that no other address is
 * one of them. */
static bool is_only_accessed(LLVMValueRef address) {
    for (LLVMUseRef use = LLVMGetFirstUse(address); use; use = LLVMGetNextUse(use)) {
        LLVMValueRef user = LLVMGetUser(use);
        bool accessed = LLVMIsALoadInst(user) || LLVMIsAMemIntrinsic(user) ||
                        (LLVMIsAStoreInst(user) && LLVMGetOperand(user, 0) != address) ||
                        (LLVMIsAGetElementPtrInst(user) && is_only_accessed(user));
        if (!accessed)
            return false;
    }
    return true;
}

static bool stack_is_closed(LLVMValueRef function) {
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block)
    if (LLVMIsAAllocaInst(instruction) && !is_only_accessed(instruction))
        return false;
    return true;
}

static bool is_independent(LLVMValueRef address, bool closed) {
    LLVMValueRef base = base_of(address);
    if (LLVMIsAAllocaInst(base))
        return false;
    return closed || LLVMIsAArgument(base) || LLVMIsAGlobalVariable(base);
}

static LLVMValueRef plain_address(LLVMValueRef instruction) {
    bool load = LLVMIsALoadInst(instruction), store = LLVMIsAStoreInst(instruction);
    if ((!load && !store) || LLVMGetVolatile(instruction) ||
        LLVMGetOrdering(instruction) != LLVMAtomicOrderingNotAtomic)
        return NULL;
    return LLVMGetOperand(instruction, load ? 0 : 1);
}

static void mark_block(struct ir_unit *unit, LLVMBasicBlockRef block, LLVMValueRef group,
                       bool closed) {
    FOR_EACH_INSTRUCTION(instruction, block) {
        LLVMValueRef address = plain_address(instruction);
        if (address && is_independent(address, closed))
            LLVMSetMetadata(instruction, kind_of(unit, "llvm.access.group"), group);
    }
}

/* ---- loops ---- */

/* The blocks from which the latch is reached without the head. */
static void mark_loop(struct ir_unit *unit, const struct control_flow *flow, LLVMValueRef latch,
                      bool closed, bool full_debug) {
    LLVMValueRef group = split_new_metadata(unit, "!it = !{!0}\n!0 = distinct !{}\n");
    size_t head = (size_t)value_map_get(&flow->numbers, LLVMGetSuccessor(latch, 0)), depth = 0;
    size_t *stack = xcalloc(flow->count + 1, sizeof *stack);
    bool *seen = xcalloc(flow->count, sizeof *seen);
    stack[depth++] = (size_t)value_map_get(&flow->numbers, LLVMGetInstructionParent(latch));
    seen[stack[0]] = seen[head] = true;
    if (stack[0] != head)
        mark_block(unit, flow->blocks[head], group, closed);
    while (depth) {
        size_t block = stack[--depth];
        mark_block(unit, flow->blocks[block], group, closed);
        for (size_t i = 0; block != head && i < control_flow_predecessors(flow, block); i++) {
            size_t before = control_flow_predecessor(flow, block, i);
            if (!seen[before])
                stack[depth++] = before;
            seen[before] = true;
        }
    }
    name_loop(unit, latch, group, full_debug);
    free(stack);
    free(seen);
}

void split_mark_parallel(struct ir_unit *unit, LLVMValueRef function, bool full_debug) {
    struct control_flow flow;
    bool closed = stack_is_closed(function);
    control_flow_build(&flow, function);
    for (size_t b = 0; b < flow.count; b++) {
        LLVMValueRef terminator = LLVMGetBasicBlockTerminator(flow.blocks[b]);
        if (unit_has_mark(unit, terminator, HOST_LOOP))
            mark_loop(unit, &flow, terminator, closed, full_debug);
    }
    control_flow_free(&flow);
}
