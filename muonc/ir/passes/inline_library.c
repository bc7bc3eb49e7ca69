/* Calls of the library's functions where they are hot: what they do, in their place. The library is
 * an archive of objects; of what is worth it, the functions of float in math.h, it has bitcode, too
 * (libtask/muon/inline/math.c), which is read when a unit calls one. Results stay the same bits:
 * each operation is the one that the object has, whatever the caller's options say of floats. */
#include "muonc/ir/analysis/nesting.h"
#include "muonc/ir/passes/passes.h"
#include "support/array.h"

#include <llvm-c/DebugInfo.h>
#include <llvm-c/IRReader.h>
#include <llvm-c/Linker.h>
#include <stdlib.h>
#include <string.h>

/* Instructions of LLVM's that a function may have to be inlined outside of loops, where that is
 * little more than the call; and in them; and those that one caller may get. */
enum { SMALL = 64, MOST = 256, MOST_TOGETHER = 1000 };

struct site {
    LLVMValueRef call, caller;
    char *name;   /* of the function */
    size_t depth; /* in so many loops */
};

struct inliner {
    struct ir_unit *unit;
    LLVMModuleRef library;
    struct site *sites;
    size_t count, deepest;
};

/* ---- calls ---- */

static bool has_attribute(LLVMValueRef function, const char *name) {
    return LLVMGetEnumAttributeAtIndex(function, LLVMAttributeFunctionIndex,
                                       LLVMGetEnumAttributeKindForName(name, strlen(name)));
}

static bool has_text_attribute(LLVMValueRef function, const char *name) {
    return LLVMGetStringAttributeAtIndex(function, LLVMAttributeFunctionIndex, name,
                                         (unsigned)strlen(name));
}

/* Not where size is what matters, nor where the library's names mean nothing (-fno-builtin). */
static bool is_caller(LLVMValueRef function) {
    return !LLVMIsDeclaration(function) && !has_attribute(function, "optsize") &&
           !has_attribute(function, "minsize") && !has_text_attribute(function, "no-builtins");
}

static bool is_builtin(LLVMValueRef caller, const char *name) {
    char *option = xasprintf("no-builtin-%s", name);
    bool is_one = !has_text_attribute(caller, option);
    free(option);
    return is_one;
}

static bool takes_float(LLVMValueRef call) {
    LLVMTypeRef type = LLVMGetCalledFunctionType(call), first = NULL;
    if (LLVMCountParamTypes(type) == 1)
        LLVMGetParamTypes(type, &first);
    else if (LLVMCountParamTypes(type) > 1)
        first = LLVMTypeOf(LLVMGetOperand(call, 0));
    return first && LLVMGetTypeKind(first) == LLVMFloatTypeKind;
}

/* The intrinsics for which code generation calls a function; others are instructions. */
static const char *const called[] = {"acos", "asin",  "atan", "cos",  "cosh",  "exp",
                                     "exp2", "exp10", "log",  "log2", "log10", "pow",
                                     "sin",  "sinh",  "tan",  "tanh"};

/* That function: expf for llvm.exp.f32. */
static char *intrinsic_function(const char *name) {
    const char *begin = name + strlen("llvm."), *end = strchr(begin, '.');
    if (!end || strcmp(end, ".f32") != 0)
        return NULL;
    char *function = xasprintf("%.*sf", (int)(end - begin), begin);
    for (size_t i = 0; i < sizeof called / sizeof *called; i++)
        if (!strncmp(function, called[i], strlen(called[i])) &&
            strlen(function) == strlen(called[i]) + 1)
            return function;
    free(function);
    return NULL;
}

/* What a call may call of the library, by its name, which the caller frees; or NULL. */
static char *library_function(LLVMValueRef call) {
    LLVMValueRef callee = LLVMIsACallInst(call) ? LLVMGetCalledValue(call) : NULL;
    size_t length;
    if (!callee || !LLVMIsAFunction(callee) || !LLVMIsDeclaration(callee) || !takes_float(call))
        return NULL;
    const char *name = LLVMGetValueName2(callee, &length);
    return LLVMGetIntrinsicID(callee) ? intrinsic_function(name) : xstrndup(name, length);
}

static size_t depth_of(const struct nesting *nesting, size_t node) {
    size_t depth = 0, loop = nesting->nodes[node].loop;
    for (; loop != (size_t)NESTING_NONE; loop = nesting->loops[loop].parent)
        depth++;
    return depth;
}

static void find_depths(struct inliner *inliner, size_t from, LLVMValueRef caller) {
    struct control_flow flow;
    struct nesting nesting = {0};
    control_flow_build(&flow, caller);
    nesting_build(&nesting, &flow);
    for (size_t i = from; i < inliner->count; i++) {
        struct site *site = &inliner->sites[i];
        ptrdiff_t node = value_map_get(&flow.numbers, LLVMGetInstructionParent(site->call));
        if (node != VALUE_MAP_NONE)
            site->depth = depth_of(&nesting, (size_t)node);
        if (site->depth > inliner->deepest)
            inliner->deepest = site->depth;
    }
    nesting_free(&nesting);
    control_flow_free(&flow);
}

static void find_sites(struct inliner *inliner, LLVMValueRef caller) {
    size_t before = inliner->count;
    FOR_EACH_BLOCK(block, caller)
    FOR_EACH_INSTRUCTION(instruction, block) {
        char *name = library_function(instruction);
        LLVMValueRef own = name ? LLVMGetNamedFunction(inliner->unit->module, name) : NULL;
        if (name && is_builtin(caller, name) && (!own || LLVMIsDeclaration(own)))
            *ARRAY_ADD(inliner->sites, inliner->count) =
                (struct site){instruction, caller, name, 0};
        else
            free(name);
    }
    if (inliner->count > before)
        find_depths(inliner, before, caller);
}

/* ---- the library ---- */

static bool read_library(struct inliner *inliner) {
    struct ir_unit *unit = inliner->unit;
    const char *path = unit->options->inline_library;
    LLVMMemoryBufferRef buffer;
    char *message = NULL;
    if (!LLVMCreateMemoryBufferWithContentsOfFile(path, &buffer, &message) &&
        !LLVMParseIRInContext(unit->context, buffer, &inliner->library, &message))
        return true;
    diag_file_error(unit->diag, path, "cannot read: %.*s", (int)strcspn(message, "\n"), message);
    LLVMDisposeMessage(message);
    return false;
}

static size_t size_of(LLVMValueRef function) {
    size_t size = 0;
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block)
    size++;
    return size;
}

/* Whether it calls another one of the library, which would come with it. */
static bool calls(LLVMValueRef function) {
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block)
    if (unit_is_call(instruction) && !unit_inline_asm(instruction) &&
        !LLVMGetIntrinsicID(LLVMGetCalledValue(instruction)))
        return true;
    return false;
}

/* Whether a function does no more than the instruction that its intrinsic is, as sqrtf. */
static bool is_instruction(LLVMValueRef function, const struct site *site) {
    LLVMValueRef callee = LLVMGetCalledValue(site->call);
    LLVMValueRef first = LLVMGetFirstInstruction(LLVMGetEntryBasicBlock(function));
    size_t length;
    return LLVMGetIntrinsicID(callee) && LLVMIsACallInst(first) &&
           unit_is_intrinsic(first, LLVMGetValueName2(callee, &length));
}

/* The site's function in the library, NULL if it is not to be inlined there. */
static LLVMValueRef wanted(const struct inliner *inliner, const struct site *site) {
    LLVMValueRef function = LLVMGetNamedFunction(inliner->library, site->name);
    bool fits = function && !LLVMIsDeclaration(function) &&
                LLVMGlobalGetValueType(function) == LLVMGetCalledFunctionType(site->call) &&
                !is_instruction(function, site) && !calls(function);
    return fits && size_of(function) <= (site->depth ? MOST : SMALL) ? function : NULL;
}

/* ---- inlining ---- */

static LLVMValueRef declare(LLVMModuleRef module, LLVMValueRef function, const char *name) {
    LLVMValueRef declared = LLVMGetNamedFunction(module, name);
    return declared ? declared : LLVMAddFunction(module, name, LLVMGlobalGetValueType(function));
}

/* The call of a function in the place of that of an intrinsic. */
static LLVMValueRef make_call(const struct ir_unit *unit, const struct site *site,
                              LLVMValueRef function) {
    LLVMValueRef declared = declare(unit->module, function, site->name), arguments[2];
    unsigned count = LLVMGetNumArgOperands(site->call);
    if (LLVMGetCalledValue(site->call) == declared)
        return site->call;
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(unit->context);
    LLVMPositionBuilderBefore(builder, site->call);
    LLVMSetCurrentDebugLocation2(builder, LLVMInstructionGetDebugLoc(site->call));
    for (unsigned i = 0; i < count; i++)
        arguments[i] = LLVMGetOperand(site->call, i);
    LLVMValueRef call =
        LLVMBuildCall2(builder, LLVMGlobalGetValueType(function), declared, arguments, count, "");
    LLVMReplaceAllUsesWith(site->call, call);
    LLVMInstructionEraseFromParent(site->call);
    LLVMDisposeBuilder(builder);
    return call;
}

static void mark(const struct ir_unit *unit, const struct site *site, LLVMValueRef function) {
    static const char name[] = "alwaysinline";
    unsigned kind = LLVMGetEnumAttributeKindForName(name, sizeof name - 1);
    LLVMAddCallSiteAttribute(make_call(unit, site, function), LLVMAttributeFunctionIndex,
                             LLVMCreateEnumAttribute(unit->context, kind, 0));
    LLVMSetLinkage(function, LLVMExternalLinkage);
}

/* Those of one caller, from the innermost loops outwards, as long as there is room. */
static bool choose(struct inliner *inliner, size_t begin, size_t end) {
    size_t total = 0;
    for (size_t depth = inliner->deepest + 1; depth-- > 0;)
        for (size_t i = begin; i < end; i++) {
            const struct site *site = &inliner->sites[i];
            LLVMValueRef function = site->depth == depth ? wanted(inliner, site) : NULL;
            size_t size = function ? size_of(function) : 0;
            if (!function || total + size > MOST_TOGETHER)
                continue;
            total += size;
            mark(inliner->unit, site, function);
        }
    return total;
}

static void set_linkage(LLVMModuleRef module, LLVMLinkage from, LLVMLinkage to) {
    FOR_EACH_FUNCTION(function, module)
    if (!LLVMIsDeclaration(function) && LLVMGetLinkage(function) == from)
        LLVMSetLinkage(function, to);
}

static bool choose_all(struct inliner *inliner) {
    bool any = false;
    set_linkage(inliner->library, LLVMExternalLinkage, LLVMInternalLinkage);
    for (size_t begin = 0, end; begin < inliner->count; begin = end) {
        for (end = begin;
             end < inliner->count && inliner->sites[end].caller == inliner->sites[begin].caller;)
            end++;
        any |= choose(inliner, begin, end);
    }
    return any;
}

/* What else is in the library stays there. */
static bool inline_chosen(struct inliner *inliner) {
    struct ir_unit *unit = inliner->unit;
    struct ir_unit library = *unit;
    library.module = inliner->library;
    if (!unit_run_passes(&library, "globaldce"))
        return false;
    set_linkage(library.module, LLVMExternalLinkage, LLVMAvailableExternallyLinkage);
    inliner->library = NULL; /* the linker takes it over */
    return !LLVMLinkModules2(unit->module, library.module) &&
           unit_run_passes(unit, "always-inline,elim-avail-extern,globaldce");
}

bool library_inline(struct ir_unit *unit) {
    struct inliner inliner = {.unit = unit};
    if (unit->options->optimization < 2 || !unit->options->inline_library)
        return true;
    FOR_EACH_FUNCTION(function, unit->module)
    if (is_caller(function))
        find_sites(&inliner, function);
    bool good = inliner.count == 0 || read_library(&inliner);
    if (inliner.library && choose_all(&inliner))
        good = inline_chosen(&inliner);
    if (inliner.library)
        LLVMDisposeModule(inliner.library);
    for (size_t i = 0; i < inliner.count; i++)
        free(inliner.sites[i].name);
    free(inliner.sites);
    return good;
}
