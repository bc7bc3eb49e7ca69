#include "isa/table.h"

#include <string.h>

#define MUON_ALIAS(mnemonic, operands, id, ...)                                                    \
    {mnemonic, operands, {.op = MUON_##id, ##__VA_ARGS__}, true, NULL},
#define MUON_SYNONYM(mnemonic, operands, id, single)                                               \
    {mnemonic, operands, {.op = MUON_##id}, false, single},

const struct muon_alias muon_aliases[] = {
#include "isa/alias.def"
};
enum { ALIASES = sizeof muon_aliases / sizeof *muon_aliases };
const size_t muon_alias_count = ALIASES;

/* The printed aliases of each operation, in order: one more than the index, 0 behind the last. */
static uint8_t first_alias[MUON_OP_COUNT], next_alias[ALIASES];
_Static_assert(ALIASES < UINT8_MAX, "an alias fits the tables' bytes");

__attribute__((constructor)) static void fill_tables(void) {
    for (size_t i = ALIASES; i-- > 0;) {
        if (!muon_aliases[i].printed)
            continue;
        next_alias[i] = first_alias[muon_aliases[i].rest.op];
        first_alias[muon_aliases[i].rest.op] = (uint8_t)(i + 1);
    }
}

static bool same(const struct muon_insn *a, const struct muon_insn *b) {
    return a->op == b->op && a->rd == b->rd && a->rs1 == b->rs1 && a->rs2 == b->rs2 &&
           a->rs3 == b->rs3 && a->rs4 == b->rs4 && a->rm == b->rm && a->retire == b->retire &&
           a->part == b->part && a->sync == b->sync && a->elems == b->elems && a->imm == b->imm;
}

/* Whether the instruction is all that these operands say of it and the rest. */
static bool fits(const struct muon_insn *insn, const char *operands, size_t length,
                 const struct muon_insn *rest) {
    struct muon_insn said = *rest;
    for (size_t i = 0; i < length; i++)
        muon_copy_operand(operands[i], insn, &said);
    return same(&said, insn);
}

/* The shortest of an alias's alternatives that fits. */
static bool choose(const struct muon_insn *insn, const struct muon_alias *alias,
                   const char **operands, size_t *length) {
    const char *best = NULL;
    for (const char *at = alias->operands;; at++) {
        size_t letters = strcspn(at, "|");
        if ((!best || letters < *length) && fits(insn, at, letters, &alias->rest)) {
            best = *operands = at;
            *length = letters;
        }
        at += letters;
        if (!*at)
            return best;
    }
}

const struct muon_alias *muon_find_alias(const struct muon_insn *insn, const char **operands,
                                         size_t *length) {
    for (unsigned i = first_alias[insn->op]; i; i = next_alias[i - 1])
        if (choose(insn, &muon_aliases[i - 1], operands, length))
            return &muon_aliases[i - 1];
    return NULL;
}
