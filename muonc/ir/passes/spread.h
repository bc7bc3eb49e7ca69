/* How far lanes are apart: a value as a sum of what is the same in all active lanes, and of
 * something from 0 up to a bound that is the same in all of them, too. All of 32 bits, and modulo
 * 2^32. */
#ifndef MUONC_IR_PASSES_SPREAD_H
#define MUONC_IR_PASSES_SPREAD_H

#include "muonc/ir/analysis/dominance.h"
#include "muonc/ir/analysis/uniformity.h"

struct spread {
    LLVMValueRef base;       /* NULL: 0 */
    LLVMValueRef bound_word; /* NULL: 0. Not negative, signed or unsigned; and to this */
    uint64_t bound;          /* … added: less than 2^31 */
};

struct spreads {
    struct ir_unit *unit;
    const struct uniformity *uniformity;
    const struct control_flow *flow;
    const struct dominators *dominators;
    size_t block;           /* where the value is known … */
    LLVMBuilderRef builder; /* … and what is found is computed */
};

/* False if nothing is known of the value. What was built by then has no use. */
bool spread_find(const struct spreads *spreads, LLVMValueRef value, struct spread *spread);

#endif
