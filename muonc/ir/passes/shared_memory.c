#include "muonc/ir/passes/shared_memory.h"

#include "muonc/ir/passes/passes.h"

#include "isa/isa.h"
#include "support/demangle.h"

#include <llvm-c/DebugInfo.h>
#include <llvm-c/Target.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

unsigned shared_memory_space(LLVMValueRef pointer) {
    LLVMTypeRef type = LLVMTypeOf(pointer);
    if (LLVMGetTypeKind(type) == LLVMVectorTypeKind)
        type = LLVMGetElementType(type);
    return LLVMGetTypeKind(type) == LLVMPointerTypeKind ? LLVMGetPointerAddressSpace(type) : 0;
}

/* ---- the check ---- */

static bool complain(struct ir_unit *unit, LLVMValueRef at, const char *message) {
    diag_raise(unit->diag, DIAG_NU_ADDRESS_SPACE, unit_location(unit, at), "%s", message);
    return false;
}

/* Whether a constant expression casts between address spaces. */
static bool has_cast(LLVMValueRef value) {
    if (!LLVMIsAConstant(value) || LLVMIsAGlobalValue(value))
        return false;
    if (LLVMIsAConstantExpr(value) && LLVMGetConstOpcode(value) == LLVMAddrSpaceCast)
        return true;
    for (int i = 0; i < LLVMGetNumOperands(value); i++)
        if (has_cast(LLVMGetOperand(value, (unsigned)i)))
            return true;
    return false;
}

/* The pointer through which an instruction accesses memory, or NULL. */
static LLVMValueRef accessed(LLVMValueRef instruction) {
    switch (LLVMGetInstructionOpcode(instruction)) {
    case LLVMLoad:
    case LLVMAtomicRMW:
    case LLVMAtomicCmpXchg: return LLVMGetOperand(instruction, 0);
    case LLVMStore: return LLVMGetOperand(instruction, 1);
    default: return NULL;
    }
}

static bool check_instruction(struct ir_unit *unit, LLVMValueRef instruction) {
    static const char cast[] =
        "shared and global memory are different: a pointer to one cannot become one to the other";
    LLVMValueRef pointer = accessed(instruction);
    if (LLVMGetInstructionOpcode(instruction) == LLVMAddrSpaceCast)
        return complain(unit, instruction, cast);
    for (int i = 0; i < LLVMGetNumOperands(instruction); i++)
        if (has_cast(LLVMGetOperand(instruction, (unsigned)i)))
            return complain(unit, instruction, cast);
    if (pointer && shared_memory_space(pointer) > ADDRESS_SHARED)
        return complain(unit, instruction,
                        "there are address spaces 0 (global) and 1 (shared) only");
    return true;
}

/* A list for LLVM, such as that of what __attribute__((used)) keeps; no part of the program. */
static bool is_metadata(LLVMValueRef variable) {
    const char *section = LLVMGetSection(variable);
    return section && !strcmp(section, "llvm.metadata");
}

static bool check_variable(struct ir_unit *unit, LLVMValueRef variable) {
    LLVMValueRef initializer = LLVMGetInitializer(variable);
    unsigned space = shared_memory_space(variable);
    bool zero = !initializer || LLVMIsNull(initializer) || LLVMIsUndef(initializer);
    const char *message = NULL;
    if (space > ADDRESS_SHARED)
        message = "there are address spaces 0 (global) and 1 (shared) only, not that of '%s'";
    else if (space == ADDRESS_SHARED && !zero)
        message = "'%s' is in shared memory, which cannot have an initial value";
    else if (initializer && has_cast(initializer) && !is_metadata(variable))
        message = "the initial value of '%s' casts between shared and global memory";
    if (!message)
        return true;
    char *text = xasprintf(message, demangle_into(&unit->names, unit_name(unit, variable)));
    complain(unit, variable, text);
    free(text);
    return false;
}

bool shared_memory_check(struct ir_unit *unit) {
    bool good = true;
    for (LLVMValueRef variable = LLVMGetFirstGlobal(unit->module); variable;
         variable = LLVMGetNextGlobal(variable))
        good &= check_variable(unit, variable);
    FOR_EACH_FUNCTION(function, unit->module)
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block)
    good &= check_instruction(unit, instruction);
    return good;
}

/* ---- loads and stores ---- */

struct lowering {
    LLVMContextRef context;
    LLVMBuilderRef builder;
    LLVMTargetDataRef layout;
    bool is_volatile;
};

static LLVMTypeRef integer(struct lowering *lowering, unsigned bits) {
    return LLVMIntTypeInContext(lowering->context, bits);
}

static LLVMValueRef number(struct lowering *lowering, unsigned bits, uint64_t value) {
    return LLVMConstInt(integer(lowering, bits), value, false);
}

static LLVMValueRef offset(struct lowering *lowering, LLVMValueRef pointer, uint64_t bytes) {
    LLVMValueRef index = number(lowering, 32, bytes);
    return bytes ? LLVMBuildInBoundsGEP2(lowering->builder, integer(lowering, 8), pointer, &index,
                                         1, "")
                 : pointer;
}

static void add_call_attribute(struct lowering *lowering, LLVMValueRef call, const char *name,
                               uint64_t value) {
    unsigned kind = LLVMGetEnumAttributeKindForName(name, strlen(name));
    LLVMAddCallSiteAttribute(call, LLVMAttributeFunctionIndex,
                             LLVMCreateEnumAttribute(lowering->context, kind, value));
}

/* One .shared instruction on the memory operand, which is the pointer: the code generator folds
 * constant offsets and %lo into it. */
static LLVMValueRef build_access(struct lowering *lowering, LLVMTypeRef result, const char *text,
                                 const char *constraints, bool side_effects,
                                 LLVMTypeRef accessed_as, LLVMValueRef *operands, unsigned count,
                                 unsigned pointer) {
    enum { ARGUMENT_MEMORY_READ = 1 };
    static const char elementtype[] = "elementtype";
    LLVMTypeRef types[2];
    for (unsigned i = 0; i < count; i++)
        types[i] = LLVMTypeOf(operands[i]);
    LLVMTypeRef type = LLVMFunctionType(result, types, count, false);
    LLVMValueRef assembly =
        LLVMGetInlineAsm(type, text, strlen(text), constraints, strlen(constraints), side_effects,
                         false, LLVMInlineAsmDialectATT, false);
    LLVMValueRef call = LLVMBuildCall2(lowering->builder, type, assembly, operands, count, "");
    unsigned kind = LLVMGetEnumAttributeKindForName(elementtype, sizeof elementtype - 1);
    LLVMAddCallSiteAttribute(call, pointer + 1,
                             LLVMCreateTypeAttribute(lowering->context, kind, accessed_as));
    add_call_attribute(lowering, call, "nounwind", 0);
    if (!side_effects)
        add_call_attribute(lowering, call, "memory", ARGUMENT_MEMORY_READ);
    return call;
}

/* The text of a shared-memory access of 1, 2 or 4 bytes. */
enum { ACCESS_TEXT = 32 };

static const char *access_text(char text[ACCESS_TEXT], struct muon_access access,
                               const char *operands) {
    access.shared = true;
    snprintf(text, ACCESS_TEXT, "%s %s", muon_op_info(muon_access_op(access))->mnemonic, operands);
    return text;
}

/* bytes: 1, 2 or 4. The result is 32 bits wide. */
static LLVMValueRef load_piece(struct lowering *lowering, LLVMValueRef pointer, unsigned bytes,
                               bool is_signed) {
    struct muon_access access = {.bytes = (uint8_t)bytes, .sign = is_signed};
    char text[ACCESS_TEXT];
    return build_access(lowering, integer(lowering, 32), access_text(text, access, "$0, $1"),
                        "=r,*m", lowering->is_volatile, integer(lowering, 8 * bytes), &pointer, 1,
                        0);
}

static void store_piece(struct lowering *lowering, LLVMValueRef pointer, unsigned bytes,
                        LLVMValueRef value) {
    struct muon_access access = {.bytes = (uint8_t)bytes, .store = true};
    char text[ACCESS_TEXT];
    LLVMValueRef operands[] = {pointer, value};
    build_access(lowering, LLVMVoidTypeInContext(lowering->context),
                 access_text(text, access, "$1, $0"), "=*m,r,~{memory}", true,
                 integer(lowering, 8 * bytes), operands, 2, 0);
}

/* The widest access at an offset that the alignment and what remains allow. */
static unsigned piece_size(uint64_t at, uint64_t total, unsigned alignment) {
    unsigned size = 4;
    while (size > 1 && (size > alignment || at % size || size > total - at))
        size /= 2;
    return size;
}

static LLVMValueRef load_integer(struct lowering *lowering, LLVMValueRef pointer, unsigned bits,
                                 unsigned alignment) {
    LLVMBuilderRef builder = lowering->builder;
    unsigned bytes = (bits + 7) / 8, wide = bytes < 4 ? 32 : 8 * bytes;
    LLVMValueRef value = NULL;
    for (unsigned at = 0, size; at < bytes; at += size) {
        size = piece_size(at, bytes, alignment);
        LLVMValueRef piece = load_piece(lowering, offset(lowering, pointer, at), size, false);
        piece = LLVMBuildZExt(builder, piece, integer(lowering, wide), "");
        if (at)
            piece = LLVMBuildShl(builder, piece, number(lowering, wide, 8 * at), "");
        value = value ? LLVMBuildOr(builder, value, piece, "") : piece;
    }
    return LLVMBuildTrunc(builder, value, integer(lowering, bits), "");
}

static void store_integer(struct lowering *lowering, LLVMValueRef pointer, LLVMValueRef value,
                          unsigned bits, unsigned alignment) {
    LLVMBuilderRef builder = lowering->builder;
    unsigned bytes = (bits + 7) / 8, wide = bytes < 4 ? 32 : 8 * bytes;
    if (bits == 8 * bytes && piece_size(0, bytes, alignment) == bytes) {
        store_piece(lowering, pointer, bytes, value); /* what is above it does not matter */
        return;
    }
    value = LLVMBuildZExt(builder, value, integer(lowering, wide), "");
    for (unsigned at = 0, size; at < bytes; at += size) {
        size = piece_size(at, bytes, alignment);
        LLVMValueRef piece = LLVMBuildLShr(builder, value, number(lowering, wide, 8 * at), "");
        piece = LLVMBuildTrunc(builder, piece, integer(lowering, 32), "");
        store_piece(lowering, offset(lowering, pointer, at), size, piece);
    }
}

/* A part of an array, struct or vector. */
struct element {
    LLVMTypeRef type;
    uint64_t offset;
};

/* How many elements a type has that are accessed one by one; 0 for a scalar. */
static unsigned element_count(LLVMTypeRef type) {
    switch (LLVMGetTypeKind(type)) {
    case LLVMStructTypeKind: return LLVMCountStructElementTypes(type);
    case LLVMArrayTypeKind: return (unsigned)LLVMGetArrayLength2(type);
    case LLVMVectorTypeKind: return LLVMGetVectorSize(type);
    default: return 0;
    }
}

static struct element element_at(struct lowering *lowering, LLVMTypeRef type, unsigned index) {
    if (LLVMGetTypeKind(type) == LLVMStructTypeKind)
        return (struct element){LLVMStructGetTypeAtIndex(type, index),
                                LLVMOffsetOfElement(lowering->layout, type, index)};
    LLVMTypeRef element = LLVMGetElementType(type);
    return (struct element){element, index * LLVMABISizeOfType(lowering->layout, element)};
}

/* Vectors of i1 and the like are packed: they are accessed as one integer. */
static bool is_packed(struct lowering *lowering, LLVMTypeRef type) {
    if (LLVMGetTypeKind(type) != LLVMVectorTypeKind)
        return false;
    LLVMTypeRef element = LLVMGetElementType(type);
    return LLVMSizeOfTypeInBits(lowering->layout, element) !=
           8 * LLVMABISizeOfType(lowering->layout, element);
}

static unsigned aligned(uint64_t bytes, unsigned alignment) {
    uint64_t lowest = bytes & -bytes;
    return lowest && lowest < alignment ? (unsigned)lowest : alignment;
}

static bool is_pointer(LLVMTypeRef type) {
    return LLVMGetTypeKind(type) == LLVMPointerTypeKind;
}

static LLVMValueRef load(struct lowering *lowering, LLVMValueRef pointer, LLVMTypeRef type,
                         unsigned alignment) {
    LLVMBuilderRef builder = lowering->builder;
    if (element_count(type) && !is_packed(lowering, type)) {
        LLVMValueRef value = LLVMGetPoison(type);
        for (unsigned i = 0; i < element_count(type); i++) {
            struct element element = element_at(lowering, type, i);
            LLVMValueRef part = load(lowering, offset(lowering, pointer, element.offset),
                                     element.type, aligned(element.offset, alignment));
            value = LLVMGetTypeKind(type) == LLVMVectorTypeKind
                        ? LLVMBuildInsertElement(builder, value, part, number(lowering, 32, i), "")
                        : LLVMBuildInsertValue(builder, value, part, i, "");
        }
        return value;
    }
    unsigned bits = (unsigned)LLVMSizeOfTypeInBits(lowering->layout, type);
    if (!bits)
        return LLVMGetPoison(type);
    LLVMValueRef value = load_integer(lowering, pointer, bits, alignment);
    return is_pointer(type) ? LLVMBuildIntToPtr(builder, value, type, "")
                            : LLVMBuildBitCast(builder, value, type, "");
}

static void store(struct lowering *lowering, LLVMValueRef pointer, LLVMValueRef value,
                  unsigned alignment) {
    LLVMBuilderRef builder = lowering->builder;
    LLVMTypeRef type = LLVMTypeOf(value);
    if (element_count(type) && !is_packed(lowering, type)) {
        for (unsigned i = 0; i < element_count(type); i++) {
            struct element element = element_at(lowering, type, i);
            LLVMValueRef part =
                LLVMGetTypeKind(type) == LLVMVectorTypeKind
                    ? LLVMBuildExtractElement(builder, value, number(lowering, 32, i), "")
                    : LLVMBuildExtractValue(builder, value, i, "");
            store(lowering, offset(lowering, pointer, element.offset), part,
                  aligned(element.offset, alignment));
        }
        return;
    }
    unsigned bits = (unsigned)LLVMSizeOfTypeInBits(lowering->layout, type);
    if (!bits)
        return;
    LLVMTypeRef as_integer = integer(lowering, bits);
    value = is_pointer(type) ? LLVMBuildPtrToInt(builder, value, as_integer, "")
                             : LLVMBuildBitCast(builder, value, as_integer, "");
    store_integer(lowering, pointer, value, bits, alignment);
}

/* An i8 or i16 of which only one kind of extension to i32 is used is loaded so. */
static bool lower_extended(struct lowering *lowering, LLVMValueRef instruction) {
    unsigned bytes = LLVMGetIntTypeWidth(LLVMTypeOf(instruction)) / 8;
    LLVMUseRef first = LLVMGetFirstUse(instruction);
    if (!first || LLVMGetAlignment(instruction) < bytes)
        return false;
    LLVMOpcode extension = LLVMIsASExtInst(LLVMGetUser(first)) ? LLVMSExt : LLVMZExt;
    for (LLVMUseRef use = first; use; use = LLVMGetNextUse(use)) {
        LLVMValueRef user = LLVMGetUser(use);
        if (!LLVMIsAInstruction(user) || LLVMGetInstructionOpcode(user) != extension ||
            LLVMTypeOf(user) != integer(lowering, 32))
            return false;
    }
    LLVMValueRef value =
        load_piece(lowering, LLVMGetOperand(instruction, 0), bytes, extension == LLVMSExt);
    while ((first = LLVMGetFirstUse(instruction))) {
        LLVMValueRef user = LLVMGetUser(first);
        LLVMReplaceAllUsesWith(user, value);
        /* The extension may be the instruction that the walk comes to next: it stays, unused. */
        LLVMSetOperand(user, 0, LLVMGetUndef(LLVMTypeOf(instruction)));
    }
    return true;
}

static bool is_narrow_integer(LLVMTypeRef type) {
    return LLVMGetTypeKind(type) == LLVMIntegerTypeKind &&
           (LLVMGetIntTypeWidth(type) == 8 || LLVMGetIntTypeWidth(type) == 16);
}

static void lower_access(struct lowering *lowering, LLVMValueRef instruction) {
    LLVMTypeRef type = LLVMTypeOf(instruction);
    unsigned alignment = LLVMGetAlignment(instruction);
    lowering->is_volatile = LLVMGetVolatile(instruction);
    if (LLVMIsAStoreInst(instruction))
        store(lowering, LLVMGetOperand(instruction, 1), LLVMGetOperand(instruction, 0), alignment);
    else if (!is_narrow_integer(type) || !lower_extended(lowering, instruction))
        LLVMReplaceAllUsesWith(instruction,
                               load(lowering, LLVMGetOperand(instruction, 0), type, alignment));
    LLVMInstructionEraseFromParent(instruction);
}

static bool is_in_section(LLVMValueRef variable, const char *name) {
    const char *section = LLVMGetSection(variable);
    return section && !strcmp(section, name);
}

static const char local[] = ".shared_local";

bool shared_memory_is_local(LLVMValueRef variable) {
    return is_in_section(variable, local);
}

/* The start code clears those that neutrino/muon.h's __shared_zeroed marks; kernel.h's __local
 * marks those that each work-group has a copy of. */
static const char *section_of(LLVMValueRef variable) {
    static const char zeroed[] = ".shared_zeroed";
    return is_in_section(variable, zeroed)  ? zeroed
           : is_in_section(variable, local) ? local
                                            : ".shared";
}

static void place_variable(LLVMValueRef variable) {
    size_t length;
    const char *name = LLVMGetValueName2(variable, &length);
    if (shared_memory_space(variable) != ADDRESS_SHARED || LLVMIsDeclaration(variable))
        return;
    char *section = xasprintf("%s.%s", section_of(variable), name);
    LLVMSetSection(variable, section);
    LLVMSetInitializer(variable, LLVMConstNull(LLVMGlobalGetValueType(variable)));
    LLVMSetGlobalConstant(variable, false);
    free(section);
}

bool shared_memory_lower(struct ir_unit *unit) {
    struct lowering lowering = {.context = unit->context,
                                .builder = LLVMCreateBuilderInContext(unit->context),
                                .layout = LLVMGetModuleDataLayout(unit->module)};
    for (LLVMValueRef variable = LLVMGetFirstGlobal(unit->module); variable;
         variable = LLVMGetNextGlobal(variable))
        place_variable(variable);
    FOR_EACH_FUNCTION(function, unit->module)
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block) {
        LLVMValueRef pointer = accessed(instruction);
        if (!pointer || shared_memory_space(pointer) != ADDRESS_SHARED)
            continue;
        LLVMPositionBuilderBefore(lowering.builder, instruction);
        LLVMSetCurrentDebugLocation2(lowering.builder, LLVMInstructionGetDebugLoc(instruction));
        lower_access(&lowering, instruction);
    }
    LLVMDisposeBuilder(lowering.builder);
    return true;
}
