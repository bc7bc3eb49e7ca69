/* The program's functions as the proof of uniformity sees them: who made them, who may call them,
 * and what a call of them may read and change. */
#ifndef MUONC_LINK_CALLGRAPH_H
#define MUONC_LINK_CALLGRAPH_H

#include "muonc/link/function.h"
#include "muonc/link/promises.h"

/* Registers that may carry arguments: a0 to a7, and t2, t3 to t6 of LLVM's fast calls. Registers
 * that a called function may change: these, ra, t0 and t1. */
#define CALL_ARGUMENTS UINT32_C(0xf003fc80)
#define CALL_VOLATILE UINT32_C(0xf003fce2)

enum { CALL_STACK_WORDS = 32 };

/* A set of registers. */
struct register_set {
    uint64_t bits[MUON_REGISTERS / 64];
};
static inline void register_set_add(struct register_set *set, unsigned number) {
    set->bits[number / 64] |= UINT64_C(1) << number % 64;
}
static inline bool register_set_has(const struct register_set *set, unsigned number) {
    return set->bits[number / 64] >> number % 64 & 1;
}

struct callgraph_function {
    const struct function *function;
    bool compiled, single_lane; /* the latter implies the former */
    bool address_taken;         /* something else than calls refers to it */
    bool global;                /* other objects could call it */
    bool *is_entered;           /* by instruction: its address is taken; NULL: of none within */
    struct register_set reads, changes; /* registers; also by what it calls */
    uint32_t stack_words;       /* that it may read of those that the caller pushed */
};

struct callgraph {
    const struct image *image;
    const struct function_list *functions;
    struct callgraph_function *items; /* as functions->items */
    struct register_set changes;      /* by any function: what an unknown one may change */
};

struct callgraph callgraph_build(const struct image *image, const struct function_list *functions,
                                 const struct promises *promises);
void callgraph_free(struct callgraph *graph);

/* NULL if no function starts there. */
const struct callgraph_function *callgraph_at(const struct callgraph *graph,
                                              struct image_place place);

#endif
