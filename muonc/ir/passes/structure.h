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

/* blocks, with flow->count elements, all false when given: those between a forward branch and its
 * post-dominator, or those of the latch's loop. */
enum branch_shape structure_shape(struct control_flow *flow, size_t branch, bool *blocks);

/* Rewrites the chosen functions of the module so that every conditional branch has a shape. False
 * after a diagnostic. */
bool structure_functions(struct ir_unit *unit, const struct value_map *chosen);

#endif
