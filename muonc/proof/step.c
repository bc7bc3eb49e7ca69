#include "muonc/proof/step.h"

#include "muonc/proof/stack_frame.h"
#include "neutrino/platform.h"

static value_id get(const struct analysis *analysis, unsigned reg) {
    return analysis->state[reg];
}

static void set(struct analysis *analysis, unsigned reg, value_id value) {
    if (reg == MUON_REGISTER_SP)
        value = stack_frame_move(analysis, value);
    if (reg) {
        state_note_write(analysis, reg);
        analysis->state[reg] = value;
    }
}

static void set_made(struct analysis *analysis, unsigned reg, enum value_reason reason,
                     value_id cause) {
    if (reg)
        set(analysis, reg, state_make(analysis, reg, reason, cause));
}

static const struct code_insn *current(const struct analysis *analysis) {
    return &analysis->function->insns[analysis->insn];
}

static bool is_divergent(const struct analysis *analysis, value_id value) {
    return value_is_divergent(&analysis->values, value);
}

/* ---- arithmetic ---- */

/* An address of the frame that takes part in a computation from which it does not come out as one
 * may be reached by others. (What is taken off sp is room for a new variable.) */
static void hand_out_operands(struct analysis *analysis, const struct muon_insn *insn,
                              const value_id *operands, int count, value_id result) {
    struct stack_slot slot;
    if (insn->rd == MUON_REGISTER_SP || (insn->op == MUON_SUB && insn->rs1 == MUON_REGISTER_SP) ||
        stack_frame_address(analysis, result, &slot))
        return;
    for (int i = 0; i < count; i++)
        stack_frame_hand_out(analysis, operands[i]);
}

static struct image_place target_of(const struct code_insn *insn) {
    return (struct image_place){insn->to.section, insn->to.address + (uint32_t)insn->beyond};
}

/* What an address that the linker knows is added to: the immediate is all of it, or it is the low
 * part, for which the register has the high part. */
static value_id base_of(const struct analysis *analysis, const struct muon_insn *insn) {
    bool whole = current(analysis)->fix == CODE_FIX_ABSOLUTE;
    return whole && insn->op != MUON_AUIPC ? get(analysis, insn->rs1) : VALUE_ZERO;
}

static value_id add(struct analysis *analysis, value_id left, value_id right) {
    value_id operands[] = {left, right};
    return value_computed(&analysis->values, &(struct muon_insn){.op = MUON_ADD}, analysis->insn,
                          operands, 2);
}

static void compute_address(struct analysis *analysis, const struct muon_insn *insn) {
    const struct code_insn *of = current(analysis);
    value_id base = base_of(analysis, insn);
    value_id address = of->fix == CODE_FIX_DISTANCE
                           ? state_make(analysis, insn->rd, VALUE_UNIFORM, VALUE_ZERO)
                           : value_address(&analysis->values, target_of(of));
    if (of->fix == CODE_FIX_HIGH)
        address = value_computed(&analysis->values, &(struct muon_insn){.op = MUON_LUI},
                                 analysis->insn, &address, 1);
    stack_frame_hand_out(analysis, base);
    set(analysis, insn->rd, base == VALUE_ZERO ? address : add(analysis, base, address));
}

static void compute(struct analysis *analysis, const struct muon_insn *insn) {
    const struct code_insn *of = current(analysis);
    if (of->fix != CODE_FIX_NONE && insn == &of->words[0]) {
        compute_address(analysis, insn);
        return;
    }
    uint8_t sources[4];
    value_id operands[4] = {0};
    int count = muon_sources(insn, sources);
    for (int i = 0; i < count; i++)
        operands[i] = get(analysis, sources[i]);
    value_id result;
    if (insn->op == MUON_LUI)
        result = value_constant(&analysis->values, (int32_t)((uint32_t)insn->imm << 12));
    else if (insn->op == MUON_AUIPC)
        result = state_make(analysis, insn->rd, VALUE_UNIFORM, VALUE_ZERO);
    else
        result = value_computed(&analysis->values, insn, analysis->insn, operands, count);
    hand_out_operands(analysis, insn, operands, count, result);
    set(analysis, insn->rd, result);
}

/* ---- memory ---- */

static bool is_global(enum muon_op op) {
    const struct muon_access *access = &muon_op_info(op)->access;
    return access->bytes && !access->shared;
}

/* The slot that a global access is to; false if its address is no known one of the frame. */
static bool find_slot(struct analysis *analysis, const struct muon_insn *insn,
                      struct stack_slot *slot) {
    if (!is_global(insn->op) || current(analysis)->fix != CODE_FIX_NONE ||
        !stack_frame_address(analysis, get(analysis, insn->rs1), slot))
        return false;
    slot->offset = (int32_t)((uint32_t)slot->offset + (uint32_t)insn->imm) & ~3;
    return true;
}

/* Whether a load is from memory that nobody writes: an index into a table stays in the table. */
static bool is_constant(struct analysis *analysis, const struct muon_insn *insn, value_id address) {
    const struct image *image = analysis->program->image;
    const struct code_insn *of = current(analysis);
    struct image_place place = target_of(of);
    if (!is_global(insn->op) ||
        (of->fix == CODE_FIX_NONE && !value_points_near(&analysis->values, address, &place)))
        return false;
    return place.section < image->section_count &&
           image_is_loaded(&image->sections[place.section]) &&
           !(image->sections[place.section].flags & SHF_WRITE);
}

/* A word of struct neutrino_items that the runtime keeps the same in a warp's lanes, and in all of
 * a kernel: it is one value wherever it is loaded. */
static bool is_uniform_item(const struct muon_insn *insn) {
    return insn->op == MUON_LW_GLOBAL && insn->rs1 == MUON_REGISTER_TP && insn->imm >= 0 &&
           insn->imm < NEUTRINO_ITEMS_UNIFORM_BYTES;
}

static void load(struct analysis *analysis, const struct muon_insn *insn) {
    struct stack_slot slot;
    value_id address = get(analysis, insn->rs1);
    if (current(analysis)->fix == CODE_FIX_NONE && is_uniform_item(insn)) {
        set(analysis, insn->rd,
            value_computed(&analysis->values,
                           &(struct muon_insn){.op = MUON_LW_GLOBAL, .imm = insn->imm},
                           analysis->insn, NULL, 0));
    } else if (find_slot(analysis, insn, &slot) && stack_frame_is_handed_out(analysis, slot)) {
        set_made(analysis, insn->rd, VALUE_FRAME, VALUE_ZERO);
    } else if (find_slot(analysis, insn, &slot)) {
        value_id content = state_slot(analysis, stack_frame_location(analysis, slot));
        bool whole = insn->op == MUON_LW_GLOBAL;
        set(analysis, insn->rd,
            whole ? content : value_computed(&analysis->values, insn, analysis->insn, &content, 1));
    } else if (is_divergent(analysis, address)) {
        set_made(analysis, insn->rd, VALUE_ADDRESS, address);
    } else if (is_constant(analysis, insn, address)) {
        const struct code_insn *of = current(analysis);
        bool is_fixed = of->fix != CODE_FIX_NONE; /* address is added to it, or its high part */
        value_id operands[] = {address, is_fixed ? value_address(&analysis->values, target_of(of))
                                                 : VALUE_ZERO};
        set(analysis, insn->rd,
            value_computed(&analysis->values, insn, analysis->insn, operands, 1 + is_fixed));
    } else {
        set_made(analysis, insn->rd, VALUE_UNIFORM, VALUE_ZERO);
    }
}

static void set_slot(struct analysis *analysis, uint32_t location, value_id value) {
    if (analysis->phase == PHASE_SURVEY && !state_has(analysis, location))
        slot_lives_kill(&analysis->lives, location - STATE_SLOTS, analysis->block);
    state_note_write(analysis, location);
    state_set_slot(analysis, location, value);
}

static void store(struct analysis *analysis, const struct muon_insn *insn) {
    struct stack_slot slot;
    bool found = find_slot(analysis, insn, &slot);
    if (!found || stack_frame_is_handed_out(analysis, slot))
        stack_frame_hand_out(analysis, get(analysis, insn->rs2));
    if (!found) {
        stack_frame_hand_out(analysis, get(analysis, insn->rs1)); /* some place there */
        return;
    }
    uint32_t location = stack_frame_location(analysis, slot);
    value_id value = get(analysis, insn->rs2);
    /* Of a part of a slot only this is known: */
    if (insn->op != MUON_SW_GLOBAL) {
        bool uniform = !is_divergent(analysis, value) &&
                       !is_divergent(analysis, state_slot(analysis, location));
        value = state_make(analysis, location, uniform ? VALUE_UNIFORM : VALUE_FRAME, VALUE_ZERO);
    }
    set_slot(analysis, location, value);
}

/* ---- CSRs, masks ---- */

/* The lanes' common CSRs, and those whose value never changes. */
static void read_csr(struct analysis *analysis, const struct muon_insn *insn) {
    const struct muon_csr *csr = muon_csr_info((unsigned)insn->imm);
    if (!csr || !csr->uniform) {
        set_made(analysis, insn->rd, VALUE_LANE, VALUE_ZERO);
    } else if (csr->constant) {
        struct muon_insn read = {.op = MUON_CSRRS, .imm = insn->imm};
        set(analysis, insn->rd, value_computed(&analysis->values, &read, analysis->insn, NULL, 0));
    } else {
        set_made(analysis, insn->rd, VALUE_UNIFORM, VALUE_ZERO);
    }
}

/* Whether a value is the mask that was read before a loop, where all of its lanes were active. */
static bool is_mask_before(const struct analysis *analysis, value_id id, uint32_t loop) {
    const struct value *value = value_of(&analysis->values, id);
    uint32_t insn;
    if (!value_is_made(&analysis->values, id, &insn))
        return false;
    const struct muon_insn *read = function_word(analysis->function, insn);
    return read->op == MUON_CSRRS && read->imm == MUON_CSR_TMASK && read->rs1 == 0 &&
           value->scope == analysis->flow->scopes[loop].parent;
}

static void change_mask(struct analysis *analysis, const struct muon_insn *insn) {
    uint32_t scope = analysis->flow->scope_of[analysis->insn];
    if (analysis->phase == PHASE_COMPLETE && scope && analysis->flow->scopes[scope].loop &&
        !is_mask_before(analysis, get(analysis, insn->rs2), scope))
        analysis->wrong_mask = analysis->insn;
    if (scope && !analysis->parts[scope] && is_divergent(analysis, get(analysis, insn->rs1))) {
        analysis->parts[scope] = true;
        analysis->facts++;
    }
    bool join = insn->op == MUON_VX_JOIN && insn->rs1 == 0;
    analysis->masked_by_hand |= !scope && !join && insn->op != MUON_VX_WSPAWN;
}

/* ---- calls ---- */

/* callee: NULL if it is unknown. */
static struct analysis_call find_arguments(struct analysis *analysis,
                                           const struct callees_function *callee) {
    struct stack_slot sp;
    struct analysis_call how = {0};
    for (unsigned reg = 0; reg < REGISTER_HIGH; reg++) {
        if (!(CALL_ARGUMENT_REGISTERS >> reg & 1))
            continue;
        how.registers |= (uint32_t)!is_divergent(analysis, get(analysis, reg)) << reg;
        if (!callee || register_set_has(callee->needs, reg))
            stack_frame_hand_out(analysis, get(analysis, reg));
    }
    if (!callee || !callee->stack_words ||
        !stack_frame_address(analysis, get(analysis, MUON_REGISTER_SP), &sp))
        return how;
    for (int32_t word = 0; word < CALL_STACK_WORDS; word++) {
        struct stack_slot slot = {sp.base, sp.offset + 4 * word};
        bool uniform =
            callee->stack_words >> word & 1 && !stack_frame_is_handed_out(analysis, slot) &&
            !is_divergent(analysis, state_slot(analysis, stack_frame_location(analysis, slot)));
        how.stack |= (uint32_t)uniform << word;
    }
    return how;
}

/* All that holds the register's value is what the author says it is. */
static void set_promised(struct analysis *analysis, unsigned reg) {
    struct value_origin origin = {.insn = analysis->insn,
                                  .location = reg,
                                  .scope = analysis->flow->blocks[analysis->block].scope,
                                  .promised = true};
    value_id value = get(analysis, reg), promised = value_made(&analysis->values, &origin);
    for (uint32_t i = 0; i < STATE_SLOTS + analysis->slot_count; i++)
        if (analysis->state[i] == value && (i < STATE_SLOTS || state_has(analysis, i))) {
            state_note_write(analysis, i);
            analysis->state[i] = promised;
        }
}

static void clobber(struct analysis *analysis, const struct analysis_result *result,
                    const struct callees_function *callee) {
    register_set changes = callee ? callee->changes : analysis->program->graph->changes_by_pointer;
    for (unsigned reg = 0; reg < REGISTER_HIGH; reg++)
        if (REGISTERS_CLOBBERED >> reg & 1)
            set_made(analysis, reg,
                     result->registers >> reg & 1                             ? VALUE_UNIFORM
                     : reg == MUON_REGISTER_A0 || reg == MUON_REGISTER_A0 + 1 ? VALUE_RESULT
                                                                              : VALUE_CLOBBERED,
                     VALUE_ZERO);
    for (unsigned reg = REGISTER_HIGH; reg < MUON_REGISTERS; reg++)
        if (register_set_has(changes, reg))
            set_made(analysis, reg, VALUE_CLOBBERED, VALUE_ZERO);
}

static void leave(struct analysis *analysis, const struct analysis_result *result) {
    uint32_t registers = analysis->result.registers & result->registers;
    analysis->facts +=
        registers != analysis->result.registers || (result->returns && !analysis->result.returns);
    analysis->result.registers = registers;
    analysis->result.returns |= result->returns;
    analysis->reached = false;
}

static void call(struct analysis *analysis, struct image_place place, bool tail) {
    const struct analysis_program *program = analysis->program;
    const struct callees_function *callee = callees_at(program->graph, place);
    struct analysis_call how = find_arguments(analysis, callee);
    struct analysis_result result = {.returns = true};
    if (analysis->phase != PHASE_SURVEY)
        result = program->call(program->context, callee, &how);
    if (tail) {
        leave(analysis, &result);
    } else {
        clobber(analysis, &result, callee);
        analysis->reached = result.returns;
    }
}

/* A call through a pointer. */
static void call_unknown(struct analysis *analysis) {
    struct analysis_result result = {.returns = true};
    find_arguments(analysis, NULL);
    clobber(analysis, &result, NULL);
}

static void return_to_caller(struct analysis *analysis) {
    struct analysis_result result = {.returns = true};
    for (unsigned reg = 0; reg < REGISTER_HIGH; reg++)
        if (REGISTERS_CLOBBERED >> reg & 1)
            result.registers |= (uint32_t)!is_divergent(analysis, get(analysis, reg)) << reg;
    leave(analysis, &result);
}

/* ---- decisions ---- */

static bool is_promised(const struct analysis *analysis, value_id value) {
    return value_of(&analysis->values, value)->promised;
}

/* In inline assembly that the author vouches for. */
static bool is_in_assembly(const struct analysis *analysis) {
    const struct promises *promises = analysis->program->promises;
    const struct function *function = analysis->function;
    struct image_place here = function_place(analysis->program->image, function, analysis->insn);
    struct image_place begin = function_place(analysis->program->image, function, 0);
    for (size_t i = promises_from(promises, begin);
         i < promises->count && place_compare(promises->items[i].place, here) <= 0; i++)
        if (promises->items[i].kind == PROMISE_ASSEMBLY &&
            place_compare(here, promises->items[i].end) < 0)
            return true;
    return false;
}

static void decide(struct analysis *analysis, bool agreed, value_id left, value_id right) {
    enum verdict verdict = VERDICT_UNIFORM;
    const ptrdiff_t *test = analysis->flow->masks.test;
    if (analysis->phase != PHASE_COMPLETE)
        return;
    if (test && test[analysis->insn] != MASKS_NONE)
        verdict = VERDICT_SPLIT;
    else if (analysis->by_hand || is_in_assembly(analysis) ||
             (agreed && (analysis->masked_by_hand || is_promised(analysis, left) ||
                         is_promised(analysis, right))))
        verdict = VERDICT_PROMISED;
    else if (!agreed)
        verdict = VERDICT_UNPROVED;
    analysis->verdicts[analysis->insn] = (uint8_t)verdict;
    analysis->first_differs[analysis->insn] = is_divergent(analysis, left);
    analysis->decisions[analysis->insn] = is_divergent(analysis, left) ? left : right;
}

static void branch(struct analysis *analysis, const struct muon_insn *insn) {
    value_id left = get(analysis, insn->rs1), right = get(analysis, insn->rs2);
    decide(analysis, value_decides(&analysis->values, insn->op, left, right), left, right);
    if (function_target(analysis->program->image, analysis->function, analysis->insn) !=
        FUNCTION_OUTSIDE)
        return;
    call(analysis, current(analysis)->to, true);
    analysis->reached = true;
}

static void decide_target(struct analysis *analysis, const struct muon_insn *insn) {
    value_id target = get(analysis, insn->rs1);
    decide(analysis, !is_divergent(analysis, target), target, target);
}

static void jump(struct analysis *analysis, const struct muon_insn *insn) {
    const struct code_insn *of = current(analysis);
    ptrdiff_t inside =
        function_target(analysis->program->image, analysis->function, analysis->insn);
    bool direct = insn->op == MUON_JAL || of->pair == CODE_PAIR_CALL;
    struct image_place callee = of->fix == CODE_FIX_PC || analysis->insn == 0 ? of->to : of[-1].to;
    if (direct && insn->rd == 0 && inside != FUNCTION_OUTSIDE)
        return;
    if (direct) {
        call(analysis, callee, insn->rd == 0);
    } else if (insn->rd == 0 && insn->rs1 == MUON_REGISTER_RA) {
        return_to_caller(analysis);
    } else {
        decide_target(analysis, insn);
        call_unknown(analysis);
        if (insn->rd == 0)
            return_to_caller(analysis);
    }
}

/* ---- the instruction ---- */

static void step_word(struct analysis *analysis, const struct muon_insn *insn) {
    switch (muon_op_info(insn->op)->class) {
    case MUON_CLASS_ALU:
    case MUON_CLASS_MUL:
    case MUON_CLASS_DIV:
    case MUON_CLASS_FLOAT:
    case MUON_CLASS_BF16:
    case MUON_CLASS_FEXP: compute(analysis, insn); break;
    case MUON_CLASS_LOAD: load(analysis, insn); break;
    case MUON_CLASS_STORE: store(analysis, insn); break;
    case MUON_CLASS_BRANCH: branch(analysis, insn); break;
    case MUON_CLASS_JUMP: jump(analysis, insn); break;
    case MUON_CLASS_CSR: read_csr(analysis, insn); break;
    case MUON_CLASS_SIMT: change_mask(analysis, insn); break;
    case MUON_CLASS_NEUTRINO: set_made(analysis, insn->rd, VALUE_UNIFORM, VALUE_ZERO); break;
    case MUON_CLASS_SYSTEM: break;
    }
}

/* The values that __uniform asserts before the instruction. */
static void take_assertions(struct analysis *analysis) {
    const struct promises *promises = analysis->program->promises;
    if (!promises->point_count)
        return;
    struct image_place here =
        function_place(analysis->program->image, analysis->function, analysis->insn);
    for (size_t i = points_from(promises, here);
         i < promises->point_count && place_compare(promises->points[i].place, here) == 0; i++)
        if (is_divergent(analysis, get(analysis, promises->points[i].reg)))
            set_promised(analysis, promises->points[i].reg);
}

void step(struct analysis *analysis) {
    const struct code_insn *insn = current(analysis);
    take_assertions(analysis);
    if (flow_ends(function_word(analysis->function, analysis->insn))) {
        analysis->reached = false;
        return;
    }
    for (unsigned word = 0; word < insn->word_count && analysis->reached; word++)
        step_word(analysis, &insn->words[word]);
}
