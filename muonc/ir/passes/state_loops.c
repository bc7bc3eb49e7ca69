/* The states of a component have numbers, in order, as do the blocks outside that they lead to, its
 * exits. They become
 *
 *   enter:
 *     number = of the state to begin with
 *   round:
 *     if (number is 0, 1, 2 or 3) {
 *         if (number is 0) { the state; number = where it goes }
 *         …
 *     }
 *     if (number is 4, 5, 6 or 7) …
 *   again:
 *     repeat if number is a state's
 *   the exit of the number
 *
 * with guards around guards if there are more: so a round costs the logarithm of what there is of
 * states for each that lanes are in, where a dispatch (nesting.h) has a guard for each that there
 * is. A lane that goes to a later state gets there in the same round. */
#include "muonc/ir/passes/state_loops.h"

#include "muonc/ir/analysis/states.h"
#include "muonc/ir/unit/edges.h"
#include "muonc/ir/unit/ssa.h"
#include "support/array.h"

#include <llvm-c/DebugInfo.h>
#include <stdlib.h>

/* With up to that many entries, a dispatch executes fewer instructions. */
enum { NONE = NESTING_NONE, FEW_ENTRIES = 3, GUARDS_IN_GUARD = 4 };

/* With more states, what goes from one to another is kept in memory: in registers it would have a
 * new value behind each guard, and LLVM take time of the square of their number to find that all of
 * them can have one register. Without optimisation it does not look for that. */
enum { MOST_IN_REGISTERS = 64 };

/* A state or an exit. */
struct goal {
    LLVMBasicBlockRef block;
    size_t node;               /* of a state */
    LLVMBasicBlockRef landing; /* phis, and a branch to the block: what edges lead to */
};

/* What edges bring for the phis of landings. A lane is on its way to one of them at a time, so the
 * first phis of a type of all landings share, the second ones, and so on. */
struct slot {
    LLVMTypeRef type;
    size_t rank;
    LLVMValueRef here;     /* the phi of the landing at hand, or NULL */
    LLVMValueRef variable; /* in memory, or NULL */
};

/* A block through which edges go, with what they bring. */
struct gate {
    LLVMBasicBlockRef block;
    LLVMValueRef number, *values; /* of each slot; NULL if they are in memory */
};

struct state_loop {
    struct ir_unit *unit;
    LLVMValueRef function;
    const struct states *states;
    size_t component;
    LLVMBuilderRef builder;
    struct block_order order;
    struct goal *goals; /* first the states, then the exits */
    size_t state_count, goal_count;
    struct value_map numbers; /* of goals, by block */
    struct slot *slots;
    size_t slot_count;
    struct gate *leave;        /* behind each state, then what enters from outside */
    struct value_map passages; /* blocks that edges have to themselves */
    LLVMValueRef variable;     /* the number in memory, or NULL */
};

static LLVMValueRef word(const struct state_loop *loop, size_t number) {
    return LLVMConstInt(LLVMInt32TypeInContext(loop->unit->context), number, false);
}

static LLVMBasicBlockRef block_before(const struct state_loop *loop, LLVMBasicBlockRef next,
                                      const char *name) {
    return LLVMInsertBasicBlockInContext(loop->unit->context, next, name);
}

/* The state that a block belongs to, NONE if it is not in the component. */
static size_t owner_of(const struct state_loop *loop, LLVMBasicBlockRef block) {
    ptrdiff_t node = value_map_get(&loop->states->flow.numbers, block);
    bool inside =
        node != VALUE_MAP_NONE && states_component(loop->states, (size_t)node) == loop->component;
    return inside ? loop->states->owner[node] : (size_t)NONE;
}

/* ---- where edges lead ---- */

static void add_goal(struct state_loop *loop, LLVMBasicBlockRef block, size_t node) {
    value_map_set(&loop->numbers, block, loop->goal_count);
    *ARRAY_ADD(loop->goals, loop->goal_count) = (struct goal){.block = block, .node = node};
}

/* Calls visit for each of the component's blocks. */
static void for_each_block(struct state_loop *loop,
                           void (*visit)(struct state_loop *loop, size_t node)) {
    const struct nesting *nesting = &loop->states->nesting;
    const struct nesting_loop *whole = &nesting->loops[loop->component];
    for (size_t i = nesting->nodes[whole->head].order; i <= whole->last; i++)
        if (!nesting_is_dispatch(nesting, nesting->sequence[i]))
            visit(loop, nesting->sequence[i]);
}

static void add_state(struct state_loop *loop, size_t node) {
    if (loop->states->owner[node] == node)
        add_goal(loop, loop->states->flow.blocks[node], node);
}

static void add_exits(struct state_loop *loop, size_t node) {
    LLVMValueRef branch = LLVMGetBasicBlockTerminator(loop->states->flow.blocks[node]);
    for (unsigned i = 0; i < LLVMGetNumSuccessors(branch); i++) {
        LLVMBasicBlockRef to = LLVMGetSuccessor(branch, i);
        if (owner_of(loop, to) == (size_t)NONE &&
            value_map_get(&loop->numbers, to) == VALUE_MAP_NONE)
            add_goal(loop, to, (size_t)NONE);
    }
}

struct comer {
    const struct state_loop *loop;
    const struct goal *to;
};

/* A state's edges to itself stay: they make a loop that is entered there only. */
static bool goes_through_landing(void *context, LLVMBasicBlockRef from) {
    const struct comer *comer = context;
    size_t owner = owner_of(comer->loop, from);
    return comer->to->node == (size_t)NONE ? owner != (size_t)NONE : owner != comer->to->node;
}

static void build_landings(struct state_loop *loop) {
    for (size_t i = 0; i < loop->goal_count; i++) {
        struct goal *goal = &loop->goals[i];
        struct comer comer = {loop, goal};
        goal->landing =
            edges_gather(loop->unit, goal->block, i < loop->state_count ? "state" : "exit",
                         goes_through_landing, &comer, &loop->order);
    }
}

/* ---- values that are used outside ---- */

/* Where an operand is used: for a phi, at the end of the block that it comes from. */
static LLVMBasicBlockRef place_of_use(LLVMValueRef user, unsigned operand) {
    return LLVMIsAPHINode(user) ? LLVMGetIncomingBlock(user, operand)
                                : LLVMGetInstructionParent(user);
}

/* Blocks that cannot be reached do not count. */
static bool is_used_outside(const struct state_loop *loop, const struct ssa *ssa,
                            LLVMValueRef value, LLVMValueRef user, unsigned operand) {
    if (LLVMGetOperand(user, operand) != value)
        return false;
    LLVMBasicBlockRef place = place_of_use(user, operand);
    return owner_of(loop, place) == (size_t)NONE && ssa_block(ssa, place) != (size_t)NONE;
}

static LLVMValueRef *outside_users(const struct state_loop *loop, const struct ssa *ssa,
                                   LLVMValueRef value, size_t *count) {
    LLVMValueRef *users = NULL;
    *count = 0;
    for (LLVMUseRef use = LLVMGetFirstUse(value); use; use = LLVMGetNextUse(use)) {
        LLVMValueRef user = LLVMGetUser(use);
        bool outside = false;
        for (int i = 0; i < LLVMGetNumOperands(user) && !outside; i++)
            outside = is_used_outside(loop, ssa, value, user, (unsigned)i);
        if (outside)
            *ARRAY_ADD(users, *count) = user;
    }
    return users;
}

/* A phi of a landing to which all edges bring the value. */
static LLVMValueRef build_carrier(const struct state_loop *loop, LLVMBasicBlockRef landing,
                                  LLVMValueRef value) {
    LLVMPositionBuilderBefore(loop->builder, LLVMGetBasicBlockTerminator(landing));
    LLVMValueRef phi = LLVMBuildPhi(loop->builder, LLVMTypeOf(value), "");
    for (LLVMUseRef use = LLVMGetFirstUse(LLVMBasicBlockAsValue(landing)); use;
         use = LLVMGetNextUse(use)) {
        LLVMBasicBlockRef from = LLVMGetInstructionParent(LLVMGetUser(use));
        LLVMAddIncoming(phi, &value, &from, 1);
    }
    return phi;
}

/* What is used outside comes there through the exits. */
static void carry(struct state_loop *loop, struct ssa *ssa, LLVMValueRef value) {
    size_t user_count, carrier_count = 0;
    LLVMValueRef *users = outside_users(loop, ssa, value, &user_count);
    if (!user_count)
        return;
    struct ssa_definition *carriers = NULL;
    size_t home = ssa_block(ssa, LLVMGetInstructionParent(value));
    for (size_t i = loop->state_count; i < loop->goal_count; i++) {
        LLVMBasicBlockRef landing = loop->goals[i].landing;
        size_t place = ssa->dominators.place[ssa_block(ssa, landing)];
        if (dominators_contain(&ssa->dominators, home, place))
            *ARRAY_ADD(carriers, carrier_count) =
                (struct ssa_definition){landing, build_carrier(loop, landing, value)};
    }
    ssa_begin(ssa, LLVMGetPoison(LLVMTypeOf(value)), carriers, carrier_count);
    for (size_t i = 0; i < user_count; i++)
        for (unsigned j = 0; j < (unsigned)LLVMGetNumOperands(users[i]); j++)
            if (is_used_outside(loop, ssa, value, users[i], j)) {
                LLVMBasicBlockRef place = place_of_use(users[i], j);
                LLVMSetOperand(users[i], j,
                               LLVMIsAPHINode(users[i]) ? ssa_at_end(ssa, place)
                                                        : ssa_at_start(ssa, place));
            }
    ssa_end(ssa);
    free(carriers);
    free(users);
}

static void carry_values(struct state_loop *loop) {
    const struct nesting *nesting = &loop->states->nesting;
    const struct nesting_loop *whole = &nesting->loops[loop->component];
    struct ssa ssa;
    ssa_open(&ssa, loop->unit, loop->function);
    for (size_t i = nesting->nodes[whole->head].order; i <= whole->last; i++) {
        if (nesting_is_dispatch(nesting, nesting->sequence[i]))
            continue;
        FOR_EACH_INSTRUCTION(instruction, loop->states->flow.blocks[nesting->sequence[i]])
        if (LLVMGetTypeKind(LLVMTypeOf(instruction)) != LLVMVoidTypeKind)
            carry(loop, &ssa, instruction);
    }
    ssa_close(&ssa);
}

/* ---- slots and gates ---- */

static struct slot *find_slot(struct state_loop *loop, LLVMTypeRef type, size_t rank) {
    for (size_t i = 0; i < loop->slot_count; i++)
        if (loop->slots[i].type == type && loop->slots[i].rank == rank)
            return &loop->slots[i];
    *ARRAY_ADD(loop->slots, loop->slot_count) = (struct slot){.type = type, .rank = rank};
    return &loop->slots[loop->slot_count - 1];
}

/* Which slots the phis of a landing have. */
static void find_slots(struct state_loop *loop, LLVMBasicBlockRef landing) {
    for (size_t i = 0; i < loop->slot_count; i++)
        loop->slots[i].here = NULL;
    FOR_EACH_INSTRUCTION(phi, landing) {
        if (!LLVMIsAPHINode(phi))
            break;
        size_t rank = 0;
        while (find_slot(loop, LLVMTypeOf(phi), rank)->here)
            rank++;
        find_slot(loop, LLVMTypeOf(phi), rank)->here = phi;
    }
}

static struct gate build_gate(const struct state_loop *loop, LLVMBasicBlockRef next,
                              const char *name) {
    struct gate gate = {.block = block_before(loop, next, name),
                        .values = xcalloc(loop->slot_count + 1, sizeof *gate.values)};
    LLVMPositionBuilderAtEnd(loop->builder, gate.block);
    gate.number =
        LLVMBuildPhi(loop->builder, LLVMInt32TypeInContext(loop->unit->context), "number");
    for (size_t i = 0; i < loop->slot_count; i++)
        gate.values[i] = LLVMBuildPhi(loop->builder, loop->slots[i].type, "");
    return gate;
}

/* A gate of the round itself. */
static struct gate build_passage(const struct state_loop *loop, LLVMBasicBlockRef next,
                                 const char *name) {
    if (!loop->variable)
        return build_gate(loop, next, name);
    struct gate gate = {.block = block_before(loop, next, name)};
    LLVMPositionBuilderAtEnd(loop->builder, gate.block);
    gate.number = LLVMBuildLoad2(loop->builder, LLVMInt32TypeInContext(loop->unit->context),
                                 loop->variable, "number");
    return gate;
}

/* An edge from one gate to another. */
static void connect(const struct state_loop *loop, const struct gate *from, const struct gate *to) {
    if (loop->variable)
        return;
    LLVMBasicBlockRef block = from->block;
    LLVMValueRef number = from->number;
    LLVMAddIncoming(to->number, &number, &block, 1);
    for (size_t i = 0; i < loop->slot_count; i++)
        LLVMAddIncoming(to->values[i], &from->values[i], &block, 1);
}

static bool is_nothing(LLVMValueRef phi) {
    bool nothing = true;
    for (unsigned i = 0; i < LLVMCountIncoming(phi) && nothing; i++)
        nothing = LLVMIsPoison(LLVMGetIncomingValue(phi, i));
    return nothing;
}

static void store(const struct state_loop *loop, const struct gate *gate) {
    LLVMBuildStore(loop->builder, gate->number, loop->variable);
    for (size_t i = 0; i < loop->slot_count; i++)
        if (!is_nothing(gate->values[i]))
            LLVMBuildStore(loop->builder, gate->values[i], loop->slots[i].variable);
}

/* Goes on at a gate of the round. */
static void lead_on(const struct state_loop *loop, const struct gate *from, const struct gate *to) {
    LLVMPositionBuilderAtEnd(loop->builder, from->block);
    if (loop->variable)
        store(loop, from);
    LLVMBuildBr(loop->builder, to->block);
    connect(loop, from, to);
}

static void build_variables(struct state_loop *loop) {
    LLVMBasicBlockRef entry = LLVMGetEntryBasicBlock(loop->function);
    LLVMPositionBuilderBefore(loop->builder, LLVMGetFirstInstruction(entry));
    loop->variable =
        LLVMBuildAlloca(loop->builder, LLVMInt32TypeInContext(loop->unit->context), "number");
    for (size_t i = 0; i < loop->slot_count; i++)
        loop->slots[i].variable = LLVMBuildAlloca(loop->builder, loop->slots[i].type, "");
}

static void build_gates(struct state_loop *loop) {
    for (size_t i = 0; i < loop->goal_count; i++)
        find_slots(loop, loop->goals[i].landing);
    LLVMSetCurrentDebugLocation2(loop->builder, NULL);
    if (loop->state_count > MOST_IN_REGISTERS || !loop->unit->options->optimization)
        build_variables(loop);
    loop->leave = xcalloc(loop->state_count + 1, sizeof *loop->leave);
    for (size_t i = 0; i < loop->state_count; i++)
        loop->leave[i] = build_gate(loop, loop->goals[i].landing, "leave");
    loop->leave[loop->state_count] = build_gate(loop, loop->goals[0].landing, "enter");
}

static void free_gates(struct state_loop *loop) {
    for (size_t i = 0; i <= loop->state_count; i++)
        free(loop->leave[i].values);
    free(loop->leave);
}

/* ---- what leads to a landing leads to a gate ---- */

static struct gate *gate_of(const struct state_loop *loop, LLVMBasicBlockRef from) {
    size_t owner = owner_of(loop, from);
    if (owner == (size_t)NONE)
        return &loop->leave[loop->state_count];
    return &loop->leave[value_map_get(&loop->numbers, loop->states->flow.blocks[owner])];
}

struct arrival {
    struct gate *gate;
    LLVMBasicBlockRef block;
};

/* Where the edge comes to the gate from: a block of its own, unless it is the only one. */
static LLVMBasicBlockRef redirect(struct state_loop *loop, LLVMValueRef branch,
                                  LLVMBasicBlockRef landing, LLVMBasicBlockRef gate) {
    unsigned count = LLVMGetNumSuccessors(branch);
    bool alone = count == 1;
    LLVMBasicBlockRef block =
        alone ? LLVMGetInstructionParent(branch) : block_before(loop, landing, "go");
    for (unsigned i = 0; i < count; i++)
        if (LLVMGetSuccessor(branch, i) == landing)
            LLVMSetSuccessor(branch, i, alone ? gate : block);
    if (alone)
        return block;
    LLVMPositionBuilderAtEnd(loop->builder, block);
    LLVMSetCurrentDebugLocation2(loop->builder, LLVMInstructionGetDebugLoc(branch));
    LLVMBuildBr(loop->builder, gate);
    value_map_set(&loop->passages, block, 0);
    return block;
}

/* What lanes on the way to another goal bring for a slot, nobody asks for. */
static void bring(const struct state_loop *loop, size_t slot, const struct arrival *arrivals,
                  size_t count, const struct value_map *sources) {
    const struct slot *at = &loop->slots[slot];
    LLVMValueRef *values = xcalloc(count + 1, sizeof *values);
    for (size_t i = 0; i < count; i++)
        values[i] = LLVMGetPoison(at->type);
    for (unsigned i = 0; at->here && i < LLVMCountIncoming(at->here); i++)
        values[value_map_get(sources, LLVMGetIncomingBlock(at->here, i))] =
            LLVMGetIncomingValue(at->here, i);
    for (size_t i = 0; i < count; i++) {
        LLVMBasicBlockRef block = arrivals[i].block;
        LLVMAddIncoming(arrivals[i].gate->values[slot], &values[i], &block, 1);
    }
    free(values);
}

static void lead_to_gates(struct state_loop *loop, size_t number) {
    LLVMBasicBlockRef landing = loop->goals[number].landing;
    LLVMValueRef constant = word(loop, number);
    struct arrival *arrivals = NULL;
    size_t count = 0;
    struct value_map sources = {0};
    for (LLVMUseRef use; (use = LLVMGetFirstUse(LLVMBasicBlockAsValue(landing)));) {
        LLVMValueRef branch = LLVMGetUser(use);
        LLVMBasicBlockRef from = LLVMGetInstructionParent(branch);
        struct gate *gate = gate_of(loop, from);
        LLVMBasicBlockRef block = redirect(loop, branch, landing, gate->block);
        value_map_set(&sources, from, count);
        *ARRAY_ADD(arrivals, count) = (struct arrival){gate, block};
        LLVMAddIncoming(gate->number, &constant, &block, 1);
    }
    find_slots(loop, landing);
    for (size_t i = 0; i < loop->slot_count; i++)
        bring(loop, i, arrivals, count, &sources);
    value_map_free(&sources);
    free(arrivals);
}

/* The place of a block among those of a gate's phis. */
static unsigned place_at_gate(const struct gate *gate, LLVMBasicBlockRef block) {
    unsigned i = 0;
    while (LLVMGetIncomingBlock(gate->number, i) != block)
        i++;
    return i;
}

static void choose_value(const struct state_loop *loop, LLVMValueRef phi, LLVMValueRef condition,
                         unsigned yes, unsigned no) {
    LLVMValueRef first = LLVMGetIncomingValue(phi, yes), second = LLVMGetIncomingValue(phi, no);
    LLVMValueRef value = LLVMIsPoison(first)    ? second
                         : LLVMIsPoison(second) ? first
                         : first == second
                             ? first
                             : LLVMBuildSelect(loop->builder, condition, first, second, "");
    LLVMSetOperand(phi, yes, value);
    LLVMSetOperand(phi, no, value);
}

/* Where both ways of a branch lead to its gate at once, there is nothing to branch about. */
static void fold_branch(struct state_loop *loop, size_t node) {
    LLVMBasicBlockRef block = loop->states->flow.blocks[node];
    LLVMValueRef branch = LLVMGetBasicBlockTerminator(block);
    if (!LLVMIsABranchInst(branch) || !LLVMIsConditional(branch))
        return;
    const struct gate *gate = gate_of(loop, block);
    LLVMBasicBlockRef yes = LLVMGetSuccessor(branch, 0), no = LLVMGetSuccessor(branch, 1);
    if (value_map_get(&loop->passages, yes) == VALUE_MAP_NONE ||
        value_map_get(&loop->passages, no) == VALUE_MAP_NONE || yes == no)
        return;
    unsigned first = place_at_gate(gate, yes), second = place_at_gate(gate, no);
    LLVMValueRef condition = LLVMGetCondition(branch);
    LLVMPositionBuilderBefore(loop->builder, branch);
    LLVMSetCurrentDebugLocation2(loop->builder, LLVMInstructionGetDebugLoc(branch));
    choose_value(loop, gate->number, condition, first, second);
    for (size_t i = 0; i < loop->slot_count; i++)
        choose_value(loop, gate->values[i], condition, first, second);
    LLVMBuildBr(loop->builder, yes);
    LLVMInstructionEraseFromParent(branch);
}

/* What a landing's edges bring comes from a gate. */
static void replace_phis(struct state_loop *loop, size_t number, const struct gate *gate) {
    LLVMBasicBlockRef landing = loop->goals[number].landing;
    find_slots(loop, landing);
    LLVMPositionBuilderBefore(loop->builder, LLVMGetBasicBlockTerminator(landing));
    LLVMSetCurrentDebugLocation2(loop->builder, NULL);
    for (size_t i = 0; i < loop->slot_count; i++) {
        const struct slot *slot = &loop->slots[i];
        if (!slot->here)
            continue;
        LLVMReplaceAllUsesWith(slot->here,
                               slot->variable
                                   ? LLVMBuildLoad2(loop->builder, slot->type, slot->variable, "")
                                   : gate->values[i]);
        LLVMInstructionEraseFromParent(slot->here);
    }
}

/* ---- a round ---- */

static void build_chain(struct state_loop *loop, const struct gate *from, size_t first, size_t end,
                        const struct gate *to);

/* From one gate to another, lanes with a number from first up to end through their states. */
static void build_guard(struct state_loop *loop, const struct gate *from, size_t first, size_t end,
                        const struct gate *to) {
    LLVMPositionBuilderAtEnd(loop->builder, from->block);
    LLVMValueRef offset = LLVMBuildSub(loop->builder, from->number, word(loop, first), "");
    LLVMValueRef enters =
        LLVMBuildICmp(loop->builder, LLVMIntULT, offset, word(loop, end - first), "enters");
    struct gate inside = *from;
    inside.block = loop->goals[first].landing;
    if (end - first > 1)
        inside.block = block_before(loop, inside.block, "guarded");
    LLVMBuildCondBr(loop->builder, enters, inside.block, to->block);
    connect(loop, from, to);
    if (end - first > 1) {
        build_chain(loop, &inside, first, end, to);
        return;
    }
    replace_phis(loop, first, from);
    lead_on(loop, &loop->leave[first], to);
}

static void build_chain(struct state_loop *loop, const struct gate *from, size_t first, size_t end,
                        const struct gate *to) {
    size_t size = 1;
    while (size * GUARDS_IN_GUARD < end - first)
        size *= GUARDS_IN_GUARD;
    struct gate at = *from, own = {0};
    for (; first < end; first += size) {
        bool last = first + size >= end;
        struct gate next = last ? *to : build_passage(loop, loop->goals[first].landing, "passed");
        build_guard(loop, &at, first, last ? end : first + size, &next);
        free(own.values);
        own = last ? (struct gate){0} : next;
        at = next;
    }
}

/* To one of the exits from first up to end. */
static LLVMBasicBlockRef build_choice(struct state_loop *loop, LLVMValueRef number, size_t first,
                                      size_t end) {
    if (end - first == 1)
        return loop->goals[first].landing;
    size_t middle = first + (end - first) / 2;
    LLVMBasicBlockRef low = build_choice(loop, number, first, middle);
    LLVMBasicBlockRef high = build_choice(loop, number, middle, end);
    LLVMBasicBlockRef block = block_before(loop, low, "choice");
    LLVMPositionBuilderAtEnd(loop->builder, block);
    LLVMBuildCondBr(loop->builder,
                    LLVMBuildICmp(loop->builder, LLVMIntULT, number, word(loop, middle), "is_low"),
                    low, high);
    return block;
}

/* exits_unify has seen to it that there is an exit. */
static void build_round(struct state_loop *loop) {
    LLVMSetCurrentDebugLocation2(loop->builder, NULL);
    struct gate round = build_passage(loop, loop->goals[0].landing, "round");
    struct gate again = build_passage(loop, loop->goals[0].landing, "again");
    lead_on(loop, &loop->leave[loop->state_count], &round);
    build_chain(loop, &round, 0, loop->state_count, &again);
    LLVMBasicBlockRef exit = build_choice(loop, again.number, loop->state_count, loop->goal_count);
    LLVMPositionBuilderAtEnd(loop->builder, again.block);
    LLVMValueRef goes_on = LLVMBuildICmp(loop->builder, LLVMIntULT, again.number,
                                         word(loop, loop->state_count), "goes_on");
    LLVMBuildCondBr(loop->builder, goes_on, round.block, exit);
    connect(loop, &again, &round);
    for (size_t i = loop->state_count; i < loop->goal_count; i++)
        replace_phis(loop, i, &again);
    free(round.values);
    free(again.values);
}

/* ---- */

static void build_loop(struct state_loop *loop) {
    for_each_block(loop, add_exits);
    build_landings(loop);
    carry_values(loop);
    build_gates(loop);
    for (size_t i = 0; i < loop->goal_count; i++)
        lead_to_gates(loop, i);
    for_each_block(loop, fold_branch);
    build_round(loop);
    free_gates(loop);
}

static bool has_few_entries(const struct state_loop *loop) {
    size_t entries = 0;
    for (size_t i = 0; i < loop->state_count; i++)
        entries += states_is_entry(loop->states, loop->goals[i].node);
    return entries <= FEW_ENTRIES;
}

void state_loops_build(struct ir_unit *unit, LLVMValueRef function) {
    struct states states;
    states_open(&states, function);
    for (size_t component = 0; component < states.nesting.loop_count; component++) {
        if (states.component[component] != component)
            continue;
        struct state_loop loop = {.unit = unit,
                                  .function = function,
                                  .states = &states,
                                  .component = component,
                                  .builder = LLVMCreateBuilderInContext(unit->context)};
        for_each_block(&loop, add_state);
        loop.state_count = loop.goal_count;
        if (!has_few_entries(&loop))
            build_loop(&loop);
        LLVMDisposeBuilder(loop.builder);
        block_order_free(&loop.order);
        value_map_free(&loop.numbers);
        value_map_free(&loop.passages);
        free(loop.goals);
        free(loop.slots);
    }
    states_close(&states);
}
