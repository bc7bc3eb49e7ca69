#include "muonc/spill/locations.h"

#include <dwarf.h>
#include <string.h>

/* One operation: DW_OP_…, its operands, and where it is. */
struct operation {
    uint8_t atom;
    int64_t operand; /* the last one, if it is a LEB128 */
    size_t start, end;
};

static bool read_leb128(const uint8_t *bytes, size_t size, size_t *at, bool is_signed,
                        int64_t *value) {
    uint64_t result = 0;
    uint8_t byte;
    unsigned shift = 0;
    do {
        if (*at == size || shift > 56)
            return false;
        byte = bytes[(*at)++];
        result |= (uint64_t)(byte & 0x7f) << shift;
        shift += 7;
    } while (byte & 0x80);
    if (is_signed && byte & 0x40)
        result |= ~UINT64_C(0) << shift;
    *value = (int64_t)result;
    return true;
}

static bool is_breg(uint8_t atom) {
    return atom >= DW_OP_breg0 && atom <= DW_OP_breg31;
}

static bool is_reg(uint8_t atom) {
    return atom >= DW_OP_reg0 && atom <= DW_OP_reg31;
}

/* The operations that LLVM describes variables with; false for others. */
static bool next_operation(const uint8_t *bytes, size_t size, size_t *at, struct operation *op) {
    *op = (struct operation){.atom = bytes[*at], .start = *at};
    size_t skip = 0;
    bool is_signed = false, leb128 = false;
    (*at)++;
    switch (op->atom) {
    case DW_OP_fbreg:
    case DW_OP_consts: is_signed = leb128 = true; break;
    case DW_OP_piece:
    case DW_OP_constu:
    case DW_OP_plus_uconst: leb128 = true; break;
    case DW_OP_const1u:
    case DW_OP_const1s: skip = 1; break;
    case DW_OP_const2u:
    case DW_OP_const2s: skip = 2; break;
    case DW_OP_const4u:
    case DW_OP_const4s:
    case DW_OP_addr: skip = 4; break;
    case DW_OP_stack_value:
    case DW_OP_deref:
    case DW_OP_nop: break;
    default:
        is_signed = leb128 = is_breg(op->atom);
        if (!leb128 && !is_reg(op->atom) && !(op->atom >= DW_OP_abs && op->atom <= DW_OP_xor) &&
            !(op->atom >= DW_OP_lit0 && op->atom <= DW_OP_lit31) &&
            !(op->atom >= DW_OP_eq && op->atom <= DW_OP_ne))
            return false;
    }
    if (leb128 && !read_leb128(bytes, size, at, is_signed, &op->operand))
        return false;
    if (skip > size - *at)
        return false;
    op->end = *at += skip;
    return true;
}

static void erase(uint8_t *bytes, size_t start, size_t end) {
    memset(bytes + start, DW_OP_nop, end - start);
}

/* What an operation of an adjusted expression is looked at with. */
struct context {
    const struct spill_frame *frame;
    unsigned frame_base;
    uint8_t *bytes;
};

/* The offset from the stack pointer at entry that an operation names. The frame pointer serves as
 * one only if the frame base is it. */
static bool frame_offset(const struct context *context, const struct operation *op,
                         int64_t *offset) {
    const struct stack *stack = &context->frame->slots->stack;
    unsigned base = op->atom == DW_OP_fbreg ? context->frame_base : op->atom - DW_OP_breg0;
    if (base == MUON_REGISTER_SP)
        *offset = stack->lowest + op->operand;
    else if (base == MUON_REGISTER_FP && context->frame_base == base && stack->has_frame_pointer)
        *offset = stack->frame_pointer + op->operand;
    else
        return false;
    return true;
}

static uint8_t slot_register(const struct slot_frame *slots, int64_t offset) {
    for (size_t i = 0; i < slots->count; i++)
        if (slots->slots[i].offset == offset)
            return slots->slots[i].reg;
    return 0;
}

/* DW_OP_regx with a number that takes up the room. */
static void put_register(uint8_t *bytes, const struct operation *op, uint8_t reg) {
    bytes[op->start] = DW_OP_regx;
    memset(bytes + op->start + 1, 0x80, op->end - op->start - 1);
    bytes[op->start + 1] |= reg;
    bytes[op->end - 1] &= 0x7f;
}

/* alone: the operation is all of a location, or of a part. */
static bool adjust_operation(const struct context *context, const struct operation *op,
                             bool alone) {
    const struct spill_frame *frame = context->frame;
    uint8_t *bytes = context->bytes;
    int64_t offset;
    if (is_reg(op->atom) && register_set_has(frame->stale, op->atom - DW_OP_reg0)) {
        erase(bytes, op->start, op->end);
        return alone;
    }
    if (!frame_offset(context, op, &offset))
        return op->atom != DW_OP_fbreg &&
               (!is_breg(op->atom) || !register_set_has(frame->stale, op->atom - DW_OP_breg0));
    uint8_t reg = slot_register(frame->slots, offset);
    if (!reg)
        return !frame->gone;
    if (alone && !register_set_has(frame->stale, reg))
        put_register(bytes, op, reg);
    else
        erase(bytes, op->start, op->end);
    return alone;
}

void locations_adjust(const struct spill_frame *frame, unsigned frame_base, uint8_t *expression,
                      size_t size) {
    struct context context = {frame, frame_base, expression};
    struct operation op = {0}, next;
    bool good = true, begins = true;
    for (size_t at = 0; good && at < size;) {
        size_t behind;
        good = next_operation(expression, size, &at, &op);
        behind = at;
        bool ends = good && (at == size || (next_operation(expression, size, &behind, &next) &&
                                            next.atom == DW_OP_piece));
        good = good && adjust_operation(&context, &op, begins && ends);
        begins = op.atom == DW_OP_piece;
    }
    if (!good)
        erase(expression, 0, size);
}
