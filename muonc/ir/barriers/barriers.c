/* Blocks that end at barriers, and where barriers are in the source. */
#include "muonc/ir/barriers/split.h"
#include "muonc/ir/unit/edges.h"
#include "support/array.h"

#include <llvm-c/DebugInfo.h>
#include <stdlib.h>
#include <string.h>

static void end_block_after(struct split_kernel *kernel, LLVMValueRef barrier) {
    LLVMValueRef next = LLVMGetNextInstruction(barrier);
    LLVMBasicBlockRef rest = LLVMGetInstructionParent(barrier);
    LLVMBasicBlockRef front = edges_cut(kernel->unit, next);
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(kernel->unit->context);
    LLVMPositionBuilderAtEnd(builder, front);
    LLVMBuildBr(builder, rest);
    LLVMDisposeBuilder(builder);
}

/* Whether a place is in a header of the runtime's. */
static bool is_runtimes(LLVMMetadataRef place) {
    static const char folder[] = "neutrino/";
    unsigned length;
    LLVMMetadataRef file = LLVMDIScopeGetFile(LLVMDILocationGetScope(place));
    const char *name = file ? LLVMDIFileGetFilename(file, &length) : "";
    const char *last = strrchr(name, '/');
    size_t before = last ? (size_t)(last + 1 - name) : 0;
    return before >= sizeof folder - 1 &&
           !strncmp(name + before - (sizeof folder - 1), folder, sizeof folder - 1);
}

/* In the user's source: where what the runtime has inlined was called. */
static char *describe(LLVMValueRef barrier) {
    unsigned length;
    LLVMMetadataRef place = LLVMInstructionGetDebugLoc(barrier), at;
    while (place && is_runtimes(place) && (at = LLVMDILocationGetInlinedAt(place)))
        place = at;
    LLVMMetadataRef file = place ? LLVMDIScopeGetFile(LLVMDILocationGetScope(place)) : NULL;
    if (!file || !LLVMDILocationGetLine(place))
        return xstrdup("a barrier");
    return xasprintf("%s:%u", LLVMDIFileGetFilename(file, &length), LLVMDILocationGetLine(place));
}

void split_find_barriers(struct split_kernel *kernel) {
    size_t places = 0;
    FOR_EACH_BLOCK(block, kernel->function)
    FOR_EACH_INSTRUCTION(instruction, block)
    if (split_builtin_called(instruction) == HOST_BARRIER)
        *ARRAY_ADD(kernel->barriers, kernel->barrier_count) = instruction;
    *ARRAY_ADD(kernel->places, places) = xstrdup("the kernel's end");
    for (size_t i = 0; i < kernel->barrier_count; i++) {
        *ARRAY_ADD(kernel->places, places) = describe(kernel->barriers[i]);
        end_block_after(kernel, kernel->barriers[i]);
    }
}
