#include "muonc/spill/stack.h"

#include "muonc/program/dataflow.h"
#include "muonc/program/registers.h"
#include "support/alloc.h"

#include <stdlib.h>
#include <string.h>

/* What is known of a register: nothing, that it is a constant, or one beyond the stack pointer at
 * entry. */
struct value {
    enum { UNKNOWN, CONSTANT, FRAME } kind;
    uint32_t number;
};

struct state {
    struct value of[REGISTER_HIGH];
};

static const struct value unknown = {UNKNOWN, 0};

static struct value value_of(const struct state *state, uint8_t reg) {
    if (reg == 0)
        return (struct value){CONSTANT, 0};
    return reg < REGISTER_HIGH ? state->of[reg] : unknown;
}

static struct value add(struct value a, struct value b) {
    if (a.kind == UNKNOWN || b.kind == UNKNOWN || (a.kind == FRAME && b.kind == FRAME))
        return unknown;
    return (struct value){a.kind == FRAME || b.kind == FRAME ? FRAME : CONSTANT,
                          a.number + b.number};
}

static struct value subtract(struct value a, struct value b) {
    if (a.kind == UNKNOWN || b.kind != CONSTANT)
        return unknown;
    return (struct value){a.kind, a.number - b.number};
}

static struct value result(const struct state *state, const struct code_insn *insn,
                           const struct muon_insn *word) {
    struct value immediate = {CONSTANT, (uint32_t)word->imm};
    if (insn->fix || insn->pair) /* part of an address */
        return unknown;
    switch (word->op) {
    case MUON_LUI: return (struct value){CONSTANT, immediate.number << 12};
    case MUON_ADDI: return add(value_of(state, word->rs1), immediate);
    case MUON_ADD: return add(value_of(state, word->rs1), value_of(state, word->rs2));
    case MUON_SUB: return subtract(value_of(state, word->rs1), value_of(state, word->rs2));
    default: return unknown;
    }
}

static void forget(struct state *state, uint32_t registers) {
    for (unsigned i = 0; i < REGISTER_HIGH; i++)
        if (registers >> i & 1)
            state->of[i] = unknown;
}

/* A call leaves the stack pointer and s0 to s11 as they were; one with another link register is by
 * a convention of its own. */
static void transfer(void *context, size_t index, void *of) {
    const struct function *function = context;
    const struct code_insn *insn = &function->insns[index];
    struct state *state = of;
    for (unsigned w = 0; w < insn->word_count; w++) {
        const struct muon_insn *word = &insn->words[w];
        if (word->op == MUON_ILLEGAL)
            return;
        struct value value = result(state, insn, word);
        if (muon_writes_rd(word) && word->rd < REGISTER_HIGH)
            state->of[word->rd] = value;
        if (muon_op_info(word->op)->class == MUON_CLASS_JUMP && word->rd)
            forget(state, word->rd == MUON_REGISTER_RA ? REGISTERS_CLOBBERED : REGISTERS_LOW);
    }
}

static void meet(void *into, const void *from) {
    struct state *state = into;
    const struct state *other = from;
    for (unsigned i = 0; i < REGISTER_HIGH; i++)
        if (memcmp(&state->of[i], &other->of[i], sizeof(struct value)))
            state->of[i] = unknown;
}

static unsigned access_bytes(const struct muon_insn *word) {
    const struct muon_access *access = &muon_op_info(word->op)->access;
    return access->shared ? 0 : access->bytes;
}

static struct stack_access access_of(const struct state *state, const struct code_insn *insn) {
    struct stack_access access = {0};
    unsigned bytes = insn->word_count ? access_bytes(&insn->words[0]) : 0;
    if (!bytes || insn->fix || insn->pair)
        return access;
    struct value base = value_of(state, insn->words[0].rs1);
    if (base.kind == FRAME)
        access = (struct stack_access){true, (int32_t)(base.number + (uint32_t)insn->words[0].imm),
                                       bytes};
    return access;
}

/* The stack pointer is known, and back where it was when the function is left. */
static bool is_regular(const struct image *image, const struct function *function,
                       const struct state *state, size_t insn) {
    const struct muon_insn *word = function_word(function, insn);
    struct value sp = state->of[MUON_REGISTER_SP];
    bool leaves = word->op != MUON_ILLEGAL && !word->rd &&
                  muon_op_info(word->op)->class == MUON_CLASS_JUMP &&
                  function_target(image, function, insn) == FUNCTION_OUTSIDE;
    return sp.kind == FRAME && (!leaves || sp.number == 0);
}

/* What holds for the whole function. */
static void note_state(struct stack *stack, const struct state *state) {
    const struct value *frame_pointer = &state->of[MUON_REGISTER_FP];
    if ((int32_t)state->of[MUON_REGISTER_SP].number < stack->lowest)
        stack->lowest = (int32_t)state->of[MUON_REGISTER_SP].number;
    if (frame_pointer->kind == FRAME) {
        stack->has_frame_pointer = true;
        stack->frame_pointer = (int32_t)frame_pointer->number;
    }
}

struct stack stack_follow(const struct image *image, const struct function *function) {
    struct state entry = {0};
    entry.of[MUON_REGISTER_SP] = (struct value){FRAME, 0};
    struct dataflow dataflow = {
        .image = image,
        .function = function,
        .state_bytes = sizeof(struct state),
        .entry = &entry,
        .transfer = transfer,
        .meet = meet,
        .context = (void *)function,
    };
    bool *reached = xcalloc(function->count + 1, sizeof *reached);
    struct state *states = dataflow_solve(&dataflow, reached);
    struct stack stack = {.accesses = xcalloc(function->count + 1, sizeof *stack.accesses)};
    for (size_t i = 0; i < function->count && stack.accesses; i++) {
        if (!reached[i])
            continue;
        note_state(&stack, &states[i]);
        stack.accesses[i] = access_of(&states[i], &function->insns[i]);
        if (!is_regular(image, function, &states[i], i)) {
            free(stack.accesses);
            stack.accesses = NULL;
        }
    }
    free(states);
    free(reached);
    return stack;
}
