/* Control flow in the form that vx_split, vx_join and vx_pred need. */
#ifndef MUONC_IR_PASSES_STRUCTURE_H
#define MUONC_IR_PASSES_STRUCTURE_H

#include "muonc/ir/analysis/control_flow.h"
#include "muonc/ir/unit/unit.h"

/* How lanes that decide differently at a branch come together again. */
enum branch_shape {
    SHAPE_NONE, /* they cannot: the function has to be restructured */
    /* Both sides lead to the branch's post-dominator, nothing else leads between, and the branch is
     * not between itself. */
    SHAPE_FORWARD,
    /* One side leads back to the head of a loop that is entered there only, and that no other
     * branch leaves or repeats. */
    SHAPE_LATCH,
};

/* The shapes of a function's branches, asked for from the last block to the first: the region of a
 * forward branch is passed over by those around it. The flow must outlive it. */
struct shapes {
    struct control_flow *flow;
    size_t *loop, loop_count; /* of the last latch: the blocks of its loop */
    bool *in_loop;            /* by block */
    size_t *arrived;          /* by block: edges that lead there in the region at hand */
    size_t *stack, *found;
    size_t *edges_to_end; /* by forward branch: edges from it and its region to its end; or 0 */
};

void shapes_open(struct shapes *shapes, struct control_flow *flow);
void shapes_close(struct shapes *shapes);
enum branch_shape shapes_find(struct shapes *shapes, size_t branch);

/* Rewrites the chosen functions of the module so that every conditional branch has a shape. False
 * after a diagnostic. */
bool structure_functions(struct ir_unit *unit, const struct value_map *chosen);

#endif
