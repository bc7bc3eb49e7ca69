#include "muonc/spill/pointers.h"

#include "muonc/spill/immediates.h"

#include <stdlib.h>

/* A loop without another one in it: from its head to the branch back there. */
struct loop {
    const struct liveness_callees *callees;
    struct function *function;
    const bool *joins;
    register_set free; /* registers that are the function's */
    size_t head, latch;
};

/* A register that the loop changes by adding a number to it once a round, and that is otherwise
 * only a base: of an address that is, before the loop, another register and a number, or an
 * address. */
struct pointer {
    uint8_t reg;
    size_t begin, step; /* the instructions that make it and count it on */
};

enum { MOST_POINTERS = 16, MOST_INSTRUCTIONS = 512 };

static struct code_insn *at(const struct loop *loop, size_t insn) {
    return &loop->function->insns[insn];
}

/* ---- finding loops and their pointers ---- */

static bool is_addition(const struct code_insn *insn) {
    const struct muon_insn *word = &insn->words[0];
    bool number = insn->fix == CODE_FIX_NONE && insn->pair == CODE_NO_PAIR;
    return insn->word_count == 1 && word->op == MUON_ADDI && word->rd &&
           word->rd != MUON_REGISTER_SP && word->rs1 != MUON_REGISTER_SP &&
           (number || insn->fix == CODE_FIX_ABSOLUTE);
}

static ptrdiff_t target(const struct loop *loop, size_t insn) {
    return function_target(loop->callees->graph->image, loop->function, insn);
}

static bool is_inside(const struct loop *loop, ptrdiff_t insn) {
    return insn >= (ptrdiff_t)loop->head && insn <= (ptrdiff_t)loop->latch;
}

/* Whether control goes on in the loop, without a call, or leaves it by a branch. */
static bool goes_on(const struct loop *loop, size_t insn) {
    const struct muon_insn *word = &at(loop, insn)->words[0];
    ptrdiff_t to = target(loop, insn);
    return code_is_plain(at(loop, insn)) ||
           (word->op != MUON_ILLEGAL && !word->rd && to != FUNCTION_OUTSIDE &&
            (to > (ptrdiff_t)insn || !is_inside(loop, to)));
}

/* Control comes to the loop from the instruction before it alone. */
static bool is_loop(const struct loop *loop) {
    if (!loop->head || loop->latch - loop->head > MOST_INSTRUCTIONS ||
        !code_is_plain(at(loop, loop->head - 1)))
        return false;
    for (size_t i = loop->head; i < loop->latch; i++)
        if (!goes_on(loop, i))
            return false;
    for (size_t i = 0; i < loop->function->count; i++)
        if (!is_inside(loop, (ptrdiff_t)i) && is_inside(loop, target(loop, i)))
            return false;
    return true;
}

/* What is needed where the loop is left to. */
static register_set needed_behind(const struct loop *loop, const register_set *live_after) {
    register_set needed = 0;
    for (size_t i = loop->head; i <= loop->latch; i++) {
        ptrdiff_t to = i == loop->latch ? (ptrdiff_t)i + 1 : target(loop, i);
        if (to != FUNCTION_OUTSIDE && !is_inside(loop, to))
            needed |= liveness_before(loop->callees, loop->function, (size_t)to, live_after[to]);
    }
    return needed;
}

/* Where the register gets what it has when the loop begins, straight before. */
static bool find_begin(const struct loop *loop, struct pointer *pointer) {
    for (size_t i = loop->head; i-- > 0 && code_is_plain(at(loop, i));) {
        pointer->begin = i;
        if (register_set_has(registers_written(at(loop, i)), pointer->reg))
            return is_addition(at(loop, i));
        if (loop->joins[i] || register_set_has(registers_read(at(loop, i)), pointer->reg))
            return false;
    }
    return false;
}

/* Whether the instruction at pointer->step is the only one to write the register, and all others
 * add to it what they like. */
static bool is_pointer(const struct loop *loop, register_set live_after, struct pointer *pointer) {
    const struct code_insn *step = at(loop, pointer->step);
    pointer->reg = step->words[0].rd;
    if (!is_addition(step) || step->fix || step->words[0].rs1 != pointer->reg ||
        register_set_has(live_after, pointer->reg) || !register_set_has(loop->free, pointer->reg))
        return false;
    for (size_t i = loop->head; i <= loop->latch; i++) {
        const struct code_insn *insn = at(loop, i);
        if (i != pointer->step && (register_set_has(registers_written(insn), pointer->reg) ||
                                   (register_set_has(registers_read(insn), pointer->reg) &&
                                    !immediates_takes_offset(insn, pointer->reg))))
            return false;
    }
    return find_begin(loop, pointer);
}

static size_t find_pointers(const struct loop *loop, register_set live_after,
                            struct pointer pointers[MOST_POINTERS]) {
    size_t count = 0;
    for (size_t i = loop->head; i < loop->latch && count < MOST_POINTERS; i++) {
        pointers[count].step = i;
        count += at(loop, i)->word_count && is_pointer(loop, live_after, &pointers[count]);
    }
    return count;
}

/* ---- merging ---- */

/* Whether control goes from one instruction to the other, and nowhere else between. */
static bool is_straight(const struct loop *loop, size_t from, size_t to) {
    for (size_t i = from; i < to; i++)
        if (!code_is_plain(at(loop, i)) || loop->joins[i + 1])
            return false;
    return true;
}

/* They keep their distance: counted on alike, from one register where that has one value. */
static bool go_together(const struct loop *loop, const struct pointer *a, const struct pointer *b) {
    const struct muon_insn *first = &at(loop, a->begin)->words[0];
    const struct muon_insn *second = &at(loop, b->begin)->words[0];
    if (at(loop, a->step)->words[0].imm != at(loop, b->step)->words[0].imm ||
        first->rs1 != second->rs1 ||
        !is_straight(loop, a->step < b->step ? a->step : b->step,
                     a->step < b->step ? b->step : a->step))
        return false;
    size_t from = a->begin < b->begin ? a->begin : b->begin;
    size_t to = a->begin < b->begin ? b->begin : a->begin;
    for (size_t i = from; i < to; i++)
        if (register_set_has(registers_written(at(loop, i)), first->rs1))
            return false;
    return true;
}

/* Has what reads one pointer read another one, which begins with the register alone. */
static void redirect(const struct loop *loop, const struct pointer *from,
                     const struct pointer *to) {
    const struct code_insn *begin = at(loop, from->begin);
    bool address = begin->fix == CODE_FIX_ABSOLUTE;
    uint32_t number = address ? 0 : (uint32_t)begin->words[0].imm;
    uint32_t step = (uint32_t)at(loop, from->step)->words[0].imm;
    for (size_t i = loop->head; i < loop->latch; i++) {
        struct code_insn *insn = at(loop, i);
        if (i == from->step || !register_set_has(registers_read(insn), from->reg))
            continue;
        uint32_t ahead = (i > from->step ? step : 0) - (i > to->step ? step : 0);
        insn->words[0].rs1 = to->reg;
        immediates_add(insn, number + ahead, address ? begin : NULL);
    }
}

static void lead(const struct loop *loop, const struct pointer *pointer, register_set *stale) {
    struct code_insn *begin = at(loop, pointer->begin);
    redirect(loop, pointer, pointer);
    begin->words[0].imm = 0;
    begin->fix = CODE_FIX_NONE;
    begin->pair = CODE_NO_PAIR;
    *stale |= REGISTER_BIT(pointer->reg);
}

static void follow(const struct loop *loop, const struct pointer *pointer,
                   const struct pointer *leader, register_set *stale) {
    redirect(loop, pointer, leader);
    code_remove(at(loop, pointer->begin));
    code_remove(at(loop, pointer->step));
    *stale |= REGISTER_BIT(pointer->reg);
}

static unsigned merge(const struct loop *loop, const struct pointer *pointers, size_t count,
                      register_set *stale) {
    unsigned gone = 0;
    bool merged[MOST_POINTERS] = {false};
    for (size_t i = 0; i < count; i++) {
        bool leads = false;
        for (size_t j = i + 1; j < count && !merged[i]; j++) {
            if (merged[j] || !go_together(loop, &pointers[i], &pointers[j]))
                continue;
            merged[j] = true;
            gone++;
            if (!leads)
                lead(loop, &pointers[i], stale);
            leads = true;
            follow(loop, &pointers[j], &pointers[i], stale);
        }
    }
    return gone;
}

/* ---- counters ---- */

static bool is_power_of_two(uint32_t number) {
    return number && !(number & (number - 1));
}

static uint32_t step_size(const struct muon_insn *step) {
    return step->imm < 0 ? -(uint32_t)step->imm : (uint32_t)step->imm;
}

/* The instruction that counts a register down by a power of two, or up from below 0, if the loop's
 * branch, which ends it at 0, is all that needs the register; else 0. */
static size_t find_count(const struct loop *loop, register_set needed, uint8_t counter) {
    size_t found = 0;
    if (!register_set_has(loop->free & ~needed, counter))
        return 0;
    for (size_t i = loop->head; i < loop->latch; i++) {
        const struct code_insn *insn = at(loop, i);
        const struct muon_insn *word = &insn->words[0];
        if (!register_set_has(registers_written(insn) | registers_read(insn), counter))
            continue;
        if (found || !is_addition(insn) || insn->fix || word->rd != counter ||
            word->rs1 != counter || !is_power_of_two(step_size(word)))
            return 0;
        found = i;
    }
    return found;
}

/* Whether a pointer is counted on by a power of two times as much, and each round accesses memory
 * there: so it has no value twice. */
static bool tells_rounds(const struct loop *loop, const struct pointer *pointer, uint32_t size) {
    uint32_t step = (uint32_t)at(loop, pointer->step)->words[0].imm;
    bool counts = at(loop, pointer->step)->word_count && step < INT32_MAX && step % size == 0 &&
                  is_power_of_two(step / size);
    for (size_t i = loop->head; i < loop->latch && counts; i++) {
        const struct muon_insn *word = function_word(loop->function, i);
        enum muon_class class = muon_op_info(word->op)->class;
        if ((class == MUON_CLASS_LOAD || class == MUON_CLASS_STORE) && word->rs1 == pointer->reg)
            return true;
    }
    return false;
}

/* The last instruction before the loop, if there is room behind it; else NULL. */
static struct code_insn *find_room(const struct loop *loop, unsigned words) {
    size_t i = loop->head - 1;
    while (i > 0 && !at(loop, i)->word_count && !loop->joins[i])
        i--;
    struct code_insn *insn = at(loop, i);
    return insn->word_count && code_is_plain(insn) && insn->word_count + words <= CODE_MAX_WORDS
               ? insn
               : NULL;
}

static void append(struct code_insn *insn, struct muon_insn word) {
    insn->words[insn->word_count++] = word;
}

/* The counter becomes what the pointer has behind the last round: it moves as far as the counter
 * has to go, times the factor between their steps. */
static unsigned tell_end(const struct loop *loop, register_set needed,
                         const struct pointer *pointers, size_t count, register_set *stale) {
    struct muon_insn *branch = &at(loop, loop->latch)->words[0];
    uint8_t counter = branch->rs1 ? branch->rs1 : branch->rs2;
    if (branch->op != MUON_BNE || (branch->rs1 && branch->rs2) ||
        !is_straight(loop, loop->head, loop->latch))
        return 0;
    size_t step = find_count(loop, needed, counter);
    bool up = step && at(loop, step)->words[0].imm > 0;
    uint32_t size = step ? step_size(&at(loop, step)->words[0]) : 0;
    struct code_insn *before = find_room(loop, 2);
    for (size_t i = 0; i < count && step && before; i++) {
        if (!tells_rounds(loop, &pointers[i], size))
            continue;
        uint32_t factor = (uint32_t)at(loop, pointers[i].step)->words[0].imm / size;
        if (factor > 1)
            append(before, (struct muon_insn){.op = MUON_SLLI,
                                              .rd = counter,
                                              .rs1 = counter,
                                              .imm = __builtin_ctz(factor)});
        append(before, (struct muon_insn){.op = up ? MUON_SUB : MUON_ADD,
                                          .rd = counter,
                                          .rs1 = pointers[i].reg,
                                          .rs2 = counter});
        branch->rs1 = pointers[i].reg;
        branch->rs2 = counter;
        code_remove(at(loop, step));
        *stale |= REGISTER_BIT(counter);
        return 1;
    }
    return 0;
}

unsigned pointers_merge(const struct liveness_callees *callees, struct function *function,
                        register_set own, register_set *stale) {
    const struct image *image = callees->graph->image;
    bool *joins = function_joins(image, function);
    register_set *live_after = NULL, entry;
    unsigned gone = 0;
    for (size_t i = 0; i + 1 < function->count; i++) {
        ptrdiff_t head = function_target(image, function, i);
        struct loop loop = {callees, function, joins, REGISTERS_LOW | own, (size_t)head, i};
        struct pointer pointers[MOST_POINTERS];
        if (head == FUNCTION_OUTSIDE || loop.head > i || !is_loop(&loop))
            continue;
        if (!live_after)
            live_after = liveness_after(callees, function, &entry);
        register_set needed = needed_behind(&loop, live_after);
        size_t count = find_pointers(&loop, needed, pointers);
        gone += merge(&loop, pointers, count, stale);
        gone += tell_end(&loop, needed, pointers, count, stale);
    }
    free(live_after);
    free(joins);
    return gone;
}
