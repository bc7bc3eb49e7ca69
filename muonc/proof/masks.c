#include "muonc/proof/masks.h"

#include "muonc/program/layout.h"
#include "support/alloc.h"

#include <stdlib.h>

enum { NOT_REACHED = MASKS_UNREACHED, NO_SPLIT = MASKS_NONE };

struct checker {
    const struct image *image;
    const struct function *function;
    struct masks masks;
    ptrdiff_t *worklist; /* reached instructions whose successors are to be visited */
    size_t waiting;
    bool by_hand;  /* a vx_pred may be followed by anything: it may be a hand-written one */
    ptrdiff_t bad; /* the instruction that breaks a rule */
    const char *fault;
};

static const struct muon_insn *word(const struct checker *checker, size_t insn) {
    return function_word(checker->function, insn);
}

static bool fail(struct checker *checker, ptrdiff_t at, const char *fault) {
    checker->bad = at;
    checker->fault = fault;
    return false;
}

/* Control comes to an instruction with this split as the innermost one. */
static bool arrive(struct checker *checker, ptrdiff_t from, ptrdiff_t to, ptrdiff_t open) {
    if (to == FUNCTION_OUTSIDE)
        return open == NO_SPLIT || fail(checker, from, "leaves the function under a vx_split");
    if (checker->masks.open[to] == open)
        return true;
    if (checker->masks.open[to] != NOT_REACHED)
        return fail(checker, to, "is reached under different vx_splits");
    checker->masks.open[to] = open;
    checker->worklist[checker->waiting++] = to;
    return true;
}

/* What a register is known to be: another's value at the split plus a number. */
struct sum_of_register {
    bool known;
    unsigned base;
    int32_t offset;
};

/* Where the condition of a split is, which register allocation may copy on the way to its branch.
 * In a large frame the address of its slot is computed. */
struct condition {
    bool in[MUON_REGISTERS];
    struct sum_of_register sums[MUON_REGISTERS]; /* of sp, s0 and x0 only */
    bool spilled;
    struct sum_of_register slot;
};

static struct condition begin_condition(unsigned reg) {
    static const unsigned bases[] = {0, MUON_REGISTER_SP, MUON_REGISTER_FP};
    struct condition condition = {0};
    condition.in[reg] = true;
    for (unsigned i = 0; i < sizeof bases / sizeof *bases; i++)
        condition.sums[bases[i]] = (struct sum_of_register){.known = true, .base = bases[i]};
    return condition;
}

static struct sum_of_register sum_plus(struct sum_of_register sum, int64_t offset) {
    sum.offset = (int32_t)(uint32_t)(sum.offset + offset);
    return sum;
}

static struct sum_of_register sum_made(const struct condition *condition,
                                       const struct muon_insn *insn) {
    struct sum_of_register left = condition->sums[insn->rs1], right = condition->sums[insn->rs2];
    bool both = left.known && right.known;
    if (insn->op == MUON_LUI)
        return sum_plus(condition->sums[0], (int64_t)insn->imm << 12);
    if (insn->op == MUON_ADDI && left.known)
        return sum_plus(left, insn->imm);
    if (insn->op == MUON_ADD && both && right.base == 0)
        return sum_plus(left, right.offset);
    if (insn->op == MUON_ADD && both && left.base == 0)
        return sum_plus(right, left.offset);
    if (insn->op == MUON_SUB && both && right.base == 0)
        return sum_plus(left, -(int64_t)right.offset);
    return (struct sum_of_register){0};
}

/* The slot of the frame that a load or store is to; not known if it is to none. */
static struct sum_of_register slot_of(const struct condition *condition,
                                      const struct muon_insn *insn) {
    struct sum_of_register slot = condition->sums[insn->rs1];
    slot.known &= slot.base != 0;
    return sum_plus(slot, insn->imm);
}

static bool is_spilled_in(const struct condition *condition, struct sum_of_register slot) {
    return condition->spilled && slot.known && condition->slot.base == slot.base &&
           condition->slot.offset == slot.offset;
}

static bool holds(const struct condition *condition, const struct muon_insn *insn) {
    return (insn->op == MUON_ADDI && insn->imm == 0 && condition->in[insn->rs1]) ||
           (insn->op == MUON_LW_GLOBAL && is_spilled_in(condition, slot_of(condition, insn)));
}

static void follow_store(struct condition *condition, const struct muon_insn *insn) {
    struct sum_of_register slot = slot_of(condition, insn);
    if (condition->in[insn->rs2] && slot.known) {
        condition->spilled = true;
        condition->slot = slot;
    } else if (is_spilled_in(condition, slot)) {
        condition->spilled = false;
    }
}

static void follow(struct condition *condition, const struct muon_insn *insn) {
    if (insn->op == MUON_SW_GLOBAL)
        follow_store(condition, insn);
    if (!muon_writes_rd(insn) || insn->rd == 0)
        return;
    bool is_in = holds(condition, insn);
    condition->sums[insn->rd] = sum_made(condition, insn);
    condition->in[insn->rd] = is_in;
}

/* Of what is computed from an address, or loaded from one, nothing is known. */
static void forget(struct condition *condition, const struct muon_insn *insn) {
    if (!muon_writes_rd(insn) || insn->rd == 0)
        return;
    condition->sums[insn->rd] = (struct sum_of_register){0};
    condition->in[insn->rd] = false;
}

static bool is_test(const struct condition *condition, const struct muon_insn *insn) {
    return (insn->op == MUON_BEQ || insn->op == MUON_BNE) &&
           ((condition->in[insn->rs1] && insn->rs2 == 0) ||
            (condition->in[insn->rs2] && insn->rs1 == 0));
}

/* Whether it may stand between a split and its branch, where it runs once for each side. A read of
 * the mask is not the same there. */
static bool is_harmless(const struct muon_insn *insn) {
    if (insn->op == MUON_CSRRS || insn->op == MUON_CSRRC)
        return insn->rs1 == 0 && insn->imm != MUON_CSR_TMASK;
    return code_is_local(insn);
}

/* A split whose sides have become the same instructions, or none, has no branch: up to its join,
 * each side runs them. */
static bool has_equal_sides(const struct checker *checker, ptrdiff_t at) {
    for (ptrdiff_t next = at + 1; next < (ptrdiff_t)checker->function->count; next++) {
        const struct muon_insn *insn = word(checker, next);
        if (masks_is_join(insn))
            return true;
        bool is_call = insn->op != MUON_ILLEGAL &&
                       muon_op_info(insn->op)->class == MUON_CLASS_JUMP && insn->rd;
        if (insn->op == MUON_ILLEGAL || !(is_harmless(insn) || is_call))
            return false;
    }
    return false;
}

static bool is_followed_by_branch(struct checker *checker, ptrdiff_t at) {
    const struct muon_insn *split = word(checker, at);
    struct condition condition = begin_condition(split->rs1);
    for (ptrdiff_t next = at + 1; next < (ptrdiff_t)checker->function->count; next++) {
        const struct muon_insn *insn = word(checker, next);
        if (insn->op == MUON_ILLEGAL)
            break;
        if (is_test(&condition, insn)) {
            checker->masks.test[next] = at;
            return true;
        }
        if (!is_harmless(insn))
            break;
        if (checker->function->insns[next].fix == CODE_FIX_NONE)
            follow(&condition, insn);
        else
            forget(&condition, insn);
    }
    if (masks_is_split(split) && has_equal_sides(checker, at))
        return true;
    return fail(checker, at, "is not followed by the branch that it is for");
}

static bool visit_join(struct checker *checker, ptrdiff_t at, ptrdiff_t split, ptrdiff_t next) {
    if (split == NO_SPLIT)
        return fail(checker, at, "has no vx_split");
    if (checker->masks.join[split] == NO_SPLIT)
        checker->masks.join[split] = at;
    if (checker->masks.join[split] != at)
        return fail(checker, at, "is the second vx_join of a vx_split");
    return arrive(checker, at, next, checker->masks.open[split]);
}

static bool visit(struct checker *checker, ptrdiff_t at) {
    const struct muon_insn *insn = word(checker, (size_t)at);
    ptrdiff_t open = checker->masks.open[at], next[2];
    unsigned ways = function_successors(checker->image, checker->function, (size_t)at, next);
    if (masks_is_join(insn))
        return visit_join(checker, at, open, next[0]);
    if (masks_is_split(insn))
        return is_followed_by_branch(checker, at) && arrive(checker, at, next[0], at);
    if (masks_is_pred(insn))
        return (is_followed_by_branch(checker, at) || checker->by_hand) &&
               arrive(checker, at, next[0], open);
    if (insn->op == MUON_ILLEGAL)
        return true;
    while (ways > 0)
        if (!arrive(checker, at, next[--ways], open))
            return false;
    return true;
}

/* Whether the function has something that the rules are about. */
static bool is_concerned(const struct function *function) {
    for (size_t i = 0; i < function->count; i++) {
        const struct muon_insn *insn = function_word(function, i);
        if (masks_is_split(insn) || masks_is_join(insn))
            return true;
    }
    return false;
}

/* Every instruction comes to the worklist at most once. */
static bool check(struct checker *checker) {
    size_t count = checker->function->count;
    checker->masks.open = xcalloc(count, sizeof *checker->masks.open);
    checker->masks.join = xcalloc(count, sizeof *checker->masks.join);
    checker->masks.test = xcalloc(count, sizeof *checker->masks.test);
    checker->worklist = xcalloc(count, sizeof *checker->worklist);
    for (size_t i = 0; i < count; i++) {
        checker->masks.open[i] = NOT_REACHED;
        checker->masks.join[i] = checker->masks.test[i] = NO_SPLIT;
    }
    bool good = arrive(checker, 0, 0, NO_SPLIT);
    while (good && checker->waiting)
        good = visit(checker, checker->worklist[--checker->waiting]);
    free(checker->worklist);
    return good;
}

static bool check_function(const struct image *image, const struct function *function,
                           struct diag_engine *diag) {
    struct checker checker = {.image = image, .function = function};
    if (!is_concerned(function))
        return true;
    bool good = check(&checker);
    if (!good) {
        char text[LAYOUT_ADDRESS_TEXT];
        struct image_place place = function_place(image, function, (size_t)checker.bad);
        diag_file_error(diag, image->path,
                        "internal error: the lanes do not meet again: the instruction at %s %s; "
                        "please report this",
                        layout_describe(image, place, text), checker.fault);
    }
    masks_free(&checker.masks);
    return good;
}

bool masks_check(const struct image *image, const struct function_list *functions,
                 struct diag_engine *diag) {
    bool good = true;
    for (size_t i = 0; i < functions->count; i++)
        good &= check_function(image, &functions->items[i], diag);
    return good;
}

struct masks masks_find(const struct image *image, const struct function *function) {
    struct checker checker = {.image = image, .function = function, .by_hand = true};
    check(&checker);
    return checker.masks;
}

void masks_free(struct masks *masks) {
    free(masks->open);
    free(masks->join);
    free(masks->test);
    *masks = (struct masks){0};
}
