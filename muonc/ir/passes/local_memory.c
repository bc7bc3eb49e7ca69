/* __local variables (neutrino/kernel.h), of which each work-group has its own. On Muon the linker
 * places one copy of them; where a function uses one, the offset of the group's copy is added,
 * which struct neutrino_items has; on the CPU the group's memory is where struct tk_group says. Up
 * to here a variable's address is a constant for all passes, as within a group it is. */
#include "muonc/ir/passes/local_memory.h"

#include "muonc/ir/barriers/locals.h"
#include "muonc/ir/passes/csr_reads.h"
#include "muonc/ir/passes/passes.h"
#include "muonc/ir/passes/shared_memory.h"
#include "muonc/ir/unit/value_map.h"
#include "support/demangle.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* What one function has of its group's memory. */
struct copies {
    struct ir_unit *unit;
    LLVMValueRef function;
    LLVMValueRef entry;        /* its first instruction: addresses are computed before it, once */
    LLVMValueRef offset;       /* of the group's memory; NULL: not read yet */
    struct value_map by_value; /* variables, to what stands for them in this function */
    LLVMBuilderRef builder;    /* at the place that asks */
};

static bool is_local(LLVMValueRef value) {
    return LLVMIsAGlobalVariable(value) && shared_memory_is_local(value);
}

/* A constant of the compiler's own, what a local array begins with or a switch as a table, that has
 * the address of a __local variable in it. */
static bool is_table(LLVMValueRef value) {
    return LLVMIsAGlobalVariable(value) && LLVMIsGlobalConstant(value) &&
           LLVMGetLinkage(value) == LLVMPrivateLinkage && LLVMGetInitializer(value) &&
           local_memory_find(LLVMGetInitializer(value));
}

LLVMValueRef local_memory_find(LLVMValueRef value) {
    if (is_local(value) || is_table(value))
        return value;
    if (!LLVMIsAConstant(value) || LLVMIsAGlobalValue(value))
        return NULL;
    for (int i = 0; i < LLVMGetNumOperands(value); i++) {
        LLVMValueRef found = local_memory_find(LLVMGetOperand(value, (unsigned)i));
        if (found)
            return found;
    }
    return NULL;
}

/* ---- addresses ---- */

static LLVMValueRef build(struct copies *copies, LLVMValueRef constant);

static LLVMValueRef build_address(struct copies *copies, LLVMValueRef variable) {
    LLVMContextRef context = copies->unit->context;
    LLVMTypeRef word = LLVMInt32TypeInContext(context), byte = LLVMInt8TypeInContext(context);
    if (copies->unit->target->is_host)
        return split_build_local_address(copies->unit, copies->builder, variable);
    if (!copies->offset)
        copies->offset =
            csr_reads_build_item(copies->unit, copies->builder, word,
                                 (uint32_t)offsetof(struct neutrino_items, local_offset));
    return LLVMBuildGEP2(copies->builder, byte, variable, &copies->offset, 1, "");
}

/* The function fills one of its own. */
static LLVMValueRef build_table(struct copies *copies, LLVMValueRef table) {
    LLVMValueRef own = LLVMBuildAlloca(copies->builder, LLVMGlobalGetValueType(table), "");
    if (LLVMGetAlignment(table))
        LLVMSetAlignment(own, LLVMGetAlignment(table));
    LLVMBuildStore(copies->builder, build(copies, LLVMGetInitializer(table)), own);
    return own;
}

static LLVMValueRef address_of(struct copies *copies, LLVMValueRef variable) {
    ptrdiff_t known = value_map_get(&copies->by_value, variable);
    if (known != VALUE_MAP_NONE)
        return (LLVMValueRef)known;
    LLVMBuilderRef asking = copies->builder;
    copies->builder = LLVMCreateBuilderInContext(copies->unit->context);
    LLVMPositionBuilderBefore(copies->builder, copies->entry);
    LLVMValueRef address =
        is_local(variable) ? build_address(copies, variable) : build_table(copies, variable);
    LLVMDisposeBuilder(copies->builder);
    copies->builder = asking;
    value_map_set(&copies->by_value, variable, (size_t)address);
    return address;
}

static LLVMValueRef build_element_address(struct copies *copies, LLVMValueRef constant) {
    unsigned count = (unsigned)LLVMGetNumOperands(constant) - 1;
    LLVMValueRef *indices = xcalloc(count, sizeof *indices);
    for (unsigned i = 0; i < count; i++)
        indices[i] = build(copies, LLVMGetOperand(constant, i + 1));
    LLVMValueRef result =
        LLVMBuildGEPWithNoWrapFlags(copies->builder, LLVMGetGEPSourceElementType(constant),
                                    build(copies, LLVMGetOperand(constant, 0)), indices, count, "",
                                    LLVMGEPGetNoWrapFlags(constant));
    free(indices);
    return result;
}

/* A constant expression, as instructions. */
static LLVMValueRef build_expression(struct copies *copies, LLVMValueRef constant) {
    LLVMOpcode opcode = LLVMGetConstOpcode(constant);
    if (opcode == LLVMGetElementPtr)
        return build_element_address(copies, constant);
    LLVMValueRef left = build(copies, LLVMGetOperand(constant, 0));
    if (LLVMGetNumOperands(constant) == 1)
        return LLVMBuildCast(copies->builder, opcode, left, LLVMTypeOf(constant), "");
    LLVMValueRef right = build(copies, LLVMGetOperand(constant, 1));
    return LLVMBuildBinOp(copies->builder, opcode, left, right, "");
}

/* A structure, array or vector of constants. */
static LLVMValueRef build_aggregate(struct copies *copies, LLVMValueRef constant) {
    LLVMTypeRef type = LLVMTypeOf(constant), word = LLVMInt32TypeInContext(copies->unit->context);
    LLVMValueRef result = LLVMGetPoison(type);
    for (unsigned i = 0; i < (unsigned)LLVMGetNumOperands(constant); i++) {
        LLVMValueRef part = build(copies, LLVMGetOperand(constant, i));
        result = LLVMGetTypeKind(type) == LLVMVectorTypeKind
                     ? LLVMBuildInsertElement(copies->builder, result, part,
                                              LLVMConstInt(word, i, false), "")
                     : LLVMBuildInsertValue(copies->builder, result, part, i, "");
    }
    return result;
}

/* The same value with the group's addresses. */
static LLVMValueRef build(struct copies *copies, LLVMValueRef constant) {
    if (is_local(constant) || is_table(constant))
        return address_of(copies, constant);
    if (!local_memory_find(constant))
        return constant;
    return LLVMIsAConstantExpr(constant) ? build_expression(copies, constant)
                                         : build_aggregate(copies, constant);
}

/* ---- uses ---- */

/* What comes from one block by several edges is one value. */
static LLVMValueRef same_edge(LLVMValueRef phi, unsigned i) {
    for (unsigned before = 0; before < i; before++)
        if (LLVMGetIncomingBlock(phi, before) == LLVMGetIncomingBlock(phi, i))
            return LLVMGetIncomingValue(phi, before);
    return NULL;
}

static void replace_operand(struct copies *copies, LLVMValueRef instruction, unsigned i) {
    LLVMValueRef phi = LLVMIsAPHINode(instruction), value = phi ? same_edge(phi, i) : NULL;
    if (!value) {
        LLVMValueRef place =
            phi ? LLVMGetBasicBlockTerminator(LLVMGetIncomingBlock(phi, i)) : instruction;
        LLVMPositionBuilderBefore(copies->builder, place);
        value = build(copies, LLVMGetOperand(instruction, i));
    }
    LLVMSetOperand(instruction, i, value);
}

static void visit(struct ir_unit *unit, LLVMValueRef function) {
    if (LLVMIsDeclaration(function))
        return;
    struct copies copies = {.unit = unit, .function = function};
    copies.entry = LLVMGetFirstInstruction(LLVMGetEntryBasicBlock(function));
    copies.builder = LLVMCreateBuilderInContext(unit->context);
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block)
    for (unsigned i = 0; i < (unsigned)LLVMGetNumOperands(instruction); i++)
        if (local_memory_find(LLVMGetOperand(instruction, i)))
            replace_operand(&copies, instruction, i);
    LLVMDisposeBuilder(copies.builder);
    value_map_free(&copies.by_value);
}

/* ---- initial values ---- */

/* Lists of the compiler's own, such as llvm.used, are no values of the program. */
static bool is_own(LLVMValueRef variable) {
    size_t length;
    return !strncmp(LLVMGetValueName2(variable, &length), "llvm.", 5);
}

static bool check_initializer(struct ir_unit *unit, LLVMValueRef variable) {
    LLVMValueRef initializer = LLVMGetInitializer(variable);
    LLVMValueRef local = initializer && !is_own(variable) && !is_table(variable)
                             ? local_memory_find(initializer)
                             : NULL;
    if (!local)
        return true;
    diag_raise(unit->diag, DIAG_NU_LOCAL, unit_location(unit, variable),
               "the initial value of '%s' is an address of '%s', of which each work-group has its "
               "own: assign it in the kernel",
               demangle_into(&unit->names, unit_name(unit, variable)),
               demangle_into(&unit->names, unit_name(unit, local)));
    return false;
}

static void remove_tables(struct ir_unit *unit) {
    for (LLVMValueRef variable = LLVMGetFirstGlobal(unit->module), next; variable;
         variable = next) {
        next = LLVMGetNextGlobal(variable);
        if (is_table(variable) && !LLVMGetFirstUse(variable))
            LLVMDeleteGlobal(variable);
    }
}

bool local_memory_place(struct ir_unit *unit) {
    bool good = true, any = false;
    for (LLVMValueRef variable = LLVMGetFirstGlobal(unit->module); variable;
         variable = LLVMGetNextGlobal(variable)) {
        good &= check_initializer(unit, variable);
        any |= is_local(variable);
    }
    if (!any || !good)
        return good;
    FOR_EACH_FUNCTION(function, unit->module)
    visit(unit, function);
    remove_tables(unit);
    return true;
}
