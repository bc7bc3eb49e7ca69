/* What debuggers are told of a kernel that was split. Each region has copies of the source's lines
 * and variables of its own: so the kernel is inlined in the group's function once for each region,
 * and a debugger stops in all of them.
 *
 * Which work-item it is says the group's function, in variables that libtask reads, too, when one
 * traps (libtask/host/device/native/unwind.c). */
#include "muonc/ir/analysis/dominance.h"
#include "muonc/ir/barriers/split.h"
#include "neutrino/host_kernel.h"
#include "support/alloc.h"

#include <llvm-c/DebugInfo.h>
#include <stdlib.h>
#include <string.h>

/* A unit has lines for messages, also if nobody asked for more. */
bool split_debug_is_full(const struct ir_unit *unit) {
    static const char units[] = "llvm.dbg.cu";
    if (!LLVMGetNamedMetadataNumOperands(unit->module, units))
        return false;
    LLVMValueRef *list =
        xcalloc(LLVMGetNamedMetadataNumOperands(unit->module, units), sizeof *list);
    LLVMGetNamedMetadataOperands(unit->module, units, list);
    char *text = LLVMPrintValueToString(list[0]);
    bool full = strstr(text, "emissionKind: FullDebug") != NULL;
    LLVMDisposeMessage(text);
    free(list);
    return full;
}

void split_debug_begin(struct split_kernel *kernel) {
    if (split_debug_is_full(kernel->unit))
        kernel->debug.subprogram = LLVMGetSubprogram(kernel->entry);
    split_debug_region(kernel, &kernel->regions[0]);
}

/* ---- the work-item ---- */

static LLVMMetadataRef id_variable(const struct split_kernel *kernel, LLVMDIBuilderRef builder,
                                   const char *name) {
    enum { DW_ATE_unsigned = 7 };
    static const char type[] = "unsigned int";
    LLVMMetadataRef scope = kernel->debug.subprogram, file = LLVMDIScopeGetFile(scope);
    LLVMMetadataRef word =
        LLVMDIBuilderCreateBasicType(builder, type, strlen(type), 32, DW_ATE_unsigned, 0);
    return LLVMDIBuilderCreateAutoVariable(builder, scope, name, strlen(name), file,
                                           LLVMDISubprogramGetLine(scope), word, false,
                                           LLVMDIFlagArtificial, 32);
}

void split_debug_ids(struct split_kernel *kernel, LLVMBuilderRef at) {
    static const char *const names[] = {TK_LOCAL_ID_VARIABLES};
    LLVMContextRef context = kernel->unit->context;
    LLVMTypeRef word = LLVMInt32TypeInContext(context);
    if (!kernel->debug.subprogram)
        return;
    LLVMDIBuilderRef builder = LLVMCreateDIBuilder(kernel->unit->module);
    LLVMMetadataRef place =
        LLVMDIBuilderCreateDebugLocation(context, LLVMDISubprogramGetLine(kernel->debug.subprogram),
                                         0, kernel->debug.subprogram, NULL);
    for (unsigned axis = 0; axis < 3; axis++) {
        LLVMValueRef id = LLVMBuildAlloca(at, word, "");
        LLVMDIBuilderInsertDeclareRecordAtEnd(
            builder, id, id_variable(kernel, builder, names[axis]),
            LLVMDIBuilderCreateExpression(builder, NULL, 0), place, LLVMGetInsertBlock(at));
        LLVMBuildStore(at, LLVMConstInt(word, 0, false), id);
        kernel->debug.ids[axis] = id;
    }
    LLVMDIBuilderFinalize(builder);
    LLVMDisposeDIBuilder(builder);
}

void split_debug_item(const struct split_kernel *kernel, LLVMBuilderRef at,
                      LLVMValueRef const *local_id) {
    LLVMValueRef none = LLVMGetPoison(LLVMInt32TypeInContext(kernel->unit->context));
    for (unsigned axis = 0; kernel->debug.subprogram && axis < 3; axis++)
        LLVMBuildStore(at, local_id ? local_id[axis] : none, kernel->debug.ids[axis]);
}

/* One round has one row, or plane, so that it is known which. (Of rows, parallel.c says that.) */
void split_debug_loop(const struct split_kernel *kernel, LLVMValueRef latch) {
    static const char kind[] = "llvm.loop";
    if (kernel->debug.subprogram)
        LLVMSetMetadata(
            latch, LLVMGetMDKindIDInContext(kernel->unit->context, kind, sizeof kind - 1),
            split_new_metadata(kernel->unit, "!it = !{!0}\n!0 = distinct !{!0, !1}\n"
                                             "!1 = !{!\"llvm.loop.unroll.disable\"}\n"));
}

/* ---- places ---- */

/* Where something is in the kernel itself, whatever was inlined there. */
static LLVMMetadataRef outermost(LLVMMetadataRef place) {
    LLVMMetadataRef at = LLVMDILocationGetInlinedAt(place);
    while (at && LLVMDILocationGetInlinedAt(at)) {
        place = at;
        at = LLVMDILocationGetInlinedAt(at);
    }
    return place;
}

/* The barrier's line, or the kernel's. */
static unsigned line_of(const struct split_kernel *kernel, const struct split_region *region) {
    size_t number = (size_t)(region - kernel->regions);
    LLVMMetadataRef place =
        number ? LLVMInstructionGetDebugLoc(kernel->barriers[number - 1]) : NULL;
    return place ? LLVMDILocationGetLine(outermost(place))
                 : LLVMDISubprogramGetLine(kernel->debug.subprogram);
}

/* Where the kernel is inlined. Columns, which nobody writes there, tell regions from each other. */
void split_debug_region(struct split_kernel *kernel, const struct split_region *region) {
    enum { MOST_COLUMN = 0xffff };
    if (!kernel->debug.subprogram)
        return;
    kernel->debug.regions = kernel->debug.regions % MOST_COLUMN + 1;
    kernel->debug.at =
        LLVMDIBuilderCreateDebugLocation(kernel->unit->context, line_of(kernel, region),
                                         kernel->debug.regions, kernel->debug.subprogram, NULL);
}

static LLVMMetadataRef moved(const struct split_kernel *kernel, LLVMMetadataRef place) {
    LLVMMetadataRef at = LLVMDILocationGetInlinedAt(place), scope = LLVMDILocationGetScope(place);
    LLVMMetadataRef above = !at                              ? NULL
                            : LLVMDILocationGetInlinedAt(at) ? moved(kernel, at)
                                                             : kernel->debug.at;
    return LLVMDIBuilderCreateDebugLocation(kernel->unit->context, LLVMDILocationGetLine(place),
                                            LLVMDILocationGetColumn(place), scope, above);
}

void split_debug_place(const struct split_kernel *kernel, LLVMValueRef copy) {
    LLVMMetadataRef place = kernel->debug.subprogram ? LLVMInstructionGetDebugLoc(copy) : NULL;
    if (place)
        LLVMInstructionSetDebugLoc(copy, moved(kernel, place));
}

/* ---- variables ---- */

struct split_slot *split_debug_slot(const struct split_kernel *kernel, LLVMValueRef instruction) {
    if (!unit_is_call(instruction) || !unit_is_intrinsic(instruction, "llvm.dbg.declare"))
        return NULL;
    LLVMValueRef variable = split_described(LLVMGetOperand(instruction, 0));
    return variable ? split_slot_of(kernel, variable) : NULL;
}

void split_debug_at(const struct split_kernel *kernel, LLVMValueRef declaration,
                    LLVMValueRef place) {
    enum { DW_OP_deref = 0x06 };
    uint64_t follow = DW_OP_deref;
    LLVMContextRef context = kernel->unit->context;
    LLVMDIBuilderRef builder = LLVMCreateDIBuilder(kernel->unit->module);
    LLVMMetadataRef expression = LLVMDIBuilderCreateExpression(builder, &follow, 1);
    LLVMSetOperand(declaration, 0, LLVMMetadataAsValue(context, LLVMValueAsMetadata(place)));
    LLVMSetOperand(declaration, 2, LLVMMetadataAsValue(context, expression));
    LLVMDisposeDIBuilder(builder);
}

/* ---- lines ---- */

/* Once for each region, before its loops, so that a debugger can stop there: of a loop that is made
 * of vectors there are copies, and debuggers stop in the first one alone. A call until all kernels
 * are split, then an instruction. */
static const char line_name[] = "neutrino_host_line_";

static LLVMValueRef line_function(const struct ir_unit *unit) {
    static const char name[] = "memory";
    LLVMValueRef function = LLVMGetNamedFunction(unit->module, line_name);
    if (function)
        return function;
    LLVMTypeRef type = LLVMFunctionType(LLVMVoidTypeInContext(unit->context), NULL, 0, false);
    unsigned kind = LLVMGetEnumAttributeKindForName(name, sizeof name - 1);
    function = LLVMAddFunction(unit->module, line_name, type);
    LLVMAddAttributeAtIndex(function, LLVMAttributeFunctionIndex,
                            LLVMCreateEnumAttribute(unit->context, kind, 0));
    return function;
}

static void emit_line(const struct split_kernel *kernel, LLVMBuilderRef builder,
                      LLVMMetadataRef place) {
    LLVMValueRef function = line_function(kernel->unit);
    LLVMSetCurrentDebugLocation2(builder, moved(kernel, place));
    LLVMBuildCall2(builder, LLVMGlobalGetValueType(function), function, NULL, 0, "");
    LLVMSetCurrentDebugLocation2(builder, NULL);
}

void split_debug_finish(struct ir_unit *unit) {
    static const char nop[] = "nop";
    LLVMValueRef function = LLVMGetNamedFunction(unit->module, line_name);
    if (!function)
        return;
    LLVMValueRef assembly = LLVMGetInlineAsm(LLVMGlobalGetValueType(function), nop, sizeof nop - 1,
                                             "", 0, true, false, LLVMInlineAsmDialectATT, false);
    LLVMReplaceAllUsesWith(function, assembly);
    LLVMDeleteFunction(function);
}

static bool is_same_line(LLVMMetadataRef a, LLVMMetadataRef b) {
    return a && LLVMDILocationGetLine(a) == LLVMDILocationGetLine(b) &&
           LLVMDILocationGetInlinedAt(a) == LLVMDILocationGetInlinedAt(b);
}

/* The block that all paths from here come to, in a region with one end; else the next one. */
static size_t next_for_all(struct control_flow *flow, const struct split_region *region,
                           size_t block) {
    if (region->exit_count == 1)
        return control_flow_post_dominator(flow, block);
    return control_flow_successors(flow, block) == 1 ? control_flow_successor(flow, block, 0)
                                                     : flow->count;
}

/* Those that all work-items of the region come to. A loop that never ends has no such way out. */
void split_debug_lines(struct split_kernel *kernel, const struct split_region *region,
                       LLVMBuilderRef builder) {
    struct control_flow *flow = &kernel->flow;
    LLVMMetadataRef last = NULL;
    size_t left = flow->count;
    if (!kernel->debug.subprogram || !kernel->unit->options->optimization)
        return;
    for (size_t block = (size_t)value_map_get(&flow->numbers, region->start);
         block < flow->count && left--; block = next_for_all(flow, region, block)) {
        FOR_EACH_INSTRUCTION(instruction, flow->blocks[block]) {
            LLVMMetadataRef place = LLVMInstructionGetDebugLoc(instruction);
            if (!place || !LLVMDILocationGetLine(place) || is_same_line(last, place))
                continue;
            emit_line(kernel, builder, place);
            last = place;
        }
        if (kernel->stops[block] >= 0)
            break;
    }
}
