/* Kernels of a unit, one after the other. */
#include "muonc/ir/barriers/split.h"
#include "muonc/ir/barriers/locals.h"
#include "muonc/ir/passes/passes.h"
#include "support/array.h"

#include <llvm-c/DebugInfo.h>
#include <stdlib.h>
#include <string.h>

#include "neutrino/host_kernel.h"

static const char items_prefix[] = "__muon_items_"; /* muonc/lower/kernel_entry.c */

/* ---- facts ---- */

/* Where work-items may stop, as an array of texts. */
LLVMValueRef split_make_places(const struct split_kernel *kernel) {
    struct ir_unit *unit = kernel->unit;
    size_t count = kernel->barrier_count + 1;
    LLVMTypeRef pointer = LLVMPointerTypeInContext(unit->context, 0);
    LLVMValueRef *texts = xcalloc(count, sizeof *texts);
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(unit->context);
    for (size_t i = 0; i < count; i++) {
        LLVMValueRef text = LLVMConstStringInContext2(unit->context, kernel->places[i],
                                                      strlen(kernel->places[i]), false);
        texts[i] = LLVMAddGlobal(unit->module, LLVMTypeOf(text), "place");
        LLVMSetInitializer(texts[i], text);
        LLVMSetLinkage(texts[i], LLVMPrivateLinkage);
        LLVMSetGlobalConstant(texts[i], true);
    }
    LLVMValueRef all = LLVMConstArray2(pointer, texts, count);
    LLVMValueRef places = LLVMAddGlobal(unit->module, LLVMTypeOf(all), "places");
    LLVMSetInitializer(places, all);
    LLVMSetLinkage(places, LLVMPrivateLinkage);
    LLVMSetGlobalConstant(places, true);
    LLVMDisposeBuilder(builder);
    free(texts);
    return places;
}

static void make_facts(const struct split_kernel *kernel, uint64_t local_bytes, bool everything) {
    LLVMContextRef context = kernel->unit->context;
    LLVMTypeRef type = LLVMGlobalGetValueType(kernel->facts);
    LLVMTypeRef word = LLVMInt32TypeInContext(context), quad = LLVMInt64TypeInContext(context);
    LLVMValueRef members[] = {
        LLVMConstInt(quad, kernel->context_bytes, false),
        LLVMConstInt(word, kernel->context_alignment, false),
        LLVMConstInt(word, local_bytes, false),
        LLVMConstInt(word, everything, false),
        LLVMConstInt(word, kernel->barrier_count + 1, false),
        split_make_places(kernel),
    };
    LLVMSetInitializer(kernel->facts, LLVMConstNamedStruct(type, members, 6));
    LLVMSetGlobalConstant(kernel->facts, true);
    LLVMSetVisibility(kernel->facts, LLVMHiddenVisibility);
}

/* ---- a kernel ---- */

static void copy_attributes(LLVMValueRef from, LLVMValueRef to) {
    unsigned count = LLVMGetAttributeCountAtIndex(from, LLVMAttributeFunctionIndex);
    LLVMAttributeRef *attributes = xcalloc(count + 1, sizeof *attributes);
    LLVMGetAttributesAtIndex(from, LLVMAttributeFunctionIndex, attributes);
    for (unsigned i = 0; i < count; i++)
        LLVMAddAttributeAtIndex(to, LLVMAttributeFunctionIndex, attributes[i]);
    free(attributes);
    LLVMMetadataRef subprogram = LLVMGetSubprogram(from);
    if (subprogram) {
        LLVMSetSubprogram(to, subprogram);
        LLVMSetSubprogram(from, NULL);
    }
}

static void find_same_ways(struct split_kernel *kernel, const struct uniformity *uniformity) {
    kernel->same_way = xcalloc(kernel->flow.count, sizeof *kernel->same_way);
    for (size_t b = 0; b < kernel->flow.count; b++) {
        LLVMValueRef decision =
            uniformity_decision(LLVMGetBasicBlockTerminator(kernel->flow.blocks[b]));
        kernel->same_way[b] = !decision || !uniformity_is_divergent(uniformity, decision);
    }
}

void split_free_kernel(struct split_kernel *kernel) {
    for (size_t i = 0; kernel->places && i <= kernel->barrier_count; i++)
        free(kernel->places[i]);
    for (size_t b = 0; kernel->alive && b < kernel->flow.count; b++)
        free(kernel->alive[b]);
    for (size_t i = 0; kernel->regions && i <= kernel->barrier_count; i++) {
        free(kernel->regions[i].blocks);
        free(kernel->regions[i].exits);
    }
    value_map_free(&kernel->by_variable);
    value_map_free(&kernel->invariants);
    control_flow_free(&kernel->flow);
    free(kernel->barriers);
    free(kernel->places);
    free(kernel->slots);
    free(kernel->stops);
    free(kernel->alive);
    free(kernel->same_way);
    free(kernel->regions);
}

/* Takes the size that groups must have out of the kernel, if it says one. */
static void find_size(struct split_kernel *kernel) {
    FOR_EACH_BLOCK(block, kernel->function)
    FOR_EACH_INSTRUCTION(instruction, block) {
        if (split_builtin_called(instruction) != HOST_SIZE)
            continue;
        for (unsigned axis = 0; axis < 3; axis++)
            kernel->size[axis] =
                (uint32_t)LLVMConstIntGetZExtValue(LLVMGetOperand(instruction, axis));
        LLVMInstructionEraseFromParent(instruction);
    }
}

bool split_take_apart(struct split_kernel *kernel) {
    split_find_barriers(kernel);
    control_flow_build(&kernel->flow, kernel->function);
    struct uniformity *uniformity = uniformity_analyze(kernel->unit);
    find_same_ways(kernel, uniformity);
    bool good = split_make_slots(kernel, uniformity);
    uniformity_free(uniformity);
    if (!good)
        return false;
    split_find_regions(kernel);
    split_lay_out(kernel);
    copy_attributes(kernel->function, kernel->entry);
    return true;
}

static bool split(struct split_kernel *kernel) {
    find_size(kernel);
    if (!split_take_apart(kernel))
        return false;
    split_debug_begin(kernel);
    split_emit(kernel);
    LLVMSetVisibility(kernel->entry, LLVMHiddenVisibility);
    return true;
}

/* ---- the unit's ---- */

struct splitter {
    struct ir_unit *unit;
    LLVMTargetDataRef layout;
};

static LLVMValueRef named(const struct splitter *splitter, const char *prefix,
                          LLVMValueRef function,
                          LLVMValueRef (*find)(LLVMModuleRef, const char *)) {
    size_t length;
    char *name =
        xasprintf("%s%s", prefix, LLVMGetValueName2(function, &length) + strlen(items_prefix));
    LLVMValueRef found = find(splitter->unit->module, name);
    free(name);
    return found;
}

static bool split_kernel(struct splitter *splitter, LLVMValueRef function) {
    struct split_kernel kernel = {
        .unit = splitter->unit,
        .layout = splitter->layout,
        .function = function,
        .entry = named(splitter, "__muon_kernel_", function, LLVMGetNamedFunction),
        .facts = named(splitter, "__muon_facts_", function, LLVMGetNamedGlobal),
        .keeps_variables = splitter->unit->options->optimization == 0,
    };
    bool good = split(&kernel);
    if (good)
        make_facts(&kernel, split_local_bytes(splitter->unit),
                   split_needs_everything(kernel.entry));
    split_free_kernel(&kernel);
    return good;
}

static bool is_items(LLVMValueRef function) {
    size_t length;
    return !LLVMIsDeclaration(function) &&
           !strncmp(LLVMGetValueName2(function, &length), items_prefix, strlen(items_prefix));
}

bool host_split(struct ir_unit *unit) {
    struct splitter splitter = {.unit = unit, .layout = LLVMGetModuleDataLayout(unit->module)};
    LLVMValueRef *kernels = NULL;
    size_t count = 0;
    bool good = true;
    FOR_EACH_FUNCTION(function, unit->module)
    if (is_items(function))
        *ARRAY_ADD(kernels, count) = function;
    for (size_t i = 0; good && i < count; i++)
        good = split_kernel(&splitter, kernels[i]);
    for (size_t i = 0; good && i < count; i++)
        LLVMDeleteFunction(kernels[i]);
    free(kernels);
    return good;
}
