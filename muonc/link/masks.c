#include "muonc/link/masks.h"

#include "muonc/link/code.h"
#include "support/alloc.h"

#include <stdlib.h>

enum { NOT_REACHED = -2, NO_SPLIT = -1, SP = 2, CSR_TMASK = 0xcc4 };

/* Instructions are numbered from the function's first. */
struct function {
    const struct image *image;
    const struct code_insn *insns;
    uint32_t section;
    ptrdiff_t count;
    ptrdiff_t *open;     /* for each instruction the innermost open split, NOT_REACHED, NO_SPLIT */
    ptrdiff_t *join;     /* for each split the join that closes it, or NOT_REACHED */
    ptrdiff_t *worklist; /* reached instructions whose successors are to be visited */
    size_t waiting;
    ptrdiff_t bad; /* the instruction that breaks a rule */
    const char *fault;
};

static const struct muon_insn *word(const struct function *function, ptrdiff_t insn) {
    static const struct muon_insn fused = {.op = MUON_ADDI};
    const struct code_insn *of = &function->insns[insn];
    return of->word_count ? &of->words[0] : &fused;
}

static bool is_split(const struct muon_insn *insn) {
    return (insn->op == MUON_VX_SPLIT || insn->op == MUON_VX_SPLIT_N) && insn->rd == 0;
}

static bool is_join(const struct muon_insn *insn) {
    return insn->op == MUON_VX_JOIN && insn->rs1 == 0;
}

static bool fail(struct function *function, ptrdiff_t at, const char *fault) {
    function->bad = at;
    function->fault = fault;
    return false;
}

/* Control comes to an instruction with this split as the innermost one. */
static bool arrive(struct function *function, ptrdiff_t from, ptrdiff_t to, ptrdiff_t open) {
    if (to < 0 || to >= function->count)
        return open == NO_SPLIT || fail(function, from, "leaves the function under a vx_split");
    if (function->open[to] == open)
        return true;
    if (function->open[to] != NOT_REACHED)
        return fail(function, to, "is reached under different vx_splits");
    function->open[to] = open;
    function->worklist[function->waiting++] = to;
    return true;
}

/* Outside of the function: any number that arrive takes for outside. */
static ptrdiff_t jump_target(const struct function *function, ptrdiff_t insn) {
    const struct code_insn *of = &function->insns[insn];
    const struct code_insn *to = of->fix == CODE_FIX_PC && of->to.section == function->section
                                     ? code_at(function->image, of->to)
                                     : NULL;
    return to ? to - function->insns : function->count;
}

/* Where the condition of a split is, which register allocation may copy on the way to its branch.
 */
struct condition {
    bool in[MUON_REGISTERS];
    bool spilled;
    int32_t slot; /* its offset from sp */
};

static bool holds(const struct condition *condition, const struct muon_insn *insn) {
    return (insn->op == MUON_ADDI && insn->imm == 0 && condition->in[insn->rs1]) ||
           (insn->op == MUON_LW_GLOBAL && insn->rs1 == SP && condition->spilled &&
            condition->slot == insn->imm);
}

static void follow(struct condition *condition, const struct muon_insn *insn) {
    if (muon_writes_rd(insn)) {
        condition->in[insn->rd] = insn->rd != 0 && holds(condition, insn);
    } else if (insn->op == MUON_SW_GLOBAL && insn->rs1 == SP) {
        bool same = condition->spilled && condition->slot == insn->imm;
        if (condition->in[insn->rs2]) {
            condition->spilled = true;
            condition->slot = insn->imm;
        } else if (same) {
            condition->spilled = false;
        }
    }
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
        return insn->rs1 == 0 && insn->imm != CSR_TMASK;
    switch (muon_op_info(insn->op)->class) {
    case MUON_CLASS_ALU:
    case MUON_CLASS_MUL:
    case MUON_CLASS_DIV:
    case MUON_CLASS_FLOAT:
    case MUON_CLASS_BF16:
    case MUON_CLASS_FEXP:
    case MUON_CLASS_LOAD:
    case MUON_CLASS_STORE: return true;
    default: return false;
    }
}

/* A split whose sides have become the same instructions, or none, has no branch: up to its join,
 * each side runs them. */
static bool has_equal_sides(const struct function *function, ptrdiff_t at) {
    for (ptrdiff_t next = at + 1; next < function->count; next++) {
        const struct muon_insn *insn = word(function, next);
        if (is_join(insn))
            return true;
        bool is_call = insn->op != MUON_ILLEGAL &&
                       muon_op_info(insn->op)->class == MUON_CLASS_JUMP && insn->rd;
        if (insn->op == MUON_ILLEGAL || !(is_harmless(insn) || is_call))
            return false;
    }
    return false;
}

static bool is_followed_by_branch(struct function *function, ptrdiff_t at) {
    const struct muon_insn *split = word(function, at);
    struct condition condition = {0};
    condition.in[split->rs1] = true;
    for (ptrdiff_t next = at + 1; next < function->count; next++) {
        const struct muon_insn *insn = word(function, next);
        if (insn->op == MUON_ILLEGAL)
            break;
        if (is_test(&condition, insn))
            return true;
        if (!is_harmless(insn))
            break;
        follow(&condition, insn);
    }
    if (is_split(split) && has_equal_sides(function, at))
        return true;
    return fail(function, at, "is not followed by the branch that it is for");
}

static bool visit_join(struct function *function, ptrdiff_t at, ptrdiff_t split) {
    if (split == NO_SPLIT)
        return fail(function, at, "has no vx_split");
    if (function->join[split] == NOT_REACHED)
        function->join[split] = at;
    if (function->join[split] != at)
        return fail(function, at, "is the second vx_join of a vx_split");
    return arrive(function, at, at + 1, function->open[split]);
}

static bool visit(struct function *function, ptrdiff_t at) {
    const struct muon_insn *insn = word(function, at);
    ptrdiff_t open = function->open[at];
    if (is_join(insn))
        return visit_join(function, at, open);
    if (is_split(insn))
        return is_followed_by_branch(function, at) && arrive(function, at, at + 1, at);
    if (insn->op == MUON_VX_PRED || insn->op == MUON_VX_PRED_N)
        return is_followed_by_branch(function, at) && arrive(function, at, at + 1, open);
    if (insn->op == MUON_ILLEGAL)
        return true;
    switch (muon_op_info(insn->op)->class) {
    case MUON_CLASS_BRANCH:
        return arrive(function, at, jump_target(function, at), open) &&
               arrive(function, at, at + 1, open);
    case MUON_CLASS_JUMP:
        if (insn->rd)
            return arrive(function, at, at + 1, open);
        return arrive(function, at, jump_target(function, at), open);
    default: return arrive(function, at, at + 1, open);
    }
}

/* Every instruction comes to the worklist at most once. */
static bool check(struct function *function) {
    bool concerned = false;
    for (ptrdiff_t i = 0; i < function->count; i++) {
        concerned |= is_split(word(function, i)) || is_join(word(function, i));
        function->open[i] = function->join[i] = NOT_REACHED;
    }
    if (!concerned)
        return true;
    bool good = arrive(function, 0, 0, NO_SPLIT);
    while (good && function->waiting)
        good = visit(function, function->worklist[--function->waiting]);
    return good;
}

static bool check_symbol(const struct image *image, const struct image_symbol *symbol,
                         struct diag_engine *diag) {
    const struct code_insn *first =
        code_at(image, (struct image_place){symbol->section, symbol->value});
    const struct code *code = image->sections[symbol->section].code;
    if (!first)
        return true;
    struct function function = {.image = image, .insns = first, .section = symbol->section};
    uint32_t end = symbol->value - image->sections[symbol->section].address + symbol->size;
    while (first + function.count < code->insns + code->count && first[function.count].offset < end)
        function.count++;
    size_t size = (size_t)function.count;
    function.open = xcalloc(size, sizeof *function.open);
    function.join = xcalloc(size, sizeof *function.join);
    function.worklist = xcalloc(size, sizeof *function.worklist);
    bool good = check(&function);
    if (!good) {
        char text[IMAGE_ADDRESS_TEXT];
        struct image_place place = {symbol->section, image->sections[symbol->section].address +
                                                         first[function.bad].offset};
        diag_file_error(diag, image->path,
                        "internal error: the lanes do not meet again: the instruction at %s %s; "
                        "please report this",
                        image_describe(image, place, text), function.fault);
    }
    free(function.open);
    free(function.join);
    free(function.worklist);
    return good;
}

bool masks_check(const struct image *image, struct diag_engine *diag) {
    bool good = true;
    for (size_t i = 1; i < image->symbol_count; i++) {
        const struct image_symbol *symbol = &image->symbols[i];
        if (ELF32_ST_TYPE(symbol->info) == STT_FUNC && symbol->size &&
            symbol->section < image->section_count && image->sections[symbol->section].code)
            good &= check_symbol(image, symbol, diag);
    }
    return good;
}
