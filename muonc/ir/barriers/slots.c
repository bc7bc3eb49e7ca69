/* Slots: what a work-item keeps from block to block, in variables on the stack that later steps
 * move to where they belong. Afterwards a block can be copied by itself. */
#include "muonc/ir/barriers/split.h"
#include "muonc/ir/unit/assembly.h"
#include "support/array.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "neutrino/host_kernel.h"

/* What an invariant points to: its words are invariant, too. */
enum pointee { OF_NOTHING, OF_GROUP, OF_ARGUMENTS };

struct maker {
    struct split_kernel *kernel;
    const struct uniformity *uniformity;
    LLVMBuilderRef builder;
    LLVMValueRef first;    /* before it, in the first block, are invariants */
    struct value_map same; /* loads in the place of phis, to whether they are uniform */
};

static bool is_variable(LLVMValueRef value) {
    return LLVMIsAAllocaInst(value);
}

/* ---- what is not kept ---- */

/* What they say is no longer true, or nobody asks. */
static bool is_marker(LLVMValueRef instruction) {
    static const char *const names[] = {
        "llvm.lifetime.start.", "llvm.lifetime.end.", "llvm.invariant.start.",
        "llvm.invariant.end.",  "llvm.assume",        "llvm.experimental.noalias.scope.decl",
        "llvm.sideeffect"};
    for (size_t i = 0; unit_is_call(instruction) && i < sizeof names / sizeof *names; i++)
        if (unit_is_intrinsic(instruction, names[i]))
            return true;
    return false;
}

static void drop_markers(LLVMValueRef function) {
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block)
    if (is_marker(instruction)) {
        if (LLVMGetTypeKind(LLVMTypeOf(instruction)) != LLVMVoidTypeKind)
            LLVMReplaceAllUsesWith(instruction, LLVMGetPoison(LLVMTypeOf(instruction)));
        LLVMInstructionEraseFromParent(instruction);
    }
}

/* ---- variables ---- */

static bool move_variable(struct maker *maker, LLVMValueRef variable) {
    struct ir_unit *unit = maker->kernel->unit;
    if (!LLVMIsAConstantInt(LLVMGetOperand(variable, 0))) {
        diag_raise(unit->diag, DIAG_NU_HOST, unit_location(unit, variable),
                   "an array whose size is known only when the kernel runs: on the CPU a "
                   "work-item's variables have room that is known before");
        return false;
    }
    LLVMInstructionRemoveFromParent(variable);
    LLVMPositionBuilderBefore(maker->builder,
                              LLVMGetFirstInstruction(maker->kernel->flow.blocks[0]));
    LLVMInsertIntoBuilder(maker->builder, variable);
    return true;
}

static bool move_variables(struct maker *maker) {
    bool good = true;
    for (size_t i = maker->kernel->flow.count; i-- > 0;)
        FOR_EACH_INSTRUCTION(instruction, maker->kernel->flow.blocks[i])
    if (is_variable(instruction))
        good &= move_variable(maker, instruction);
    maker->first = LLVMGetFirstInstruction(maker->kernel->flow.blocks[0]);
    while (is_variable(maker->first))
        maker->first = LLVMGetNextInstruction(maker->first);
    return good;
}

/* ---- invariants ---- */

static ptrdiff_t pointee_of(const struct maker *maker, LLVMValueRef value) {
    return value_map_get(&maker->kernel->invariants, value);
}

static bool is_invariant(const struct maker *maker, LLVMValueRef value) {
    return LLVMIsAConstant(value) || pointee_of(maker, value) != VALUE_MAP_NONE;
}

/* Of a load from the group, whether it is that of the arguments' address: the struct's second
 * member, or so many bytes behind its beginning. */
static bool loads_arguments(LLVMValueRef address) {
    int operands = LLVMIsAGetElementPtrInst(address) ? LLVMGetNumOperands(address) : 0;
    LLVMValueRef last = operands ? LLVMGetOperand(address, (unsigned)operands - 1) : NULL;
    if (!last || !LLVMIsAConstantInt(last))
        return false;
    uint64_t index = LLVMConstIntGetZExtValue(last);
    return operands == 3 ? index == 1 : index == offsetof(struct tk_group, arguments);
}

/* Whether it says, on the machine, that the arguments' address is the same in all lanes. */
static bool is_arguments(LLVMValueRef instruction) {
    LLVMValueRef assembly = unit_is_call(instruction) ? unit_inline_asm(instruction) : NULL;
    return assembly && assembly_is_assertion(assembly) && LLVMGetNumArgOperands(instruction) == 2 &&
           LLVMIsAArgument(LLVMGetOperand(instruction, 1));
}

/* VALUE_MAP_NONE if it is none. */
static ptrdiff_t find_invariant(const struct maker *maker, LLVMValueRef instruction) {
    enum split_builtin builtin = split_builtin_called(instruction);
    if (builtin == HOST_GROUP)
        return OF_GROUP;
    if (builtin == HOST_ITEM)
        return OF_NOTHING;
    if (is_arguments(instruction))
        return OF_ARGUMENTS;
    if (LLVMIsALoadInst(instruction)) {
        LLVMValueRef address = LLVMGetOperand(instruction, 0);
        ptrdiff_t pointee = pointee_of(maker, address);
        if (pointee == OF_GROUP && !LLVMGetVolatile(instruction))
            return loads_arguments(address) ? OF_ARGUMENTS : OF_NOTHING;
        return pointee == OF_ARGUMENTS && !LLVMGetVolatile(instruction) ? (ptrdiff_t)OF_NOTHING
                                                                        : VALUE_MAP_NONE;
    }
    if (!unit_is_arithmetic(instruction))
        return VALUE_MAP_NONE;
    for (int i = 0; i < LLVMGetNumOperands(instruction); i++)
        if (!is_invariant(maker, LLVMGetOperand(instruction, (unsigned)i)))
            return VALUE_MAP_NONE;
    if (!LLVMIsAGetElementPtrInst(instruction))
        return OF_NOTHING;
    ptrdiff_t pointee = pointee_of(maker, LLVMGetOperand(instruction, 0));
    return pointee == VALUE_MAP_NONE ? (ptrdiff_t)OF_NOTHING : pointee;
}

/* In reverse post-order operands come first. */
static void move_invariants(struct maker *maker) {
    const struct control_flow *flow = &maker->kernel->flow;
    for (size_t i = 0; i < flow->count; i++)
        FOR_EACH_INSTRUCTION(instruction, flow->blocks[i]) {
            ptrdiff_t pointee = find_invariant(maker, instruction);
            if (pointee == VALUE_MAP_NONE)
                continue;
            value_map_set(&maker->kernel->invariants, instruction, (size_t)pointee);
            if (instruction == maker->first) {
                maker->first = LLVMGetNextInstruction(instruction);
                continue;
            }
            LLVMPositionBuilderBefore(maker->builder, maker->first);
            LLVMInstructionRemoveFromParent(instruction);
            LLVMInsertIntoBuilder(maker->builder, instruction);
        }
}

/* ---- what is computed again ---- */

enum { MOST_COMPUTED_AGAIN = 8 };

/* How many instructions it takes to have it without asking other blocks; more than the most: none
 * of them. */
static int cost_again(const struct maker *maker, LLVMValueRef value) {
    if (!LLVMIsAInstruction(value) || is_invariant(maker, value) || is_variable(value))
        return 0;
    if (split_builtin_called(value) == HOST_OWN_ITEM)
        return 1;
    int cost = unit_is_arithmetic(value) ? 1 : MOST_COMPUTED_AGAIN + 1;
    for (int i = 0; cost <= MOST_COMPUTED_AGAIN && i < LLVMGetNumOperands(value); i++)
        cost += cost_again(maker, LLVMGetOperand(value, (unsigned)i));
    return cost;
}

static LLVMValueRef compute_again(const struct maker *maker, LLVMValueRef value,
                                  LLVMValueRef before) {
    if (!LLVMIsAInstruction(value) || is_invariant(maker, value) || is_variable(value))
        return value;
    LLVMValueRef again = LLVMInstructionClone(value);
    LLVMPositionBuilderBefore(maker->builder, before);
    LLVMInsertIntoBuilder(maker->builder, again);
    int operands = LLVMIsACallInst(value) ? 0 : LLVMGetNumOperands(value);
    for (int i = 0; i < operands; i++)
        LLVMSetOperand(again, (unsigned)i,
                       compute_again(maker, LLVMGetOperand(value, (unsigned)i), again));
    return again;
}

/* ---- slots ---- */

static LLVMValueRef add_slot(struct maker *maker, LLVMValueRef variable, bool uniform) {
    struct split_kernel *kernel = maker->kernel;
    LLVMTypeRef type = LLVMGetAllocatedType(variable);
    LLVMValueRef count = LLVMGetOperand(variable, 0);
    unsigned alignment = LLVMGetAlignment(variable);
    value_map_set(&kernel->by_variable, variable, kernel->slot_count);
    *ARRAY_ADD(kernel->slots, kernel->slot_count) = (struct split_slot){
        .variable = variable,
        .type = type,
        .bytes = LLVMABISizeOfType(kernel->layout, type) * LLVMConstIntGetZExtValue(count),
        .alignment = alignment ? alignment : LLVMABIAlignmentOfType(kernel->layout, type),
        .uniform = uniform && kernel->unit->target->is_host,
        .in_step = uniform && !kernel->unit->target->is_host,
    };
    return variable;
}

static LLVMValueRef new_slot(struct maker *maker, LLVMTypeRef type, bool uniform) {
    LLVMPositionBuilderBefore(maker->builder,
                              LLVMGetFirstInstruction(maker->kernel->flow.blocks[0]));
    return add_slot(maker, LLVMBuildAlloca(maker->builder, type, ""), uniform);
}

static bool is_uniform(const struct maker *maker, LLVMValueRef value) {
    ptrdiff_t same = value_map_get(&maker->same, value);
    return same == VALUE_MAP_NONE ? !uniformity_is_divergent(maker->uniformity, value) : same != 0;
}

/* Each way to a phi leaves its value in the phi's slot. */
static void replace_phi(struct maker *maker, LLVMValueRef phi, LLVMValueRef behind) {
    bool uniform = is_uniform(maker, phi);
    LLVMValueRef slot = new_slot(maker, LLVMTypeOf(phi), uniform);
    for (unsigned i = 0; i < LLVMCountIncoming(phi); i++) {
        LLVMPositionBuilderBefore(maker->builder,
                                  LLVMGetBasicBlockTerminator(LLVMGetIncomingBlock(phi, i)));
        LLVMBuildStore(maker->builder, LLVMGetIncomingValue(phi, i), slot);
    }
    LLVMPositionBuilderBefore(maker->builder, behind);
    LLVMValueRef load = LLVMBuildLoad2(maker->builder, LLVMTypeOf(phi), slot, "");
    value_map_set(&maker->same, load, uniform);
    LLVMReplaceAllUsesWith(phi, load);
    LLVMInstructionEraseFromParent(phi);
}

static void replace_phis(struct maker *maker) {
    const struct control_flow *flow = &maker->kernel->flow;
    for (size_t i = 0; i < flow->count; i++) {
        LLVMValueRef behind = LLVMGetFirstInstruction(flow->blocks[i]);
        while (LLVMIsAPHINode(behind))
            behind = LLVMGetNextInstruction(behind);
        for (LLVMValueRef phi; LLVMIsAPHINode(phi = LLVMGetFirstInstruction(flow->blocks[i]));)
            replace_phi(maker, phi, behind);
    }
}

static LLVMValueRef *users_elsewhere(LLVMValueRef value, size_t *count) {
    LLVMValueRef *users = NULL;
    *count = 0;
    for (LLVMUseRef use = LLVMGetFirstUse(value); use; use = LLVMGetNextUse(use)) {
        LLVMValueRef user = LLVMGetUser(use);
        bool elsewhere = LLVMGetInstructionParent(user) != LLVMGetInstructionParent(value);
        bool known = false;
        for (size_t i = 0; i < *count; i++)
            known |= users[i] == user;
        if (elsewhere && !known)
            *ARRAY_ADD(users, *count) = user;
    }
    return users;
}

static void replace_operand(LLVMValueRef user, LLVMValueRef value, LLVMValueRef by) {
    for (int i = 0; i < LLVMGetNumOperands(user); i++)
        if (LLVMGetOperand(user, (unsigned)i) == value)
            LLVMSetOperand(user, (unsigned)i, by);
}

static void keep_value(struct maker *maker, LLVMValueRef value) {
    size_t count;
    LLVMValueRef *users = users_elsewhere(value, &count), slot = NULL;
    bool again = count && cost_again(maker, value) <= MOST_COMPUTED_AGAIN;
    if (count && !again) {
        slot = new_slot(maker, LLVMTypeOf(value), is_uniform(maker, value));
        LLVMPositionBuilderBefore(maker->builder, LLVMGetNextInstruction(value));
        LLVMBuildStore(maker->builder, value, slot);
    }
    for (size_t i = 0; i < count; i++) {
        LLVMPositionBuilderBefore(maker->builder, users[i]);
        LLVMValueRef there = again ? compute_again(maker, value, users[i])
                                   : LLVMBuildLoad2(maker->builder, LLVMTypeOf(value), slot, "");
        replace_operand(users[i], value, there);
    }
    free(users);
}

/* What is computed again has no users elsewhere of its own, so the order does not matter. */
static void keep_values(struct maker *maker) {
    const struct control_flow *flow = &maker->kernel->flow;
    for (size_t i = 0; i < flow->count; i++)
        FOR_EACH_INSTRUCTION(instruction, flow->blocks[i])
    if (!is_variable(instruction) && !is_invariant(maker, instruction) &&
        LLVMGetFirstUse(instruction))
        keep_value(maker, instruction);
}

/* ---- variables of the source ---- */

/* Whether its address is for loads and stores of all of it alone. */
static bool is_plain(LLVMValueRef variable) {
    LLVMTypeRef type = LLVMGetAllocatedType(variable);
    for (LLVMUseRef use = LLVMGetFirstUse(variable); use; use = LLVMGetNextUse(use)) {
        LLVMValueRef user = LLVMGetUser(use);
        bool load = LLVMIsALoadInst(user) && LLVMTypeOf(user) == type;
        bool store = LLVMIsAStoreInst(user) && LLVMGetOperand(user, 0) != variable &&
                     LLVMTypeOf(LLVMGetOperand(user, 0)) == type;
        if (!load && !store)
            return false;
    }
    return LLVMConstIntGetZExtValue(LLVMGetOperand(variable, 0)) == 1;
}

static void add_variables(struct maker *maker) {
    struct split_kernel *kernel = maker->kernel;
    for (LLVMValueRef variable = LLVMGetFirstInstruction(kernel->flow.blocks[0]);
         is_variable(variable); variable = LLVMGetNextInstruction(variable)) {
        if (split_slot_of(kernel, variable))
            continue;
        add_slot(maker, variable, false);
        kernel->slots[kernel->slot_count - 1].direct =
            kernel->keeps_variables || !is_plain(variable);
    }
}

/* ---- what debuggers are told ---- */

/* Of a value that is not there in each copy of the block, nothing is. */
static bool is_told(const struct maker *maker, LLVMValueRef call) {
    LLVMValueRef value = split_described(LLVMGetOperand(call, 0));
    if (!value)
        return false;
    return !LLVMIsAInstruction(value) || is_variable(value) || is_invariant(maker, value) ||
           LLVMGetInstructionParent(value) == LLVMGetInstructionParent(call);
}

static void drop_untold(const struct maker *maker) {
    FOR_EACH_BLOCK(block, maker->kernel->function)
    FOR_EACH_INSTRUCTION(instruction, block)
    if (unit_is_call(instruction) &&
        (unit_is_intrinsic(instruction, "llvm.dbg.value") ||
         unit_is_intrinsic(instruction, "llvm.dbg.declare")) &&
        !is_told(maker, instruction))
        LLVMInstructionEraseFromParent(instruction);
}

bool split_make_slots(struct split_kernel *kernel, const struct uniformity *uniformity) {
    struct maker maker = {.kernel = kernel,
                          .uniformity = uniformity,
                          .builder = LLVMCreateBuilderInContext(kernel->unit->context)};
    drop_markers(kernel->function);
    bool good = move_variables(&maker);
    if (good) {
        move_invariants(&maker);
        replace_phis(&maker);
        keep_values(&maker);
        add_variables(&maker);
        drop_untold(&maker);
    }
    LLVMDisposeBuilder(maker.builder);
    value_map_free(&maker.same);
    return good;
}
