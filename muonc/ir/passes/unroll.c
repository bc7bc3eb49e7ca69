/* Loops that #pragma unroll is about and that clang's optimiser has left, because of assembly in
 * them: all of it is convergent there (csr_reads.c), though most says nothing to other lanes. */
#include "muonc/ir/analysis/dominance.h"
#include "muonc/ir/passes/inline_asm.h"
#include "muonc/ir/passes/passes.h"

#include <llvm-c/DebugInfo.h>
#include <stdlib.h>
#include <string.h>

/* ---- what pragmas ask for ---- */

enum wish { WISH_NONE, WISH_UNROLL, WISH_UNROLL_WHOLLY, WISH_VECTORS };

/* What a loop has been made of says so instead (unroll.disable, isvectorized). */
static const struct {
    const char *hint;
    enum wish wish;
} hints[] = {
    {"llvm.loop.unroll.count", WISH_UNROLL},
    {"llvm.loop.unroll.enable", WISH_UNROLL},
    {"llvm.loop.unroll.full", WISH_UNROLL_WHOLLY},
    {"llvm.loop.vectorize.enable", WISH_VECTORS},
};

/* Operand `index` of a metadata node, NULL if it has none or is none. */
static LLVMValueRef operand(LLVMValueRef node, unsigned index) {
    if (!node || !LLVMIsAMDNode(node) || LLVMGetMDNodeNumOperands(node) <= index)
        return NULL;
    LLVMValueRef *operands = xcalloc(LLVMGetMDNodeNumOperands(node), sizeof *operands);
    LLVMGetMDNodeOperands(node, operands);
    LLVMValueRef found = operands[index];
    free(operands);
    return found;
}

static enum wish wish_of(LLVMValueRef hint) {
    LLVMValueRef name = operand(hint, 0), value = operand(hint, 1);
    unsigned length = 0;
    const char *text = name && LLVMIsAMDString(name) ? LLVMGetMDString(name, &length) : "";
    bool is_off = value && LLVMIsAConstantInt(value) && LLVMIsNull(value);
    for (size_t i = 0; i < sizeof hints / sizeof *hints && !is_off; i++)
        if (strlen(hints[i].hint) == length && !memcmp(hints[i].hint, text, length))
            return hints[i].wish;
    return WISH_NONE;
}

static LLVMValueRef loop_node(struct ir_unit *unit, LLVMValueRef branch) {
    static const char name[] = "llvm.loop";
    return branch ? LLVMGetMetadata(branch,
                                    LLVMGetMDKindIDInContext(unit->context, name, sizeof name - 1))
                  : NULL;
}

/* What is asked of the loop that ends with this branch. */
static enum wish loop_wish(struct ir_unit *unit, LLVMValueRef branch) {
    LLVMValueRef loop = loop_node(unit, branch);
    enum wish wish = WISH_NONE;
    for (unsigned i = 1; !wish && operand(loop, i); i++)
        wish = wish_of(operand(loop, i));
    return wish;
}

/* ---- what clang has left ---- */

/* Calls `tell` for each loop that a pragma is about. Copies of a branch keep its hints where they
 * end no loop. */
static unsigned for_each_wish(struct ir_unit *unit, LLVMValueRef function,
                              void (*tell)(struct ir_unit *unit, LLVMValueRef branch,
                                           enum wish wish)) {
    struct control_flow flow;
    struct dominators dominators;
    unsigned count = 0;
    control_flow_build(&flow, function);
    dominators_build(&dominators, &flow);
    for (size_t block = 0; block < flow.count; block++) {
        LLVMValueRef branch = LLVMGetBasicBlockTerminator(flow.blocks[block]);
        enum wish wish = loop_wish(unit, branch);
        bool repeats = false;
        for (size_t i = 0; wish && i < control_flow_successors(&flow, block); i++)
            repeats |= dominators_contain(&dominators, control_flow_successor(&flow, block, i),
                                          dominators.place[block]);
        count += repeats;
        if (repeats && tell)
            tell(unit, branch, wish);
    }
    dominators_free(&dominators);
    control_flow_free(&flow);
    return count;
}

static bool has_hints(struct ir_unit *unit, LLVMValueRef function) {
    FOR_EACH_BLOCK(block, function)
    if (loop_wish(unit, LLVMGetBasicBlockTerminator(block)))
        return true;
    return false;
}

static bool has_wishes(struct ir_unit *unit) {
    FOR_EACH_FUNCTION(function, unit->module)
    if (has_hints(unit, function) && for_each_wish(unit, function, NULL))
        return true;
    return false;
}

static void relax_assembly(struct ir_unit *unit) {
    static const char convergent[] = "convergent";
    unsigned kind = LLVMGetEnumAttributeKindForName(convergent, sizeof convergent - 1);
    FOR_EACH_FUNCTION(function, unit->module)
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block)
    if (unit_inline_asm(instruction) && !inline_asm_is_convergent(instruction))
        LLVMRemoveCallSiteEnumAttribute(instruction, LLVMAttributeFunctionIndex, kind);
}

static const char *const reasons[] = {
    [WISH_UNROLL] = "loop not unrolled: lanes or warps may meet in it, and its number of rounds is "
                    "not constant",
    [WISH_UNROLL_WHOLLY] = "loop not unrolled: its number of rounds is not constant, or too large",
    [WISH_VECTORS] = "loop not vectorized: there are no vectors beside the lanes",
};

/* Where the loop begins, which its first hint tells. */
static struct diag_location place_of(struct ir_unit *unit, LLVMValueRef branch) {
    LLVMValueRef begin = operand(loop_node(unit, branch), 1);
    LLVMMetadataRef location = begin ? LLVMValueAsMetadata(begin) : NULL;
    return location && LLVMGetMetadataKind(location) == LLVMDILocationMetadataKind
               ? unit_place(unit, location)
               : unit_location(unit, branch);
}

static void report(struct ir_unit *unit, LLVMValueRef branch, enum wish wish) {
    bool for_size = unit_is_for_size(LLVMGetBasicBlockParent(LLVMGetInstructionParent(branch)));
    diag_raise(unit->diag, DIAG_NU_LOOP, place_of(unit, branch), "%s",
               wish == WISH_UNROLL && for_size ? "loop not unrolled: code is small here, not fast"
                                               : reasons[wish]);
}

bool loops_unroll(struct ir_unit *unit) {
    if (!unit->options->optimization || !has_wishes(unit))
        return true;
    relax_assembly(unit);
    if (!unit_run_passes(
            unit, "function(loop-simplify,lcssa,loop-unroll<O3;no-partial;no-runtime;no-upperbound;"
                  "no-peeling;full-unroll-max=0>,instcombine<no-verify-fixpoint>,simplifycfg)"))
        return false;
    FOR_EACH_FUNCTION(function, unit->module)
    if (has_hints(unit, function))
        for_each_wish(unit, function, report);
    return true;
}
