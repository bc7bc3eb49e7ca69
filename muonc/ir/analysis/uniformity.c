#include "muonc/ir/analysis/uniformity.h"
#include "support/array.h"

#include "muonc/ir/analysis/dominance.h"
#include "muonc/ir/analysis/region.h"
#include "muonc/ir/unit/assembly.h"

#include <stdlib.h>
#include <string.h>

struct function_info {
    LLVMValueRef function;
    struct control_flow flow;
    struct control_region region;
    bool single_lane;
    bool *decided;             /* per block: its divergent branch has been accounted for */
    bool *joined;              /* per block: its phis have been, as those where lanes meet */
    struct divergence *result; /* why what it returns is divergent, or NULL */
};

struct uniformity {
    struct ir_unit *unit;
    struct divergence *divergences;
    size_t count;
    struct value_map by_value; /* to divergences */
    struct function_info *functions;
    size_t function_count;
    struct value_map by_function; /* to functions */
    struct value_map by_assembly; /* calls of inline assembly, to enum assembly_result */
    bool changed;
};

const struct divergence *uniformity_explain(const struct uniformity *uniformity,
                                            LLVMValueRef value) {
    ptrdiff_t index = value_map_get(&uniformity->by_value, value);
    return index == VALUE_MAP_NONE ? NULL : &uniformity->divergences[index];
}

static void mark(struct uniformity *uniformity, LLVMValueRef value, enum divergence_reason reason,
                 LLVMValueRef at, LLVMValueRef cause) {
    if (uniformity_is_divergent(uniformity, value))
        return;
    value_map_set(&uniformity->by_value, value, uniformity->count);
    *ARRAY_ADD(uniformity->divergences, uniformity->count) =
        (struct divergence){.value = value, .reason = reason, .at = at, .cause = cause};
    uniformity->changed = true;
}

static struct function_info *find_function(const struct uniformity *uniformity,
                                           LLVMValueRef function) {
    ptrdiff_t index = value_map_get(&uniformity->by_function, function);
    return index == VALUE_MAP_NONE ? NULL : &uniformity->functions[index];
}

bool uniformity_is_single_lane(const struct uniformity *uniformity, LLVMValueRef function) {
    const struct function_info *info = find_function(uniformity, function);
    return info && info->single_lane;
}

bool uniformity_is_reachable(const struct uniformity *uniformity, LLVMBasicBlockRef block) {
    const struct function_info *info = find_function(uniformity, LLVMGetBasicBlockParent(block));
    return info && value_map_get(&info->flow.numbers, block) != VALUE_MAP_NONE;
}

LLVMValueRef uniformity_decision(LLVMValueRef terminator) {
    switch (LLVMGetInstructionOpcode(terminator)) {
    case LLVMBr: return LLVMIsConditional(terminator) ? LLVMGetCondition(terminator) : NULL;
    case LLVMSwitch:
    case LLVMIndirectBr: return LLVMGetOperand(terminator, 0);
    default: return NULL;
    }
}

/* ---- what single instructions do ---- */

/* The first divergent one of the operands from begin on, or NULL. */
static LLVMValueRef divergent_operand(const struct uniformity *uniformity, LLVMValueRef instruction,
                                      int begin, int end) {
    for (int i = begin; i < end; i++) {
        LLVMValueRef operand = LLVMGetOperand(instruction, (unsigned)i);
        if (uniformity_is_divergent(uniformity, operand))
            return operand;
    }
    return NULL;
}

static void visit_operands(struct uniformity *uniformity, LLVMValueRef instruction, int end) {
    LLVMValueRef operand = divergent_operand(uniformity, instruction, 0, end);
    if (operand)
        mark(uniformity, instruction, DIVERGENT_OPERAND, instruction, operand);
}

static void visit_load(struct uniformity *uniformity, LLVMValueRef load) {
    LLVMValueRef address = LLVMGetOperand(load, 0);
    if (uniformity_is_divergent(uniformity, address))
        mark(uniformity, load, DIVERGENT_ADDRESS, load, address);
    else if (LLVMGetVolatile(load) || LLVMGetOrdering(load) != LLVMAtomicOrderingNotAtomic)
        mark(uniformity, load, DIVERGENT_VOLATILE, load, NULL);
}

enum assembly_result { ASSEMBLY_UNIFORM, ASSEMBLY_OF_OPERANDS, ASSEMBLY_UNKNOWN };

/* Calls are visited in many rounds, and to read assembly takes longer than all else. */
static enum assembly_result result_of_assembly(struct uniformity *uniformity, LLVMValueRef call,
                                               LLVMValueRef assembly) {
    ptrdiff_t known = value_map_get(&uniformity->by_assembly, call);
    if (known != VALUE_MAP_NONE)
        return (enum assembly_result)known;
    struct assembler_summary summary = assembly_summarize(uniformity->unit, call, assembly);
    enum assembly_result result = summary.uniform_result  ? ASSEMBLY_UNIFORM
                                  : summary.only_computes ? ASSEMBLY_OF_OPERANDS
                                                          : ASSEMBLY_UNKNOWN;
    value_map_set(&uniformity->by_assembly, call, result);
    return result;
}

static void visit_assembly(struct uniformity *uniformity, LLVMValueRef call,
                           LLVMValueRef assembly) {
    if (assembly_is_assertion(assembly))
        return;
    switch (result_of_assembly(uniformity, call, assembly)) {
    case ASSEMBLY_UNIFORM: break;
    case ASSEMBLY_OF_OPERANDS:
        visit_operands(uniformity, call, (int)LLVMGetNumArgOperands(call));
        break;
    case ASSEMBLY_UNKNOWN: mark(uniformity, call, DIVERGENT_ASSEMBLY, call, NULL); break;
    }
}

static void visit_intrinsic(struct uniformity *uniformity, LLVMValueRef call) {
    static const char *const of_the_lane[] = {"llvm.frameaddress.",
                                              "llvm.stacksave.",
                                              "llvm.addressofreturnaddress.",
                                              "llvm.sponentry.",
                                              "llvm.get.dynamic.area.offset.",
                                              "llvm.threadlocal.address.",
                                              "llvm.returnaddress"};
    for (size_t i = 0; i < sizeof of_the_lane / sizeof *of_the_lane; i++)
        if (unit_is_intrinsic(call, of_the_lane[i])) {
            mark(uniformity, call, DIVERGENT_STACK, call, NULL);
            return;
        }
    visit_operands(uniformity, call, (int)LLVMGetNumArgOperands(call));
}

/* A function whose result depends on nothing but its arguments. */
static bool is_pure(LLVMValueRef call, LLVMValueRef function) {
    static const char name[] = "memory";
    unsigned kind = LLVMGetEnumAttributeKindForName(name, sizeof name - 1);
    LLVMAttributeRef of_call = LLVMGetCallSiteEnumAttribute(call, LLVMAttributeFunctionIndex, kind);
    LLVMAttributeRef of_function =
        LLVMGetEnumAttributeAtIndex(function, LLVMAttributeFunctionIndex, kind);
    return (of_call && LLVMGetEnumAttributeValue(of_call) == 0) ||
           (of_function && LLVMGetEnumAttributeValue(of_function) == 0);
}

/* The linker may choose another body than the one we see. */
static bool is_replaceable(LLVMValueRef function) {
    LLVMLinkage linkage = LLVMGetLinkage(function);
    return LLVMIsDeclaration(function) || linkage == LLVMWeakAnyLinkage ||
           linkage == LLVMLinkOnceAnyLinkage || linkage == LLVMExternalWeakLinkage;
}

static void pass_arguments(struct uniformity *uniformity, LLVMValueRef call,
                           LLVMValueRef function) {
    unsigned count = LLVMGetNumArgOperands(call), parameters = LLVMCountParams(function);
    for (unsigned i = 0; i < count && i < parameters; i++) {
        LLVMValueRef operand = LLVMGetOperand(call, i);
        if (uniformity_is_divergent(uniformity, operand))
            mark(uniformity, LLVMGetParam(function, i), DIVERGENT_PASSED, call, operand);
    }
}

static void visit_call(struct uniformity *uniformity, LLVMValueRef call) {
    LLVMValueRef callee = LLVMGetCalledValue(call);
    LLVMValueRef function = LLVMIsAFunction(callee);
    if (LLVMIsAInlineAsm(callee)) {
        visit_assembly(uniformity, call, callee);
    } else if (!function) {
        mark(uniformity, call, DIVERGENT_UNKNOWN_CALL, call, NULL);
    } else if (LLVMGetIntrinsicID(function)) {
        visit_intrinsic(uniformity, call);
    } else if (is_replaceable(function)) {
        if (LLVMIsDeclaration(function) && is_pure(call, function))
            visit_operands(uniformity, call, (int)LLVMGetNumArgOperands(call));
        else
            mark(uniformity, call, DIVERGENT_UNKNOWN_CALL, call, NULL);
    } else {
        const struct function_info *info = find_function(uniformity, function);
        if (!info->single_lane)
            pass_arguments(uniformity, call, function);
        if (info->result)
            mark(uniformity, call, DIVERGENT_RETURNED, info->result->at, info->result->cause);
    }
}

static bool is_vector(LLVMValueRef value) {
    return LLVMGetTypeKind(LLVMTypeOf(value)) == LLVMVectorTypeKind;
}

/* Code generation may take a vector through the stack. */
static void visit_vector(struct uniformity *uniformity, LLVMValueRef instruction) {
    int operands = LLVMGetNumOperands(instruction);
    LLVMValueRef last = LLVMGetOperand(instruction, (unsigned)operands - 1);
    bool stack = LLVMGetInstructionOpcode(instruction) == LLVMBitCast
                     ? is_vector(instruction) || is_vector(last)
                     : !LLVMIsConstant(last);
    if (stack)
        mark(uniformity, instruction, DIVERGENT_STACK, instruction, NULL);
    else
        visit_operands(uniformity, instruction, operands);
}

static void visit_return(struct uniformity *uniformity, struct function_info *info,
                         LLVMValueRef instruction) {
    LLVMValueRef operand =
        divergent_operand(uniformity, instruction, 0, LLVMGetNumOperands(instruction));
    if (!operand || info->result)
        return;
    info->result = xcalloc(1, sizeof *info->result);
    *info->result = (struct divergence){
        .value = info->function, .reason = DIVERGENT_RETURNED, .at = instruction, .cause = operand};
    uniformity->changed = true;
}

static void visit(struct uniformity *uniformity, struct function_info *info,
                  LLVMValueRef instruction) {
    /* A call whose result is known to be divergent may yet get divergent arguments to pass on. */
    if (uniformity_is_divergent(uniformity, instruction) && !unit_is_call(instruction))
        return;
    switch (LLVMGetInstructionOpcode(instruction)) {
    case LLVMAlloca: mark(uniformity, instruction, DIVERGENT_STACK, instruction, NULL); break;
    case LLVMLoad: visit_load(uniformity, instruction); break;
    case LLVMCall:
    case LLVMInvoke: visit_call(uniformity, instruction); break;
    case LLVMRet: visit_return(uniformity, info, instruction); break;
    case LLVMExtractElement:
    case LLVMInsertElement:
    case LLVMBitCast: visit_vector(uniformity, instruction); break;
    case LLVMBr:
    case LLVMSwitch:
    case LLVMIndirectBr:
    case LLVMUnreachable:
    case LLVMStore:
    case LLVMFence: break; /* no result */
    case LLVMAtomicRMW:    /* which Muon does not have */
    case LLVMAtomicCmpXchg:
    case LLVMCallBr:
    case LLVMVAArg:
    case LLVMLandingPad:
    case LLVMCatchPad:
    case LLVMCleanupPad:
    case LLVMCatchSwitch:
    case LLVMResume:
    case LLVMCleanupRet:
    case LLVMCatchRet: mark(uniformity, instruction, DIVERGENT_OTHER, instruction, NULL); break;
    default: /* arithmetic, conversions, select, phi, getelementptr, extractvalue, … */
        visit_operands(uniformity, instruction, LLVMGetNumOperands(instruction));
        break;
    }
}

/* ---- control decisions ---- */

/* Phis where the lanes of a divergent branch may meet again, having come different ways. */
static void mark_joins(struct uniformity *uniformity, LLVMBasicBlockRef block,
                       LLVMValueRef condition) {
    for (LLVMValueRef phi = LLVMGetFirstInstruction(block); phi && LLVMIsAPHINode(phi);
         phi = LLVMGetNextInstruction(phi)) {
        bool same = true;
        for (unsigned i = 1; i < LLVMCountIncoming(phi); i++)
            same &= LLVMGetIncomingValue(phi, i) == LLVMGetIncomingValue(phi, 0);
        if (!same)
            mark(uniformity, phi, DIVERGENT_JOIN, phi, condition);
    }
}

static bool is_used_outside(const struct function_info *info, LLVMValueRef instruction,
                            const bool *cycle) {
    for (LLVMUseRef use = LLVMGetFirstUse(instruction); use; use = LLVMGetNextUse(use)) {
        LLVMBasicBlockRef block = LLVMGetInstructionParent(LLVMGetUser(use));
        ptrdiff_t number = value_map_get(&info->flow.numbers, block);
        if (number != VALUE_MAP_NONE && !cycle[number])
            return true;
    }
    return false;
}

/* Lanes leave a loop in different iterations, so that what the loop computed differs outside. */
static void mark_loop_exits(struct uniformity *uniformity, const struct function_info *info,
                            LLVMValueRef condition) {
    const struct control_region *region = &info->region;
    for (size_t i = 0; region->has_cycle && i < region->count; i++) {
        if (!region->cycle[region->blocks[i]])
            continue;
        FOR_EACH_INSTRUCTION(instruction, info->flow.blocks[region->blocks[i]])
        if (is_used_outside(info, instruction, region->cycle))
            mark(uniformity, instruction, DIVERGENT_LOOP_EXIT, instruction, condition);
    }
}

static void join(struct uniformity *uniformity, struct function_info *info, size_t block,
                 LLVMValueRef condition) {
    if (!info->joined[block])
        mark_joins(uniformity, info->flow.blocks[block], condition);
    info->joined[block] = true;
}

static void decide(struct uniformity *uniformity, struct function_info *info, size_t branch,
                   LLVMValueRef condition) {
    const struct control_region *region = &info->region;
    size_t end = control_flow_post_dominator(&info->flow, branch);
    control_region_find_new(&info->region, branch);
    for (size_t i = 0; i < region->count; i++)
        if (region->ways[region->blocks[i]] > 1)
            join(uniformity, info, region->blocks[i], condition);
    if (end < info->flow.count)
        join(uniformity, info, end, condition);
    mark_loop_exits(uniformity, info, condition);
}

static void visit_function(struct uniformity *uniformity, struct function_info *info) {
    for (size_t i = 0; i < info->flow.count; i++) {
        LLVMBasicBlockRef block = info->flow.blocks[i];
        FOR_EACH_INSTRUCTION(instruction, block)
        visit(uniformity, info, instruction);
        LLVMValueRef condition = uniformity_decision(LLVMGetBasicBlockTerminator(block));
        if (!condition || info->decided[i] || !uniformity_is_divergent(uniformity, condition))
            continue;
        info->decided[i] = true;
        decide(uniformity, info, i, condition);
    }
}

/* ---- the module ---- */

bool uniformity_is_only_called(LLVMValueRef function) {
    for (LLVMUseRef use = LLVMGetFirstUse(function); use; use = LLVMGetNextUse(use)) {
        LLVMValueRef user = LLVMGetUser(use);
        if (LLVMIsABlockAddress(user))
            continue;
        if (!unit_is_call(user) || LLVMGetCalledValue(user) != function)
            return false;
        for (unsigned i = 0; i < LLVMGetNumArgOperands(user); i++)
            if (LLVMGetOperand(user, i) == function)
                return false;
    }
    return true;
}

static void mark_arguments(struct uniformity *uniformity, const struct function_info *info) {
    size_t length;
    LLVMLinkage linkage = LLVMGetLinkage(info->function);
    bool local = linkage == LLVMInternalLinkage || linkage == LLVMPrivateLinkage;
    if (info->single_lane || strcmp(LLVMGetValueName2(info->function, &length), "main") == 0 ||
        (local && uniformity_is_only_called(info->function)))
        return;
    for (unsigned i = 0; i < LLVMCountParams(info->function); i++) {
        LLVMValueRef argument = LLVMGetParam(info->function, i);
        mark(uniformity, argument, local ? DIVERGENT_ADDRESS_TAKEN : DIVERGENT_EXTERNAL, argument,
             NULL);
    }
}

static void collect_functions(struct uniformity *uniformity) {
    size_t capacity = 0;
    FOR_EACH_FUNCTION(function, uniformity->unit->module)
    capacity += !LLVMIsDeclaration(function);
    uniformity->functions = xcalloc(capacity + 1, sizeof *uniformity->functions);
    FOR_EACH_FUNCTION(function, uniformity->unit->module) {
        if (LLVMIsDeclaration(function))
            continue;
        struct function_info *info = &uniformity->functions[uniformity->function_count];
        info->function = function;
        info->single_lane =
            unit_has_annotation(uniformity->unit->module, function, UNIT_SINGLE_LANE);
        control_flow_build(&info->flow, function);
        control_region_open(&info->region, &info->flow);
        info->decided = xcalloc(info->flow.count, sizeof *info->decided);
        info->joined = xcalloc(info->flow.count, sizeof *info->joined);
        value_map_set(&uniformity->by_function, function, uniformity->function_count++);
    }
    for (size_t i = 0; i < uniformity->function_count; i++)
        mark_arguments(uniformity, &uniformity->functions[i]);
}

struct uniformity *uniformity_analyze(struct ir_unit *unit) {
    struct uniformity *uniformity = xcalloc(1, sizeof *uniformity);
    uniformity->unit = unit;
    collect_functions(uniformity);
    do {
        uniformity->changed = false;
        for (size_t i = 0; i < uniformity->function_count; i++)
            if (!uniformity->functions[i].single_lane)
                visit_function(uniformity, &uniformity->functions[i]);
    } while (uniformity->changed);
    return uniformity;
}

void uniformity_free(struct uniformity *uniformity) {
    for (size_t i = 0; i < uniformity->function_count; i++) {
        control_region_close(&uniformity->functions[i].region);
        control_flow_free(&uniformity->functions[i].flow);
        free(uniformity->functions[i].decided);
        free(uniformity->functions[i].joined);
        free(uniformity->functions[i].result);
    }
    free(uniformity->functions);
    free(uniformity->divergences);
    value_map_free(&uniformity->by_value);
    value_map_free(&uniformity->by_function);
    value_map_free(&uniformity->by_assembly);
    free(uniformity);
}
