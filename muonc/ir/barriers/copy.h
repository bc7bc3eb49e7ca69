/* What the makers of functions for groups (emit.c) and for sub-groups (step.c) have in common: the
 * new function, a region on its way into it, copies of the region's blocks. */
#ifndef MUONC_IR_BARRIERS_COPY_H
#define MUONC_IR_BARRIERS_COPY_H

#include "muonc/ir/barriers/split.h"

struct items;

struct emitter {
    struct split_kernel *kernel;
    LLVMContextRef context;
    LLVMTypeRef word, byte, index, pointer;
    LLVMBuilderRef builder;
    LLVMValueRef group;          /* the parameter */
    LLVMValueRef prologue_end;   /* an instruction at the end of the first block */
    struct value_map invariants; /* of the kernel, to those here */
    LLVMValueRef size[3];        /* of the group */
    LLVMValueRef first[3];       /* global ids of the first work-item */
    LLVMValueRef next_base;      /* where work-items say to which place they have come */
    LLVMBasicBlockRef *begins;   /* of regions, and behind them the end */
    LLVMValueRef kept;           /* the scope of what work-items keep in copies, for aliases */
    /* In the place of a question for an id; NULL: it is asked again. */
    LLVMValueRef (*own_item)(const struct emitter *emitter, const struct items *items,
                             LLVMValueRef question);
    /* A work-item has come to a place. */
    void (*stop)(const struct emitter *emitter, const struct items *items, size_t place);
};

/* A region's loops, and what stands for the kernel's values in a work-item. */
struct items {
    const struct split_region *region;
    LLVMBasicBlockRef head[3], latch; /* of the loops, along x, y, z; where a work-item is done */
    LLVMValueRef phi[3];
    LLVMValueRef id[3], linear;
    LLVMValueRef *copies;  /* by slot: its variable here, or its address */
    LLVMValueRef *uniform; /* by slot: what it was when the region began */
    bool *used, *changed;  /* by slot: the region names it, stores to it */
    LLVMValueRef next;     /* the place to which this work-item has come; NULL if there is one */
    bool checked;          /* it has to be compared */
    LLVMValueRef lowest, highest;
    struct value_map values; /* of the kernel, and blocks */
};

LLVMValueRef emit_word(const struct emitter *emitter, uint64_t value);
LLVMValueRef emit_mapped(const struct value_map *map, LLVMValueRef value); /* NULL: it is not */
/* An instruction of the kernel once more, at the builder's place. */
LLVMValueRef emit_clone(const struct emitter *emitter, LLVMValueRef instruction);
/* The same with what stands for its operands. */
LLVMValueRef emit_invariant(const struct emitter *emitter, LLVMValueRef instruction);
/* What tells copies of what is kept from whatever a kernel accesses itself. */
LLVMValueRef split_kept_scope(struct ir_unit *unit);
LLVMBasicBlockRef emit_block(const struct emitter *emitter, const char *name);
LLVMValueRef emit_variable(const struct emitter *emitter, const struct split_slot *slot);
void emit_set_metadata(const struct emitter *emitter, LLVMValueRef instruction, const char *kind,
                       LLVMValueRef node);

/* ---- a region ---- */

void emit_begin_region(const struct emitter *emitter, struct items *items,
                       const struct split_region *region);
void emit_end_region(struct items *items);

/* This work-item's of places that follow each other from the base. */
LLVMValueRef emit_place(const struct emitter *emitter, const struct items *items, LLVMValueRef base,
                        uint64_t bytes);
const bool *emit_alive_at(const struct split_kernel *kernel, LLVMBasicBlockRef block);
LLVMValueRef emit_load_slot(const struct emitter *emitter, const struct split_slot *slot,
                            LLVMValueRef address);
/* In a work-item's beginning; and at its end, where it stops at a barrier. */
void emit_take_slots(const struct emitter *emitter, struct items *items);
void emit_give_slots(const struct emitter *emitter, const struct items *items, size_t place);

/* An instruction with what stands for its operands in this work-item. */
void emit_copy(const struct emitter *emitter, struct items *items, LLVMValueRef instruction);
/* From the builder's place to the region's beginning. */
void emit_copy_blocks(const struct emitter *emitter, struct items *items);

#endif
