/* A function's control-flow graph in machine code, and which of its blocks run while lanes wait.
 *
 * A cycle is a set of blocks that ways lead round in, through its header: the first of its blocks
 * in reverse post-order. Cycles that only their header enters, natural loops, nest.
 *
 * A scope is a piece of code in which some lanes may be inactive: what lies between a vx_split and
 * its vx_join, or a loop that lanes leave by a vx_pred. Scopes nest; the function itself is scope
 * 0.
 */
#ifndef MUONC_PROOF_FLOW_H
#define MUONC_PROOF_FLOW_H

#include "muonc/program/function.h"
#include "muonc/proof/masks.h"

struct flow_edge {
    uint32_t from, to; /* blocks */
    bool taken;        /* by a conditional branch */
    uint32_t leaves;   /* the scope that ends here, 0: none */
};

enum { FLOW_NO_CYCLE = UINT32_MAX, FLOW_NO_BLOCK = UINT32_MAX };

struct flow_block {
    uint32_t begin, end;   /* instructions */
    uint32_t scope;        /* innermost */
    uint32_t first, count; /* its incoming edges in flow.edges */
    /* Set by cycles_find (cycles.h). */
    uint32_t cycle; /* that it is the header of, or FLOW_NO_CYCLE */
    uint32_t loop;  /* the innermost natural loop that it is in, or FLOW_NO_CYCLE */
};

struct flow_cycle {
    uint32_t header;
    uint32_t end;     /* behind the last of its blocks; others lie in between */
    bool irreducible; /* it has other entries, too */
    uint32_t parent;  /* of a natural loop: the one around it, or FLOW_NO_CYCLE */
};

/* Blocks are in reverse post-order: an edge that does not lead forward closes a cycle. */
static inline bool flow_is_retreating(const struct flow_edge *edge) {
    return edge->from >= edge->to;
}

struct flow_scope {
    uint32_t parent, depth;
    uint32_t insn; /* the vx_split or vx_pred */
    bool loop;
};

struct flow {
    struct flow_block *blocks; /* those that the entry reaches, in reverse post-order */
    size_t count;
    uint32_t *block_of;      /* by instruction; FLOW_NO_BLOCK: control never comes there */
    struct flow_edge *edges; /* by .to */
    size_t edge_count;
    struct flow_scope *scopes;
    size_t scope_count;
    uint32_t *scope_of; /* by instruction: the scope that a vx_split or vx_pred begins, or 0 */
    struct masks masks;
    ptrdiff_t fault; /* a vx_pred that does not close a loop which lanes leave only there, or -1 */

    /* Set by cycles_find. */
    struct flow_cycle *cycles; /* by header */
    size_t cycle_count;
    /* By block, cycle_words words: the bits of the cycles that it is part of. */
    uint64_t *in_cycles;
    size_t cycle_words;
};

/* is_entered: by instruction, whether indirect jumps of this function may lead there; may be NULL.
 */
struct flow flow_build(const struct image *image, const struct function *function,
                       const bool *is_entered);
void flow_free(struct flow *flow);

/* Whether a block is part of a cycle. */
static inline bool flow_is_in_cycle(const struct flow *flow, uint32_t block, uint32_t cycle) {
    return flow->in_cycles[block * flow->cycle_words + cycle / 64] >> cycle % 64 & 1;
}

/* Whether a scope is another one or lies in it. */
bool flow_is_inside(const struct flow *flow, uint32_t scope, uint32_t outer);

/* Whether the program ends here: nothing runs behind it. */
bool flow_ends(const struct muon_insn *insn);

/* A jump through a register that is no return. */
bool flow_is_indirect_jump(const struct function *function, size_t insn);

#endif
