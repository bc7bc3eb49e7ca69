/* Instruction words to uops, and the cache of decoded pages. */
#include "musim/neutrino/core.h"

#include "support/alloc.h"

#include <string.h>

enum format { R, I, SHIFT, S, B, U, J, CSR, XRM, FI, F, FRM, NONE };

static const struct {
    uint32_t mask, match;
    uint8_t op;
    uint8_t format;
} table[] = {
#define INSN(name, format, mask, match) {mask, match, OP_##name, format},
#include "musim/neutrino/rv64.def"
};
_Static_assert(OP_COUNT < 256, "op is a byte in the table");

/* Bits high to low of word, sign-extended and shifted left. */
static int32_t field(uint32_t word, unsigned high, unsigned low, unsigned shift) {
    return (int32_t)((uint32_t)((int32_t)(word << (31 - high)) >> (31 - high + low)) << shift);
}

static uint32_t bits(uint32_t word, unsigned high, unsigned low, unsigned shift) {
    return (word >> low & ((1u << (high - low + 1)) - 1)) << shift;
}

static int32_t immediate(uint32_t word, enum format format) {
    switch (format) {
    case I:
    case FI: return field(word, 31, 20, 0);
    case SHIFT: return bits(word, 25, 20, 0);
    case CSR: return bits(word, 31, 20, 0);
    case S: return field(word, 31, 25, 5) | bits(word, 11, 7, 0);
    case B:
        return field(word, 31, 31, 12) | bits(word, 7, 7, 11) | bits(word, 30, 25, 5) |
               bits(word, 11, 8, 1);
    case U: return field(word, 31, 12, 12);
    case J:
        return field(word, 31, 31, 20) | bits(word, 19, 12, 12) | bits(word, 20, 20, 11) |
               bits(word, 30, 21, 1);
    default: return 0;
    }
}

void rv64_decode(uint32_t word, struct rv64_uop *uop) {
    *uop = (struct rv64_uop){
        .op = OP_ILLEGAL,
        .rd = bits(word, 11, 7, 0),
        .rs1 = bits(word, 19, 15, 0),
        .rs2 = bits(word, 24, 20, 0),
        .rs3 = bits(word, 31, 27, 0),
        .rm = bits(word, 14, 12, 0),
        .word = word,
    };
    size_t row = 0;
    while (row < sizeof table / sizeof *table && (word & table[row].mask) != table[row].match)
        row++;
    if (row == sizeof table / sizeof *table)
        return;

    enum format format = table[row].format;
    bool reserved_rounding = uop->rm == 5 || uop->rm == 6;
    if (reserved_rounding && (format == XRM || format == FRM))
        return;
    uop->op = table[row].op;
    uop->imm = immediate(word, format);
    if (!uop->rd && format != FI && format != F && format != FRM)
        uop->rd = REGISTER_SINK;
}

struct rv64_page *rv64_code_page(struct rv64 *core, uint64_t pc) {
    uint64_t base = pc & -(uint64_t)PAGE_BYTES;
    struct rv64_page **slot = &core->pages[pc / PAGE_BYTES % CODE_PAGES];
    struct rv64_page *page = *slot;
    if (likely(page && page->base == base && page->generation == core->generation))
        return page;
    if (!page)
        page = *slot = xmalloc(sizeof *page);
    page->base = base;
    page->generation = core->generation;
    memset(page->uops, 0, sizeof page->uops);
    page->uops[PAGE_UOPS].op = OP_PAGE_END;
    return page;
}
