/* Kernels for the CPU: a function that executes a work-group, made of one that executes a work-item
 * and stops at barriers.
 *
 *   for (each work-item) {          A region is what can be reached from a barrier, or from the
 *       x = in[id];                 beginning, without passing another one. All work-items execute
 *       tile[id] = x;               it one after the other, or several at a time (parallel.c), and
 *       context[id].x = x;          then all are at the same barrier: each says where it has come
 *   }                               to, if there is more than one place. A block may be in several
 *   for (each work-item)            regions, which have copies of it.
 *       out[id] = context[id].x + tile[next(id)];
 *
 * Steps, of which each has its file:
 *
 * - check.c: what there is on Muon alone
 * - inline.c: functions with barriers, or with questions for ids, into the kernels
 * - locals.c: where __local variables are
 * - barriers.c: blocks end at barriers; where these are in the source
 * - slots.c: values that several blocks use become slots, or are computed again where that is
 *   cheap; what is the same in the whole group, and in no need of a block, is invariant
 * - regions.c: which blocks, which slots are alive at its beginning
 * - context.c: where the slots that live across barriers are
 * - emit.c: the new function: loops, copies of blocks; copy.c, what of that step.c has, too
 * - debug.c: what debuggers are told
 * - parallel.c: which loops may be executed in any order */
#ifndef MUONC_IR_BARRIERS_SPLIT_H
#define MUONC_IR_BARRIERS_SPLIT_H

#include "muonc/ir/analysis/control_flow.h"
#include "muonc/ir/analysis/uniformity.h"
#include "muonc/ir/unit/unit.h"

/* The functions that neutrino/kernel_host.h declares. */
enum split_builtin {
    HOST_NONE,
    HOST_ITEM,     /* a word of the group's */
    HOST_OWN_ITEM, /* of the work-item's */
    HOST_GROUP,    /* the group itself */
    HOST_BARRIER,
    HOST_SIZE, /* says the one that groups must have */
};
enum split_builtin split_builtin_of(LLVMValueRef function);
enum split_builtin split_builtin_called(LLVMValueRef instruction);

/* What a work-item keeps: of a value, or a variable of the source. */
struct split_slot {
    LLVMValueRef variable; /* the alloca in the kernel */
    LLVMTypeRef type;
    uint64_t bytes;
    unsigned alignment;
    bool uniform;        /* the same in all of the group, at any barrier: of the CPU's */
    bool in_step;        /* the same in a sub-group: of the machine's, where that is a warp */
    bool direct;         /* it has an address that is asked for: no copies */
    bool kept;           /* it lives across a barrier */
    uint64_t offset;     /* in the context, times its capacity, if it is kept and not uniform */
    LLVMValueRef shared; /* a uniform one's value between regions, in the new function */
    LLVMValueRef base;   /* where that of the first work-item is, there */
};

struct split_region {
    LLVMBasicBlockRef start;
    bool *blocks; /* by number in the flow */
    bool *exits;  /* by place: 0 is the end, 1 the first barrier, … */
    size_t exit_count;
};

/* What debuggers are told, if they are told more than lines. */
struct split_debug {
    LLVMMetadataRef subprogram; /* of the work-group's function */
    LLVMMetadataRef at;         /* where the kernel is inlined there, in this region */
    unsigned regions;           /* that there have been */
    LLVMValueRef ids[3];        /* variables with the work-item's local ids */
};

struct split_kernel {
    struct ir_unit *unit;
    LLVMTargetDataRef layout;
    LLVMValueRef function; /* of a work-item, which is taken apart */
    LLVMValueRef entry;    /* of a work-group, which is declared */
    LLVMValueRef facts;
    uint32_t size[3];     /* that groups must have but at the end of the grid; zeros: any */
    bool keeps_variables; /* for debuggers: those of the source, wherever they are used */

    LLVMValueRef *barriers; /* calls, each the last instruction but one of its block */
    size_t barrier_count;
    char **places; /* of the end and the barriers in the source; owned */

    struct split_slot *slots;
    size_t slot_count;
    struct value_map by_variable;
    struct value_map invariants; /* the same in the whole group: first in the first block */

    struct control_flow flow;
    ptrdiff_t *stops;             /* by block: the place that it ends at, -1: none */
    bool **alive;                 /* by block: slots that are alive at its beginning */
    bool *same_way;               /* by block: all work-items leave it the same way */
    struct split_region *regions; /* one for the beginning and one for each barrier */

    uint64_t context_bytes; /* for a work-item, and of it */
    uint64_t next_offset;   /* where each says to which place it has come */
    unsigned context_alignment;

    struct split_debug debug;
};

/* Takes the function apart and gives the entry its attributes; what the kernel has of that is freed
 * by split_free_kernel. False after diagnostics. */
bool split_take_apart(struct split_kernel *kernel);
void split_free_kernel(struct split_kernel *kernel);
/* Where work-items may stop, as an array of texts. */
LLVMValueRef split_make_places(const struct split_kernel *kernel);

/* ---- steps ---- */

/* Blocks end at barriers. */
void split_find_barriers(struct split_kernel *kernel);
/* No value is used in another block than its own but invariants, which are at the beginning of the
 * first block, and slots. Reports variables of no constant size. */
bool split_make_slots(struct split_kernel *kernel, const struct uniformity *uniformity);
void split_find_regions(struct split_kernel *kernel);
void split_lay_out(struct split_kernel *kernel);
void split_emit(struct split_kernel *kernel);
void split_emit_step(struct split_kernel *kernel);
/* debug.c: whether there is more than lines; before anything is emitted; in the first block; in a
 * work-item, or before a region's loops, in none (NULL), so that vectors, which have no such
 * variables, have not the last one's; before a region, and before its loops; after an instruction
 * was copied. */
bool split_debug_is_full(const struct ir_unit *unit);
void split_debug_begin(struct split_kernel *kernel);
void split_debug_ids(struct split_kernel *kernel, LLVMBuilderRef at);
void split_debug_item(const struct split_kernel *kernel, LLVMBuilderRef at,
                      LLVMValueRef const *local_id);
void split_debug_loop(const struct split_kernel *kernel, LLVMValueRef latch);
void split_debug_region(struct split_kernel *kernel, const struct split_region *region);
void split_debug_lines(struct split_kernel *kernel, const struct split_region *region,
                       LLVMBuilderRef builder);
void split_debug_place(const struct split_kernel *kernel, LLVMValueRef copy);
/* The slot that an instruction tells debuggers of, or NULL. */
struct split_slot *split_debug_slot(const struct split_kernel *kernel, LLVMValueRef instruction);
/* When all kernels are split. */
void split_debug_finish(struct ir_unit *unit);
/* What it tells of is where the place says. */
void split_debug_at(const struct split_kernel *kernel, LLVMValueRef declaration,
                    LLVMValueRef place);
/* After the loops' accesses are final: those that no other work-item's depend on. Loops along x
 * have the mark. */
#define HOST_LOOP "neutrino.items"
void split_mark_parallel(struct ir_unit *unit, LLVMValueRef function, bool full_debug);

static inline struct split_slot *split_slot_of(const struct split_kernel *kernel,
                                               LLVMValueRef value) {
    ptrdiff_t number = value_map_get(&kernel->by_variable, value);
    return number == VALUE_MAP_NONE ? NULL : &kernel->slots[number];
}

/* Whether it accesses variables of the library, or calls what does who knows what. */
bool split_needs_everything(LLVMValueRef function);

/* A node that a text of LLVM assembly gives the name "it"; LLVM-C makes no distinct nodes. */
LLVMValueRef split_new_metadata(struct ir_unit *unit, const char *text);

/* The value that metadata of a call for debuggers is about, or NULL. */
LLVMValueRef split_described(LLVMValueRef operand);

#endif
