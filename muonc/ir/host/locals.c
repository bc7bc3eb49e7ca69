/* A work-group's memory for __local variables: their addresses are computed of the group's, where
 * the kernel begins. */
#include "muonc/ir/host/host.h"
#include "neutrino/host_kernel.h"

#include <stddef.h>
#include <stdlib.h>

struct addresses {
    struct ir_unit *unit;
    LLVMBuilderRef builder;
    LLVMValueRef *variables, *addresses;
    size_t count;
    bool good;
};

static LLVMValueRef address_of(const struct addresses *addresses, LLVMValueRef variable) {
    for (size_t i = 0; i < addresses->count; i++)
        if (addresses->variables[i] == variable)
            return addresses->addresses[i];
    return variable;
}

/* The constant as instructions at the builder's place. */
static LLVMValueRef expand(struct addresses *addresses, LLVMValueRef constant, LLVMValueRef where) {
    LLVMValueRef operands[8];
    int count = LLVMGetNumOperands(constant);
    if (host_is_local(constant))
        return address_of(addresses, constant);
    if (!host_find_local(constant))
        return constant;
    if (LLVMIsAConstantExpr(constant) && count <= 8) {
        for (int i = 0; i < count; i++)
            operands[i] = expand(addresses, LLVMGetOperand(constant, (unsigned)i), where);
        LLVMOpcode opcode = LLVMGetConstOpcode(constant);
        if (opcode == LLVMGetElementPtr)
            return LLVMBuildGEP2(addresses->builder, LLVMGetGEPSourceElementType(constant),
                                 operands[0], operands + 1, (unsigned)count - 1, "");
        if (count == 2)
            return LLVMBuildBinOp(addresses->builder, opcode, operands[0], operands[1], "");
        if (count == 1)
            return LLVMBuildCast(addresses->builder, opcode, operands[0], LLVMTypeOf(constant), "");
    }
    addresses->good = false;
    diag_raise(addresses->unit->diag, DIAG_NU_LOCAL, unit_location(addresses->unit, where),
               "the address of a __local variable in a constant, which is one for all work-groups");
    return constant;
}

static void use_in(struct addresses *addresses, LLVMValueRef instruction) {
    for (int i = 0; i < LLVMGetNumOperands(instruction); i++) {
        LLVMValueRef operand = LLVMGetOperand(instruction, (unsigned)i);
        if (!LLVMIsAConstant(operand) || !host_find_local(operand))
            continue;
        LLVMPositionBuilderBefore(
            addresses->builder,
            LLVMIsAPHINode(instruction)
                ? LLVMGetBasicBlockTerminator(LLVMGetIncomingBlock(instruction, (unsigned)i))
                : instruction);
        LLVMSetOperand(instruction, (unsigned)i, expand(addresses, operand, instruction));
    }
}

/* In the first block, as an invariant: the load of the group's address of its memory, and so many
 * bytes. */
static void build_addresses(struct addresses *addresses, LLVMValueRef function,
                            const uint64_t *offsets) {
    static const char name[] = "neutrino_host_group_";
    LLVMContextRef context = addresses->unit->context;
    LLVMTypeRef pointer = LLVMPointerTypeInContext(context, 0);
    LLVMTypeRef byte = LLVMInt8TypeInContext(context), quad = LLVMInt64TypeInContext(context);
    LLVMTypeRef type = LLVMFunctionType(pointer, NULL, 0, false);
    LLVMValueRef group = LLVMGetNamedFunction(addresses->unit->module, name);
    if (!group)
        group = LLVMAddFunction(addresses->unit->module, name, type);
    LLVMPositionBuilderBefore(addresses->builder,
                              LLVMGetFirstInstruction(LLVMGetEntryBasicBlock(function)));
    LLVMValueRef at = LLVMConstInt(quad, offsetof(struct tk_group, locals), false);
    LLVMValueRef base = LLVMBuildCall2(addresses->builder, type, group, NULL, 0, "");
    base = LLVMBuildGEP2(addresses->builder, byte, base, &at, 1, "");
    base = LLVMBuildLoad2(addresses->builder, pointer, base, "locals");
    for (size_t i = 0; i < addresses->count; i++) {
        size_t length;
        LLVMValueRef offset = LLVMConstInt(quad, offsets[i], false);
        addresses->addresses[i] =
            LLVMBuildInBoundsGEP2(addresses->builder, byte, base, &offset, 1,
                                  LLVMGetValueName2(addresses->variables[i], &length));
    }
}

bool host_use_locals(struct ir_unit *unit, LLVMValueRef function, LLVMValueRef *variables,
                     const uint64_t *offsets, size_t count) {
    if (!count)
        return true;
    struct addresses addresses = {.unit = unit,
                                  .builder = LLVMCreateBuilderInContext(unit->context),
                                  .variables = variables,
                                  .addresses = xcalloc(count, sizeof *addresses.addresses),
                                  .count = count,
                                  .good = true};
    build_addresses(&addresses, function, offsets);
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block)
    use_in(&addresses, instruction);
    LLVMDisposeBuilder(addresses.builder);
    free(addresses.addresses);
    return addresses.good;
}
