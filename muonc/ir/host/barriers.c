/* Blocks that end at barriers, and where barriers are in the source. */
#include "muonc/ir/host/host.h"
#include "muonc/ir/unit/edges.h"
#include "support/array.h"

#include <stdlib.h>

static void end_block_after(struct host_kernel *kernel, LLVMValueRef barrier) {
    LLVMValueRef next = LLVMGetNextInstruction(barrier);
    LLVMBasicBlockRef rest = LLVMGetInstructionParent(barrier);
    LLVMBasicBlockRef front = edges_cut(kernel->unit, next);
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(kernel->unit->context);
    LLVMPositionBuilderAtEnd(builder, front);
    LLVMBuildBr(builder, rest);
    LLVMDisposeBuilder(builder);
}

/* In the user's source, as far as that is told: where the call was inlined, if it was the header's.
 */
static char *describe(struct ir_unit *unit, LLVMValueRef barrier) {
    struct diag_location where = unit_location(unit, barrier);
    const char *function;
    unit_inlined(unit, barrier, &where, &function);
    return where.line ? xasprintf("%s:%u", where.file, where.line) : xstrdup("a barrier");
}

void host_find_barriers(struct host_kernel *kernel) {
    size_t places = 0;
    FOR_EACH_BLOCK(block, kernel->function)
    FOR_EACH_INSTRUCTION(instruction, block)
    if (host_builtin_called(instruction) == HOST_BARRIER)
        *ARRAY_ADD(kernel->barriers, kernel->barrier_count) = instruction;
    *ARRAY_ADD(kernel->places, places) = xstrdup("the kernel's end");
    for (size_t i = 0; i < kernel->barrier_count; i++) {
        *ARRAY_ADD(kernel->places, places) = describe(kernel->unit, kernel->barriers[i]);
        end_block_after(kernel, kernel->barriers[i]);
    }
}
