#include "muonc/ir/unit/block_order.h"

#include <stdint.h>

/* New blocks come before a block that many lead to, one behind the other: each takes little of the
 * room that is left. */
static const size_t ROOM = (size_t)1 << 40;
enum { SHARES = 16 };

static void number_all(struct block_order *order, LLVMValueRef function) {
    size_t number = 0;
    for (LLVMBasicBlockRef block = LLVMGetFirstBasicBlock(function); block;
         block = LLVMGetNextBasicBlock(block))
        value_map_set(&order->numbers, block, number += ROOM);
}

/* A number between the neighbours', if they have numbers and there is one. */
static bool number_between(struct block_order *order, LLVMBasicBlockRef block) {
    LLVMBasicBlockRef before = LLVMGetPreviousBasicBlock(block);
    LLVMBasicBlockRef after = LLVMGetNextBasicBlock(block);
    ptrdiff_t low = before ? value_map_get(&order->numbers, before) : VALUE_MAP_NONE;
    ptrdiff_t high = after ? value_map_get(&order->numbers, after) : VALUE_MAP_NONE;
    if (low == VALUE_MAP_NONE || high == VALUE_MAP_NONE || high - low < SHARES)
        return false;
    value_map_set(&order->numbers, block, (size_t)(low + (high - low) / SHARES));
    return true;
}

size_t block_order_number(struct block_order *order, LLVMBasicBlockRef block) {
    if (value_map_get(&order->numbers, block) == VALUE_MAP_NONE && !number_between(order, block))
        number_all(order, LLVMGetBasicBlockParent(block));
    return (size_t)value_map_get(&order->numbers, block);
}

void block_order_free(struct block_order *order) {
    value_map_free(&order->numbers);
}
