/* Reads of CSRs that a lane always finds the same, and of its place in its work-group, which is the
 * same throughout a kernel. Inline assembly is convergent (clang cannot be told otherwise), so that
 * no optimisation would move a read out of a loop or find two alike. neutrino/muon.h and kernel.h
 * read by an intrinsic that RV32 code has no other use for and that is a pure function of its
 * operand, the CSR's number or NEUTRINO_ITEMS_CARRIER and an offset: clang's optimiser treats it as
 * the value that it is. Here, behind the optimiser, it becomes the instruction. */
#include "muonc/ir/passes/csr_reads.h"

#include "isa/isa.h"
#include "muonc/ir/passes/passes.h"

#include <limits.h>
#include <llvm-c/DebugInfo.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define CARRIER "llvm.riscv.sm3p0"
#define ITEM_READ "lw $0, %u(tp)"

static LLVMValueRef build_value(struct ir_unit *unit, LLVMBuilderRef builder, LLVMTypeRef word,
                                const char *text) {
    static const char constraints[] = "=r", nounwind[] = "nounwind";
    LLVMTypeRef type = LLVMFunctionType(word, NULL, 0, false);
    LLVMValueRef assembly =
        LLVMGetInlineAsm(type, text, strlen(text), constraints, sizeof constraints - 1, false,
                         false, LLVMInlineAsmDialectATT, false);
    LLVMValueRef call = LLVMBuildCall2(builder, type, assembly, NULL, 0, "");
    unsigned kind = LLVMGetEnumAttributeKindForName(nounwind, sizeof nounwind - 1);
    LLVMAddCallSiteAttribute(call, LLVMAttributeFunctionIndex,
                             LLVMCreateEnumAttribute(unit->context, kind, 0));
    return call;
}

LLVMValueRef csr_reads_build(struct ir_unit *unit, LLVMBuilderRef builder, LLVMTypeRef word,
                             const char *name) {
    char text[32];
    snprintf(text, sizeof text, "csrr $0, %s", name);
    return build_value(unit, builder, word, text);
}

/* The start code prepares what tp points to if this function is linked. */
static void ask_for_items(struct ir_unit *unit) {
    static const char text[] = ".globl neutrino_items_begin\n";
    if (!unit->reads_items)
        LLVMAppendModuleInlineAsm(unit->module, text, sizeof text - 1);
    unit->reads_items = true;
}

/* The launcher sees to the words, if this symbol is linked. */
static void ask_for_exchange(struct ir_unit *unit) {
    static const char text[] = ".globl neutrino_items_exchange\n";
    if (!unit->exchanges)
        LLVMAppendModuleInlineAsm(unit->module, text, sizeof text - 1);
    unit->exchanges = true;
}

LLVMValueRef csr_reads_build_item(struct ir_unit *unit, LLVMBuilderRef builder, LLVMTypeRef word,
                                  uint32_t offset) {
    char text[32];
    snprintf(text, sizeof text, ITEM_READ, offset);
    ask_for_items(unit);
    if (offset == offsetof(struct neutrino_items, exchange))
        ask_for_exchange(unit);
    return build_value(unit, builder, word, text);
}

bool csr_reads_is_item(LLVMValueRef value, uint32_t *offset) {
    LLVMValueRef assembly = unit_inline_asm(value);
    size_t length;
    return assembly && !LLVMGetInlineAsmHasSideEffects(assembly) &&
           sscanf(LLVMGetInlineAsmAsmString(assembly, &length), ITEM_READ, offset) == 1;
}

/* ---- what the carrier stands for ---- */

static bool is_item(unsigned long long number) {
    return number >= NEUTRINO_ITEMS_CARRIER &&
           number - NEUTRINO_ITEMS_CARRIER < sizeof(struct neutrino_items) && number % 4 == 0;
}

/* The optimiser may have made one read of two, of a number that it selects: then each that it can
 * be is read, and the value selected. */
static LLVMValueRef select_if(LLVMBuilderRef builder, LLVMValueRef number, unsigned is,
                              LLVMValueRef value, LLVMValueRef otherwise) {
    LLVMValueRef is_it =
        LLVMBuildICmp(builder, LLVMIntEQ, number, LLVMConstInt(LLVMTypeOf(number), is, false), "");
    return LLVMBuildSelect(builder, is_it, value, otherwise, "");
}

static LLVMValueRef build_any_read(struct ir_unit *unit, LLVMBuilderRef builder,
                                   LLVMValueRef number) {
    static const struct muon_csr csrs[] = {
#define MUON_CSR(id, ...) {__VA_ARGS__},
#define MUON_CSR_ALIAS(name, id)
#include "neutrino/csr.def"
    };
    LLVMTypeRef word = LLVMTypeOf(number);
    LLVMValueRef value = LLVMGetPoison(word);
    for (size_t i = 0; i < sizeof csrs / sizeof *csrs; i++)
        if (csrs[i].constant)
            value = select_if(builder, number, csrs[i].number,
                              csr_reads_build(unit, builder, word, csrs[i].name), value);
    for (unsigned offset = 0; offset < sizeof(struct neutrino_items); offset += 4)
        value = select_if(builder, number, NEUTRINO_ITEMS_CARRIER + offset,
                          csr_reads_build_item(unit, builder, word, offset), value);
    return value;
}

static void replace(struct ir_unit *unit, LLVMValueRef call) {
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(unit->context);
    LLVMPositionBuilderBefore(builder, call);
    LLVMSetCurrentDebugLocation2(builder, LLVMInstructionGetDebugLoc(call));
    LLVMValueRef number = LLVMGetOperand(call, 0);
    LLVMTypeRef word = LLVMTypeOf(number);
    unsigned long long known =
        LLVMIsAConstantInt(number) ? LLVMConstIntGetZExtValue(number) : ULLONG_MAX;
    const char *name = known < NEUTRINO_ITEMS_CARRIER ? muon_csr_name((unsigned)known) : NULL;
    LLVMValueRef value =
        name ? csr_reads_build(unit, builder, word, name)
        : is_item(known)
            ? csr_reads_build_item(unit, builder, word, (uint32_t)known - NEUTRINO_ITEMS_CARRIER)
            : build_any_read(unit, builder, number);
    unit_take_name(value, call);
    LLVMReplaceAllUsesWith(call, value);
    LLVMInstructionEraseFromParent(call);
    LLVMDisposeBuilder(builder);
}

bool csr_reads_lower(struct ir_unit *unit) {
    FOR_EACH_FUNCTION(function, unit->module)
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block)
    if (unit_is_intrinsic(instruction, CARRIER))
        replace(unit, instruction);
    return true;
}
