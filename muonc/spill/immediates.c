#include "muonc/spill/immediates.h"

#include "muonc/program/definitions.h"
#include "support/alloc.h"

#include <stdlib.h>

struct folder {
    const struct liveness_callees *callees;
    struct function *function;
    const struct definitions *before; /* each instruction */
    bool *unused;                     /* instructions of which a use is gone */
    const bool *joins;                /* function_joins */
    register_set free;                /* whose values are the function's own business */
    bool deciding;                    /* between a vx_split or vx_pred and its branch */
};

/* What a register holds: the sum of another one, a number, and an address that moves with the code.
 */
struct sum {
    uint8_t base; /* zero if there is none */
    uint32_t number;
    const struct code_insn *place; /* whose `to` and `beyond` are the address; or NULL */
};

/* How far a sum is followed to its parts. */
enum { MOST_STEPS = 4 };

/* The instruction of one word that wrote what a register holds before another one, NULL if there is
 * no single one. */
static struct code_insn *definition(const struct folder *folder, size_t at, uint8_t reg) {
    uint16_t number = folder->before[at].of[reg];
    if (number < DEFINITION_FIRST)
        return NULL;
    struct code_insn *insn = &folder->function->insns[number - DEFINITION_FIRST];
    return insn->word_count == 1 ? insn : NULL;
}

static size_t number_of(const struct folder *folder, const struct code_insn *insn) {
    return (size_t)(insn - folder->function->insns);
}

/* A register has at both places the same value (definitions.h). */
static bool is_same(const struct folder *folder, uint8_t reg, size_t one, size_t other) {
    uint16_t definition = folder->before[one].of[reg];
    return !reg || (definition != DEFINITION_NONE && definition == folder->before[other].of[reg]);
}

static struct sum sum_before(const struct folder *folder, size_t at, uint8_t reg, unsigned steps);

/* What an addition of registers, one of them a number, writes. */
static bool add_registers(const struct folder *folder, const struct code_insn *insn, unsigned steps,
                          struct sum *sum) {
    const struct muon_insn *word = &insn->words[0];
    uint8_t operands[] = {word->rs1, word->rs2};
    for (unsigned i = 0; i < 2 && steps; i++) {
        *sum = sum_before(folder, number_of(folder, insn), operands[i], steps - 1);
        if (!sum->base) {
            sum->base = operands[!i];
            return true;
        }
    }
    return false;
}

/* A number of more than 12 bits may be a shorter one, shifted. */
static bool shift_number(const struct folder *folder, const struct code_insn *insn, unsigned steps,
                         struct sum *sum) {
    const struct muon_insn *word = &insn->words[0];
    if (!steps)
        return false;
    *sum = sum_before(folder, number_of(folder, insn), word->rs1, steps - 1);
    sum->number <<= word->imm;
    return !sum->base && !sum->place;
}

static bool is_code(const struct image *image, struct image_place place) {
    return place.section < image->section_count && image->sections[place.section].code;
}

/* What an instruction writes, as a sum; false if it is none. Of lui with the high part of an
 * address nothing is known without the low part. */
static bool written(const struct folder *folder, const struct code_insn *insn, unsigned steps,
                    struct sum *sum) {
    const struct muon_insn *word = &insn->words[0];
    bool number = insn->fix == CODE_FIX_NONE && insn->pair == CODE_NO_PAIR;
    if (insn->fix != CODE_FIX_NONE && is_code(folder->callees->graph->image, insn->to))
        return false; /* whoever adds to the address wants the code's bytes */
    switch (word->op) {
    case MUON_LUI: *sum = (struct sum){0, (uint32_t)word->imm << 12, NULL}; return number;
    case MUON_AUIPC: *sum = (struct sum){0, 0, insn}; return insn->fix == CODE_FIX_PC;
    case MUON_ADDI:
        *sum = (struct sum){word->rs1, number ? (uint32_t)word->imm : 0, number ? NULL : insn};
        return number || insn->fix == CODE_FIX_ABSOLUTE;
    case MUON_SLLI: return shift_number(folder, insn, steps, sum);
    case MUON_ADD: return number && add_registers(folder, insn, steps, sum);
    default: return false;
    }
}

static struct sum sum_before(const struct folder *folder, size_t at, uint8_t reg, unsigned steps) {
    struct sum sum = {.base = reg}, part;
    for (; steps && sum.base; steps--) {
        const struct code_insn *insn = definition(folder, at, sum.base);
        if (!insn || !written(folder, insn, steps, &part) || (sum.place && part.place) ||
            part.base == MUON_REGISTER_SP ||
            !is_same(folder, part.base, number_of(folder, insn), at))
            break;
        sum =
            (struct sum){part.base, sum.number + part.number, part.place ? part.place : sum.place};
    }
    return sum;
}

static void lose_use(const struct folder *folder, size_t at, uint8_t reg) {
    struct code_insn *insn = reg ? definition(folder, at, reg) : NULL;
    if (insn)
        folder->unused[number_of(folder, insn)] = true;
}

void immediates_add(struct code_insn *insn, uint32_t number, const struct code_insn *place) {
    struct muon_insn *word = &insn->words[0];
    word->imm = (int32_t)((uint32_t)word->imm + number);
    if (place) {
        insn->fix = CODE_FIX_ABSOLUTE;
        insn->to = place->to;
        insn->beyond = place->beyond + word->imm;
    }
}

static void set_base(const struct folder *folder, size_t at, struct sum sum) {
    struct code_insn *insn = &folder->function->insns[at];
    lose_use(folder, at, insn->words[0].rs1);
    insn->words[0].rs1 = sum.base;
    immediates_add(insn, sum.number, sum.place);
}

/* ---- addresses and additions ---- */

static bool is_high_part(const struct code_insn *insn, const struct code_insn *low) {
    return insn && insn->words[0].op == MUON_LUI && insn->fix == CODE_FIX_HIGH && !low->beyond &&
           ((uint32_t)insn->words[0].imm << 12) + (uint32_t)low->words[0].imm == low->to.address;
}

/* The low part of an address, added to its high part, which may have been added to something else.
 */
static void fold_low_part(const struct folder *folder, size_t at) {
    struct code_insn *low = &folder->function->insns[at];
    struct muon_insn *word = &low->words[0];
    const struct code_insn *base = definition(folder, at, word->rs1);
    uint8_t other = 0;
    if (base && base->words[0].op == MUON_ADD) {
        size_t sum = number_of(folder, base);
        uint8_t left = base->words[0].rs1, right = base->words[0].rs2;
        bool first = is_high_part(definition(folder, sum, left), low);
        other = first ? right : left;
        base = definition(folder, sum, first ? left : right);
        if (other == MUON_REGISTER_SP || !is_same(folder, other, sum, at))
            return;
    }
    if (!is_high_part(base, low))
        return;
    lose_use(folder, at, word->rs1);
    word->rs1 = other;
    low->fix = CODE_FIX_ABSOLUTE;
    low->pair = CODE_NO_PAIR;
}

static bool has_base(const struct muon_insn *word) {
    enum muon_format format = muon_op_info(word->op)->format;
    return format == MUON_FORMAT_LOAD || format == MUON_FORMAT_STORE ||
           (word->op == MUON_ADDI && word->rd);
}

/* The proof in masks.h follows a split's condition from register to register up to the branch. */
static bool may_copy_condition(const struct folder *folder, const struct code_insn *insn) {
    return folder->deciding && insn->words[0].op == MUON_ADDI && insn->words[0].imm == 0 &&
           insn->fix == CODE_FIX_NONE;
}

static void fold_base(const struct folder *folder, size_t at) {
    const struct code_insn *insn = &folder->function->insns[at];
    uint8_t base = insn->words[0].rs1;
    if (may_copy_condition(folder, insn))
        return;
    if (insn->fix == CODE_FIX_LOW) {
        fold_low_part(folder, at);
        return;
    }
    struct sum sum = sum_before(folder, at, base, MOST_STEPS);
    if (sum.base != base && insn->fix == CODE_FIX_NONE && insn->pair == CODE_NO_PAIR)
        set_base(folder, at, sum);
}

/* ---- numbers as second operands ---- */

static const struct {
    enum muon_op registers, immediate;
    bool commutes;
} forms[] = {
    {MUON_ADD, MUON_ADDI, true},  {MUON_AND, MUON_ANDI, true},  {MUON_OR, MUON_ORI, true},
    {MUON_XOR, MUON_XORI, true},  {MUON_SLT, MUON_SLTI, false}, {MUON_SLTU, MUON_SLTIU, false},
    {MUON_SLL, MUON_SLLI, false}, {MUON_SRL, MUON_SRLI, false}, {MUON_SRA, MUON_SRAI, false},
    {MUON_SUB, MUON_ADDI, false},
};

static bool is_shift(enum muon_op op) {
    return muon_op_info(op)->format == MUON_FORMAT_SHIFT;
}

/* The instruction with a number for its second operand. Only an addition takes an address. */
static bool set_number(const struct folder *folder, size_t at, size_t form, struct sum sum) {
    struct code_insn *insn = &folder->function->insns[at];
    struct muon_insn *word = &insn->words[0];
    enum muon_op op = forms[form].immediate;
    if (sum.base || (sum.place && word->op != MUON_ADD))
        return false;
    uint32_t number = word->op == MUON_SUB ? -sum.number : sum.number;
    lose_use(folder, at, word->rs2);
    *word = (struct muon_insn){.op = op, .rd = word->rd, .rs1 = word->rs1};
    sum = (struct sum){word->rs1, is_shift(op) ? number & 31 : number, sum.place};
    set_base(folder, at, sum);
    return true;
}

static void fold_number(const struct folder *folder, size_t at) {
    struct code_insn *insn = &folder->function->insns[at];
    struct muon_insn *word = &insn->words[0];
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (word->op != forms[i].registers || !word->rd || !word->rs1 || !word->rs2)
            continue;
        uint8_t left = word->rs1, right = word->rs2;
        if (set_number(folder, at, i, sum_before(folder, at, right, MOST_STEPS)) ||
            !forms[i].commutes)
            return;
        struct sum sum = sum_before(folder, at, left, MOST_STEPS);
        if (sum.base)
            return;
        word->rs1 = right;
        word->rs2 = left;
        if (!set_number(folder, at, i, sum)) {
            word->rs1 = left;
            word->rs2 = right;
        }
        return;
    }
}

static void fold(const struct folder *folder, size_t at) {
    const struct code_insn *insn = &folder->function->insns[at];
    if (insn->word_count != 1 || insn->words[0].op == MUON_ILLEGAL)
        return;
    if (insn->fix == CODE_FIX_NONE && insn->pair == CODE_NO_PAIR)
        fold_number(folder, at);
    if (has_base(&insn->words[0]))
        fold_base(folder, at);
}

static bool parts_lanes(const struct code_insn *insn) {
    if (insn->word_count != 1)
        return false;
    enum muon_op op = insn->words[0].op;
    return op == MUON_VX_SPLIT || op == MUON_VX_SPLIT_N || op == MUON_VX_PRED ||
           op == MUON_VX_PRED_N;
}

static void fold_all(struct folder *folder, const bool *reached) {
    for (size_t i = 0; i < folder->function->count; i++) {
        const struct code_insn *insn = &folder->function->insns[i];
        folder->deciding = parts_lanes(insn) || (folder->deciding && code_is_plain(insn));
        if (reached[i])
            fold(folder, i);
    }
}

/* ---- additions to a register itself ---- */

bool immediates_takes_offset(const struct code_insn *insn, uint8_t reg) {
    const struct muon_insn *word = &insn->words[0];
    return insn->word_count == 1 && word->op != MUON_ILLEGAL && has_base(word) &&
           word->rs1 == reg && insn->fix == CODE_FIX_NONE && insn->pair == CODE_NO_PAIR &&
           !(muon_op_info(word->op)->format == MUON_FORMAT_STORE && word->rs2 == reg);
}

/* The instruction behind the last one that reads what an addition leaves in its register, if all
 * are straight behind it and take offsets; else 0. */
static size_t offsets_end(const struct folder *folder, const register_set *live_after, size_t at) {
    const struct function *function = folder->function;
    uint8_t reg = function->insns[at].words[0].rd;
    for (size_t i = at + 1; i < function->count && code_is_plain(&function->insns[i]); i++) {
        const struct code_insn *insn = &function->insns[i];
        if (folder->joins[i] ||
            (register_set_has(registers_read(insn), reg) && !immediates_takes_offset(insn, reg)))
            return 0;
        if (register_set_has(registers_written(insn), reg) || !register_set_has(live_after[i], reg))
            return i + 1;
    }
    return 0;
}

/* addi a, a, n before loads and stores at a: they add n themselves. */
static bool sink_addition(const struct folder *folder, const register_set *live_after, size_t at) {
    struct code_insn *insns = folder->function->insns, *insn = &insns[at];
    const struct muon_insn *word = &insn->words[0];
    struct sum sum;
    if (insn->word_count != 1 || word->op != MUON_ADDI || !word->rd || word->rd != word->rs1 ||
        word->rd == MUON_REGISTER_SP || !register_set_has(folder->free, word->rd) ||
        !written(folder, insn, 0, &sum))
        return false;
    size_t end = offsets_end(folder, live_after, at);
    for (size_t i = at + 1; i < end; i++)
        if (register_set_has(registers_read(&insns[i]), word->rd))
            immediates_add(&insns[i], sum.number, sum.place);
    if (end)
        code_remove(insn);
    return end;
}

static unsigned sink_additions(const struct folder *folder, register_set *stale) {
    register_set entry, *live_after = liveness_after(folder->callees, folder->function, &entry);
    unsigned sunk = 0;
    for (size_t i = 0; i < folder->function->count; i++)
        if (sink_addition(folder, live_after, i)) {
            *stale |= REGISTER_BIT(folder->function->insns[i].words[0].rd);
            sunk++;
        }
    free(live_after);
    return sunk;
}

/* ---- what nobody needs any more ---- */

static bool can_go(const struct folder *folder, const struct code_insn *insn) {
    return insn->word_count == 1 && insn->words[0].rd &&
           register_set_has(folder->free, insn->words[0].rd) &&
           muon_op_info(insn->words[0].op)->class == MUON_CLASS_ALU;
}

static unsigned remove_unused(const struct folder *folder, register_set *stale) {
    const struct function *function = folder->function;
    register_set entry, *live_after = liveness_after(folder->callees, function, &entry);
    unsigned removed = 0;
    for (size_t i = function->count; i-- > 0;) {
        struct code_insn *insn = &function->insns[i];
        if (!folder->unused[i] || !can_go(folder, insn) ||
            register_set_has(live_after[i], insn->words[0].rd))
            continue;
        lose_use(folder, i, insn->words[0].rs1);
        if (insn->words[0].op == MUON_ADD)
            lose_use(folder, i, insn->words[0].rs2);
        *stale |= REGISTER_BIT(insn->words[0].rd);
        code_remove(insn);
        removed++;
    }
    free(live_after);
    return removed;
}

unsigned immediates_fold(const struct liveness_callees *callees, struct function *function,
                         register_set own, register_set *stale) {
    bool *reached = xcalloc(function->count + 1, sizeof *reached);
    struct definitions *before = definitions_find(callees, function, own, reached);
    bool *unused = xcalloc(function->count + 1, sizeof *unused);
    bool *joins = function_joins(callees->graph->image, function);
    struct folder folder = {callees, function, before, unused, joins, REGISTERS_LOW | own, false};
    unsigned removed = 0;
    if (before)
        fold_all(&folder, reached);
    for (unsigned more = before != NULL; more; removed += more)
        more = remove_unused(&folder, stale);
    removed += sink_additions(&folder, stale);
    free(joins);
    free(unused);
    free(before);
    free(reached);
    return removed;
}
