/* Reads of CSRs that a lane always finds the same. Inline assembly is convergent (clang cannot be
 * told otherwise), so that no optimisation would move a read out of a loop or find two alike.
 * neutrino/muon.h reads by an intrinsic that RV32 code has no other use for and that is a pure
 * function of its operand, the CSR's number: clang's optimiser treats it as the value that it is.
 * Here, behind the optimiser, it becomes the instruction. */
#include "muonc/ir/passes/csr_reads.h"

#include "isa/isa.h"
#include "muonc/ir/passes/passes.h"

#include <llvm-c/DebugInfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CARRIER "llvm.riscv.sm3p0"

LLVMValueRef csr_reads_build(struct ir_unit *unit, LLVMBuilderRef builder, LLVMTypeRef word,
                             const char *name) {
    static const char constraints[] = "=r", nounwind[] = "nounwind";
    char text[32];
    int length = snprintf(text, sizeof text, "csrr $0, %s", name);
    LLVMTypeRef type = LLVMFunctionType(word, NULL, 0, false);
    LLVMValueRef assembly =
        LLVMGetInlineAsm(type, text, (size_t)length, constraints, sizeof constraints - 1, false,
                         false, LLVMInlineAsmDialectATT, false);
    LLVMValueRef call = LLVMBuildCall2(builder, type, assembly, NULL, 0, "");
    unsigned kind = LLVMGetEnumAttributeKindForName(nounwind, sizeof nounwind - 1);
    LLVMAddCallSiteAttribute(call, LLVMAttributeFunctionIndex,
                             LLVMCreateEnumAttribute(unit->context, kind, 0));
    return call;
}

/* The optimiser may have made one read of two, of a number that it selects: then each that it can
 * be is read, and the value selected. */
static LLVMValueRef build_any_read(struct ir_unit *unit, LLVMBuilderRef builder,
                                   LLVMValueRef number) {
    static const struct muon_csr csrs[] = {
#define MUON_CSR(id, ...) {__VA_ARGS__},
#define MUON_CSR_ALIAS(name, id)
#include "neutrino/csr.def"
    };
    LLVMTypeRef word = LLVMTypeOf(number);
    LLVMValueRef value = LLVMGetPoison(word);
    for (size_t i = 0; i < sizeof csrs / sizeof *csrs; i++) {
        if (!csrs[i].constant)
            continue;
        LLVMValueRef is_it = LLVMBuildICmp(builder, LLVMIntEQ, number,
                                           LLVMConstInt(word, csrs[i].number, false), "");
        value = LLVMBuildSelect(builder, is_it, csr_reads_build(unit, builder, word, csrs[i].name),
                                value, "");
    }
    return value;
}

/* Messages tell names. */
static void take_name(LLVMValueRef value, LLVMValueRef from) {
    size_t length;
    char *name = xstrdup(LLVMGetValueName2(from, &length));
    LLVMSetValueName2(from, "", 0);
    LLVMSetValueName2(value, name, length);
    free(name);
}

static void replace(struct ir_unit *unit, LLVMValueRef call) {
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(unit->context);
    LLVMPositionBuilderBefore(builder, call);
    LLVMSetCurrentDebugLocation2(builder, LLVMInstructionGetDebugLoc(call));
    LLVMValueRef number = LLVMGetOperand(call, 0);
    const char *name = LLVMIsAConstantInt(number)
                           ? muon_csr_name((unsigned)LLVMConstIntGetZExtValue(number))
                           : NULL;
    LLVMValueRef value = name ? csr_reads_build(unit, builder, LLVMTypeOf(number), name)
                              : build_any_read(unit, builder, number);
    take_name(value, call);
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
