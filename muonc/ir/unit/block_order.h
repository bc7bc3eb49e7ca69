/* Which of two blocks of a function comes first, while blocks are added. */
#ifndef MUONC_IR_UNIT_BLOCK_ORDER_H
#define MUONC_IR_UNIT_BLOCK_ORDER_H

#include "muonc/ir/unit/value_map.h"

#include <llvm-c/Core.h>
#include <stdbool.h>

/* Starts empty. A block's number is larger than those of the blocks before it, with room for more
 * between. */
struct block_order {
    struct value_map numbers;
};

/* The block's number, which holds until the next one is asked for that has none yet. */
size_t block_order_number(struct block_order *order, LLVMBasicBlockRef block);
void block_order_free(struct block_order *order);

#endif
