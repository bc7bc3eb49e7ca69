/* Arithmetic on bfloat: an instruction for each operation that has one. The others are computed in
 * binary32 and rounded once: of the remainder and of rounding to integers that is the exact result,
 * of powers, logarithms and the like the one of the nearest binary32. */
#include "muonc/ir/passes/bfloat.h"

#include <stdio.h>
#include <string.h>

enum operation {
    NOTHING,
    /* with an instruction */
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    FUSED,
    SQUARE_ROOT,
    MINIMUM,
    MAXIMUM,
    NEGATE,
    ABSOLUTE,
    COPY_SIGN,
    CANONICAL,
    EXPONENTIAL,
    COMPARE,
    EXTEND,
    TRUNCATE,
    FROM_SIGNED,
    FROM_UNSIGNED,
    TO_SIGNED,
    TO_UNSIGNED,
    /* with none */
    REMAINDER,
    SELF,       /* the value itself */
    CLASS,      /* is.fpclass */
    SINGLE,     /* intrinsics of binary32, overloaded by that alone, */
    SINGLE_INT, /* or by an integer operand's type too, */
    INT_SINGLE, /* or by the integer result's */
    OPERATIONS
};

static const struct {
    const char *name; /* with "llvm." before it, and a type after it */
    enum operation operation;
} intrinsics[] = {
    {"fma", FUSED},
    {"fmuladd", FUSED},
    {"minnum", MINIMUM},
    {"maxnum", MAXIMUM},
    {"sqrt", SQUARE_ROOT},
    {"fabs", ABSOLUTE},
    {"copysign", COPY_SIGN},
    {"canonicalize", CANONICAL},
    {"exp", EXPONENTIAL},
    {"arithmetic.fence", SELF},
    {"is.fpclass", CLASS},
    {"fptosi.sat", INT_SINGLE},
    {"fptoui.sat", INT_SINGLE},
    {"lrint", INT_SINGLE},
    {"llrint", INT_SINGLE},
    {"lround", INT_SINGLE},
    {"llround", INT_SINGLE},
    {"powi", SINGLE_INT},
    {"ldexp", SINGLE_INT},
    {"minimum", SINGLE},
    {"maximum", SINGLE},
    {"floor", SINGLE},
    {"ceil", SINGLE},
    {"trunc", SINGLE},
    {"rint", SINGLE},
    {"nearbyint", SINGLE},
    {"round", SINGLE},
    {"roundeven", SINGLE},
    {"pow", SINGLE},
    {"exp2", SINGLE},
    {"exp10", SINGLE},
    {"log", SINGLE},
    {"log2", SINGLE},
    {"log10", SINGLE},
    {"sin", SINGLE},
    {"cos", SINGLE},
    {"tan", SINGLE},
    {"asin", SINGLE},
    {"acos", SINGLE},
    {"atan", SINGLE},
    {"sinh", SINGLE},
    {"cosh", SINGLE},
    {"tanh", SINGLE},
    /* Only after "experimental.constrained.": elsewhere they are instructions. */
    {"fadd", ADD},
    {"fsub", SUBTRACT},
    {"fmul", MULTIPLY},
    {"fdiv", DIVIDE},
    {"frem", REMAINDER},
    {"fcmp", COMPARE},
    {"fcmps", COMPARE},
    {"fpext", EXTEND},
    {"fptrunc", TRUNCATE},
    {"sitofp", FROM_SIGNED},
    {"uitofp", FROM_UNSIGNED},
    {"fptosi", TO_SIGNED},
    {"fptoui", TO_UNSIGNED},
};

static const char constrained[] = "llvm.experimental.constrained.";

/* What is asked for, of whatever type. */
struct request {
    enum operation operation;
    const char *name;     /* of the intrinsic, as above, or NULL */
    const char *mnemonic; /* where one instruction does it */
    const char *rounding; /* as bfloat_assembly has it */
    LLVMRealPredicate predicate;
    unsigned count;   /* of operands; what else a call has, constrains it */
    LLVMTypeRef type; /* of the result, if that is not of the operands' kind; a scalar's */
};

static const char *intrinsic_name(LLVMValueRef call) {
    LLVMValueRef callee = LLVMIsACallInst(call) ? LLVMIsAFunction(LLVMGetCalledValue(call)) : NULL;
    size_t length;
    const char *name =
        callee && LLVMGetIntrinsicID(callee) ? LLVMGetValueName2(callee, &length) : "";
    if (!strncmp(name, constrained, sizeof constrained - 1))
        return name + sizeof constrained - 1;
    return strncmp(name, "llvm.", 5) ? NULL : name + 5;
}

static bool is_constrained(LLVMValueRef call) {
    return unit_is_intrinsic(call, constrained);
}

/* The text of an operand that is one in metadata. */
static const char *metadata_text(LLVMValueRef call, unsigned index, unsigned *length) {
    const char *text = index < LLVMGetNumArgOperands(call)
                           ? LLVMGetMDString(LLVMGetOperand(call, index), length)
                           : NULL;
    *length = text ? *length : 0;
    return text ? text : "";
}

static const char *static_rounding(LLVMValueRef call) {
    static const struct {
        const char *name, *suffix;
    } modes[] = {
        {"round.downward", ", rdn"},
        {"round.upward", ", rup"},
        {"round.towardzero", ", rtz"},
        {"round.tonearestaway", ", rmm"},
    };
    for (unsigned i = 0; i < LLVMGetNumArgOperands(call); i++) {
        if (LLVMGetTypeKind(LLVMTypeOf(LLVMGetOperand(call, i))) != LLVMMetadataTypeKind)
            continue;
        unsigned length;
        const char *text = metadata_text(call, i, &length);
        for (size_t k = 0; k < sizeof modes / sizeof *modes; k++)
            if (length == strlen(modes[k].name) && !memcmp(text, modes[k].name, length))
                return modes[k].suffix;
    }
    return "";
}

static LLVMRealPredicate constrained_predicate(LLVMValueRef call) {
    static const char *const names[] = {
        [LLVMRealOEQ] = "oeq", [LLVMRealOGT] = "ogt", [LLVMRealOGE] = "oge", [LLVMRealOLT] = "olt",
        [LLVMRealOLE] = "ole", [LLVMRealONE] = "one", [LLVMRealORD] = "ord", [LLVMRealUNO] = "uno",
        [LLVMRealUEQ] = "ueq", [LLVMRealUGT] = "ugt", [LLVMRealUGE] = "uge", [LLVMRealULT] = "ult",
        [LLVMRealULE] = "ule", [LLVMRealUNE] = "une"};
    unsigned length;
    const char *text = metadata_text(call, 2, &length);
    for (int i = LLVMRealOEQ; i <= LLVMRealUNE; i++)
        if (length == 3 && !memcmp(text, names[i], 3))
            return (LLVMRealPredicate)i;
    return LLVMRealPredicateFalse;
}

static enum operation intrinsic_operation(LLVMValueRef call, const char **found) {
    const char *name = intrinsic_name(call);
    for (size_t i = 0; name && i < sizeof intrinsics / sizeof *intrinsics; i++) {
        size_t length = strlen(intrinsics[i].name);
        if (!strncmp(name, intrinsics[i].name, length) && name[length] == '.') {
            *found = intrinsics[i].name;
            return intrinsics[i].operation;
        }
    }
    return NOTHING;
}

static enum operation operation_of(LLVMValueRef instruction, const char **name) {
    switch (LLVMGetInstructionOpcode(instruction)) {
    case LLVMFAdd: return ADD;
    case LLVMFSub: return SUBTRACT;
    case LLVMFMul: return MULTIPLY;
    case LLVMFDiv: return DIVIDE;
    case LLVMFRem: return REMAINDER;
    case LLVMFNeg: return NEGATE;
    case LLVMFCmp: return COMPARE;
    case LLVMFPExt: return EXTEND;
    case LLVMFPTrunc: return TRUNCATE;
    case LLVMSIToFP: return FROM_SIGNED;
    case LLVMUIToFP: return FROM_UNSIGNED;
    case LLVMFPToSI: return TO_SIGNED;
    case LLVMFPToUI: return TO_UNSIGNED;
    case LLVMCall: return intrinsic_operation(instruction, name);
    default: return NOTHING;
    }
}

/* Operands that are values: neither the callee nor what constrains a call. */
static unsigned count_operands(LLVMValueRef instruction) {
    unsigned count = LLVMIsACallInst(instruction) ? LLVMGetNumArgOperands(instruction)
                                                  : (unsigned)LLVMGetNumOperands(instruction);
    while (count && LLVMGetTypeKind(LLVMTypeOf(LLVMGetOperand(instruction, count - 1))) ==
                        LLVMMetadataTypeKind)
        count--;
    return count;
}

/* ---- comparisons ---- */

static LLVMValueRef compare(struct bfloat *bfloat, const char *mnemonic, LLVMValueRef x,
                            LLVMValueRef y) {
    LLVMValueRef operands[] = {x, y};
    return bfloat_assembly(bfloat, mnemonic, "", bfloat->word, operands, 2);
}

/* The word of an ordered predicate: 1 where it holds, else 0. */
static LLVMValueRef ordered(struct bfloat *bfloat, LLVMRealPredicate predicate, LLVMValueRef x,
                            LLVMValueRef y) {
    switch (predicate) {
    case LLVMRealOEQ: return compare(bfloat, "feq.h", x, y);
    case LLVMRealOLT: return compare(bfloat, "flt.h", x, y);
    case LLVMRealOLE: return compare(bfloat, "fle.h", x, y);
    case LLVMRealOGT: return compare(bfloat, "flt.h", y, x);
    case LLVMRealOGE: return compare(bfloat, "fle.h", y, x);
    case LLVMRealONE:
        return LLVMBuildOr(bfloat->builder, compare(bfloat, "flt.h", x, y),
                           compare(bfloat, "flt.h", y, x), "");
    default: /* ORD */
        return x == y ? compare(bfloat, "feq.h", x, x)
                      : LLVMBuildAnd(bfloat->builder, compare(bfloat, "feq.h", x, x),
                                     compare(bfloat, "feq.h", y, y), "");
    }
}

/* The ordered predicate that holds where this does not. */
static LLVMRealPredicate opposite(LLVMRealPredicate predicate) {
    switch (predicate) {
    case LLVMRealUNE: return LLVMRealOEQ;
    case LLVMRealUGE: return LLVMRealOLT;
    case LLVMRealUGT: return LLVMRealOLE;
    case LLVMRealULE: return LLVMRealOGT;
    case LLVMRealULT: return LLVMRealOGE;
    case LLVMRealUEQ: return LLVMRealONE;
    default: return LLVMRealORD; /* UNO */
    }
}

static LLVMValueRef build_comparison(struct bfloat *bfloat, LLVMRealPredicate predicate,
                                     LLVMValueRef x, LLVMValueRef y) {
    LLVMTypeRef truth = LLVMInt1TypeInContext(bfloat->context);
    if (predicate == LLVMRealPredicateFalse || predicate == LLVMRealPredicateTrue)
        return LLVMConstInt(truth, predicate == LLVMRealPredicateTrue, false);
    bool is_ordered = predicate <= LLVMRealORD;
    LLVMValueRef word = ordered(bfloat, is_ordered ? predicate : opposite(predicate), x, y);
    return LLVMBuildICmp(bfloat->builder, is_ordered ? LLVMIntNE : LLVMIntEQ, word,
                         LLVMConstNull(bfloat->word), "");
}

/* ---- by way of binary32 ---- */

static LLVMValueRef call_intrinsic(struct bfloat *bfloat, const char *name, LLVMTypeRef *overloads,
                                   unsigned overload_count, LLVMValueRef *operands,
                                   unsigned count) {
    char full[48];
    int length = snprintf(full, sizeof full, "llvm.%s", name);
    unsigned id = LLVMLookupIntrinsicID(full, (size_t)length);
    LLVMValueRef function =
        LLVMGetIntrinsicDeclaration(bfloat->unit->module, id, overloads, overload_count);
    LLVMTypeRef type = LLVMIntrinsicGetType(bfloat->context, id, overloads, overload_count);
    return LLVMBuildCall2(bfloat->builder, type, function, operands, count, "");
}

static LLVMValueRef in_single(struct bfloat *bfloat, const struct request *request,
                              LLVMValueRef *operands) {
    LLVMTypeRef overloads[2] = {bfloat->single, bfloat->single};
    for (unsigned i = 0; i < request->count; i++)
        if (LLVMTypeOf(operands[i]) == bfloat->bits)
            operands[i] = bfloat_to_single(bfloat, operands[i]);
    switch (request->operation) {
    case REMAINDER:
        return bfloat_from_single(bfloat,
                                  LLVMBuildFRem(bfloat->builder, operands[0], operands[1], ""), "");
    case INT_SINGLE:
        overloads[0] = request->type;
        return call_intrinsic(bfloat, request->name, overloads, 2, operands, request->count);
    case SINGLE_INT: overloads[1] = LLVMTypeOf(operands[1]); break;
    default: break;
    }
    unsigned overload_count = request->operation == SINGLE_INT ? 2 : 1;
    LLVMValueRef value =
        call_intrinsic(bfloat, request->name, overloads, overload_count, operands, request->count);
    return bfloat_from_single(bfloat, value, "");
}

/* Every bfloat is of the same class as the binary32 with its bits in front, also a NaN, which a
 * conversion would make quiet. */
static LLVMValueRef classify(struct bfloat *bfloat, LLVMValueRef *operands) {
    LLVMBuilderRef builder = bfloat->builder;
    LLVMValueRef bits = LLVMBuildZExt(builder, operands[0], bfloat->word, "");
    bits = LLVMBuildShl(builder, bits, LLVMConstInt(bfloat->word, 16, false), "");
    operands[0] = LLVMBuildBitCast(builder, bits, bfloat->single, "");
    return call_intrinsic(bfloat, "is.fpclass", &bfloat->single, 1, operands, 2);
}

/* ---- scalars ---- */

static LLVMValueRef build_scalar(struct bfloat *bfloat, const struct request *request,
                                 LLVMValueRef *operands) {
    LLVMValueRef twice[] = {operands[0], operands[0]};
    switch (request->operation) {
    case NEGATE:
    case ABSOLUTE:
    case CANONICAL: return bfloat_assembly(bfloat, request->mnemonic, "", bfloat->bits, twice, 2);
    case COMPARE: return build_comparison(bfloat, request->predicate, operands[0], operands[1]);
    case EXTEND: return bfloat_extend(bfloat, operands[0], request->type);
    case TRUNCATE: return bfloat_truncate(bfloat, operands[0], request->rounding);
    case FROM_SIGNED:
    case FROM_UNSIGNED:
        return bfloat_from_integer(bfloat, operands[0], request->operation == FROM_SIGNED,
                                   request->rounding);
    case TO_SIGNED:
    case TO_UNSIGNED:
        return bfloat_to_integer(bfloat, operands[0], request->type,
                                 request->operation == TO_SIGNED);
    case SELF: return operands[0];
    case CLASS: return classify(bfloat, operands);
    case REMAINDER:
    case SINGLE:
    case SINGLE_INT:
    case INT_SINGLE: return in_single(bfloat, request, operands);
    default:
        return bfloat_assembly(bfloat, request->mnemonic, request->rounding, bfloat->bits, operands,
                               request->count);
    }
}

/* ---- operands that are taken over ---- */

static bool is_exponential(LLVMValueRef instruction) {
    return unit_is_intrinsic(instruction, "llvm.exp.") && bfloat_is(LLVMTypeOf(instruction));
}

bool bfloat_takes_over(LLVMValueRef instruction) {
    struct bfloat_fused fused;
    return bfloat_find_fused(instruction, &fused) || is_exponential(instruction);
}

/* Such an instruction's request, and its operands. */
static bool find_taken_over(LLVMValueRef instruction, struct request *request,
                            LLVMValueRef *operands) {
    struct bfloat_fused fused;
    if (bfloat_find_fused(instruction, &fused)) {
        request->operation = FUSED;
        request->mnemonic = bfloat_fused_mnemonic(&fused);
        request->count = 3;
        memcpy(operands, fused.operands, sizeof fused.operands);
        return true;
    }
    if (is_exponential(instruction)) {
        operands[0] = LLVMGetOperand(instruction, 0);
        request->mnemonic = bfloat_take_negation(&operands[0]) ? "fnexp.h" : "fexp.h";
        return true;
    }
    return false;
}

/* ---- scalars and vectors ---- */

enum { OPERANDS = 3 };

static bool is_vector(LLVMTypeRef type) {
    return LLVMGetTypeKind(type) == LLVMVectorTypeKind;
}

/* Each element for itself; operands that are no vectors belong to all. */
static LLVMValueRef build_each(struct bfloat *bfloat, const struct request *request,
                               LLVMValueRef *operands, unsigned elements) {
    LLVMValueRef result = NULL;
    for (unsigned i = 0; i < elements; i++) {
        LLVMValueRef index = LLVMConstInt(bfloat->word, i, false), scalars[OPERANDS];
        for (unsigned k = 0; k < request->count; k++)
            scalars[k] = is_vector(LLVMTypeOf(operands[k]))
                             ? LLVMBuildExtractElement(bfloat->builder, operands[k], index, "")
                             : operands[k];
        LLVMValueRef element = build_scalar(bfloat, request, scalars);
        if (!result)
            result = LLVMGetPoison(LLVMVectorType(LLVMTypeOf(element), elements));
        result = LLVMBuildInsertElement(bfloat->builder, result, element, index, "");
    }
    return result;
}

/* The greatest or least element, or the elements' sum or product in their order, beginning with the
 * call's first operand. */
static LLVMValueRef build_reduction(struct bfloat *bfloat, LLVMValueRef call) {
    static const struct {
        const char *name, *mnemonic;
        bool has_start;
    } reductions[] = {
        {"llvm.vector.reduce.fmax.", "fmax.h", false},
        {"llvm.vector.reduce.fmin.", "fmin.h", false},
        {"llvm.vector.reduce.fadd.", "fadd.h", true},
        {"llvm.vector.reduce.fmul.", "fmul.h", true},
    };
    for (size_t i = 0; i < sizeof reductions / sizeof *reductions; i++) {
        if (!unit_is_intrinsic(call, reductions[i].name))
            continue;
        bool has_start = reductions[i].has_start;
        LLVMValueRef pair[2] = {has_start ? bfloat_bits(bfloat, LLVMGetOperand(call, 0)) : NULL};
        LLVMValueRef vector = bfloat_bits(bfloat, LLVMGetOperand(call, has_start));
        for (unsigned k = 0; k < LLVMGetVectorSize(LLVMTypeOf(vector)); k++) {
            pair[1] = LLVMBuildExtractElement(bfloat->builder, vector,
                                              LLVMConstInt(bfloat->word, k, false), "");
            pair[0] =
                pair[0] ? bfloat_assembly(bfloat, reductions[i].mnemonic, "", bfloat->bits, pair, 2)
                        : pair[1];
        }
        return pair[0];
    }
    return NULL;
}

static bool computes_bfloat(LLVMValueRef instruction, unsigned count) {
    bool computes = bfloat_is(LLVMTypeOf(instruction));
    for (unsigned i = 0; i < count && !computes; i++)
        computes = bfloat_is(LLVMTypeOf(LLVMGetOperand(instruction, i)));
    return computes;
}

static struct request request_of(LLVMValueRef instruction, enum operation operation,
                                 const char *name) {
    static const char *const mnemonics[OPERATIONS] = {
        [ADD] = "fadd.h",        [SUBTRACT] = "fsub.h",     [MULTIPLY] = "fmul.h",
        [DIVIDE] = "fdiv.h",     [SQUARE_ROOT] = "fsqrt.h", [MINIMUM] = "fmin.h",
        [MAXIMUM] = "fmax.h",    [NEGATE] = "fsgnjn.h",     [ABSOLUTE] = "fsgnjx.h",
        [COPY_SIGN] = "fsgnj.h", [CANONICAL] = "fmin.h"};
    LLVMTypeRef type = LLVMTypeOf(instruction);
    struct request request = {
        .operation = operation,
        .name = name,
        .mnemonic = mnemonics[operation],
        .rounding = "",
        .count = count_operands(instruction),
        .type = is_vector(type) ? LLVMGetElementType(type) : type,
    };
    bool is_call = LLVMIsACallInst(instruction);
    if (is_call && is_constrained(instruction))
        request.rounding = static_rounding(instruction);
    if (operation == COMPARE)
        request.predicate =
            is_call ? constrained_predicate(instruction) : LLVMGetFCmpPredicate(instruction);
    return request;
}

LLVMValueRef bfloat_arithmetic(struct bfloat *bfloat, LLVMValueRef instruction) {
    const char *name = NULL;
    enum operation operation = operation_of(instruction, &name);
    if (operation == NOTHING)
        return unit_is_call(instruction) ? build_reduction(bfloat, instruction) : NULL;
    struct request request = request_of(instruction, operation, name);
    if (request.count > OPERANDS || !computes_bfloat(instruction, request.count))
        return NULL;
    LLVMValueRef operands[OPERANDS];
    if (!find_taken_over(instruction, &request, operands))
        for (unsigned i = 0; i < request.count; i++)
            operands[i] = LLVMGetOperand(instruction, i);
    unsigned elements = 0;
    for (unsigned i = 0; i < request.count; i++) {
        LLVMTypeRef type = LLVMTypeOf(operands[i]);
        elements = is_vector(type) ? LLVMGetVectorSize(type) : elements;
        if (bfloat_is(type))
            operands[i] = bfloat_bits(bfloat, operands[i]);
    }
    return elements ? build_each(bfloat, &request, operands, elements)
                    : build_scalar(bfloat, &request, operands);
}
