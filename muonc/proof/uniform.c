#include "muonc/proof/uniform.h"

#include "muonc/program/layout.h"
#include "muonc/proof/analysis.h"
#include "muonc/proof/cycles.h"
#include "object/source_map.h"
#include "support/array.h"

#include <stdlib.h>
#include <string.h>

enum {
    MAX_CONTEXTS = 16, /* of a function; what comes on top shares the last one */
    MAX_DEPTH = 100,   /* of calls that are analysed before their caller */
    MAX_CHAIN = 8,     /* of notes that explain an error */
};

/* A function, called in one way. */
struct context {
    struct analysis_call how;
    struct analysis_result result;
    bool running, done, live;
    bool faulty;       /* something in it is not proved */
    uint8_t *verdicts; /* by instruction */
    struct callee {
        uint32_t function, context;
        struct analysis_result result; /* as it was when the analysis used it */
    } *callees;
    size_t callee_count;
};

struct node {
    struct context *contexts[MAX_CONTEXTS];
    size_t count;
    struct flow flow;
    bool has_flow;
};

struct prover {
    const struct image *image;
    const struct function_list *functions;
    struct promises promises;
    struct callees graph;
    struct node *nodes; /* as functions->items */
    struct analysis_program program;
    struct context *current; /* whose analysis runs */
    unsigned depth;
    struct diag_engine *diag;
    const struct uniform_source *source;
};

static void run(struct prover *prover, uint32_t function, struct context *context);

/* ---- contexts ---- */

static bool same_call(struct analysis_call a, struct analysis_call b) {
    return a.registers == b.registers && a.stack == b.stack;
}

static bool same_result(struct analysis_result a, struct analysis_result b) {
    return a.registers == b.registers && a.returns == b.returns;
}

/* Only what the function may read tells ways to call it apart. */
static struct analysis_call relevant(const struct callees_function *of, struct analysis_call how) {
    how.registers &= (uint32_t)of->needs & CALL_ARGUMENT_REGISTERS;
    how.stack &= of->stack_words;
    return how;
}

static uint32_t find_context(struct prover *prover, uint32_t function, struct analysis_call how) {
    struct node *node = &prover->nodes[function];
    how = relevant(&prover->graph.items[function], how);
    for (uint32_t i = 0; i < node->count; i++)
        if (same_call(node->contexts[i]->how, how))
            return i;
    if (node->count < MAX_CONTEXTS) {
        struct context *context = xcalloc(1, sizeof *context);
        context->how = how;
        context->result.registers = UINT32_MAX;
        node->contexts[node->count++] = context;
        return (uint32_t)node->count - 1;
    }
    struct context *last = node->contexts[MAX_CONTEXTS - 1];
    how.registers &= last->how.registers;
    how.stack &= last->how.stack;
    last->done &= same_call(how, last->how);
    last->how = how;
    return MAX_CONTEXTS - 1;
}

static void note_callee(struct context *context, uint32_t function, uint32_t index,
                        struct analysis_result result) {
    size_t i = 0;
    while (i < context->callee_count &&
           (context->callees[i].function != function || context->callees[i].context != index))
        i++;
    struct callee *callee = i < context->callee_count
                                ? &context->callees[i]
                                : ARRAY_ADD(context->callees, context->callee_count);
    *callee = (struct callee){function, index, result};
}

/* A result that says nothing: of an unknown function. Of a function that one lane runs, all of the
 * result is uniform. */
static struct analysis_result call(void *context, const struct callees_function *callee,
                                   const struct analysis_call *how) {
    struct prover *prover = context;
    if (!callee)
        return (struct analysis_result){0, true};
    if (callee->single_lane)
        return (struct analysis_result){UINT32_MAX, true};
    uint32_t function = (uint32_t)(callee - prover->graph.items);
    uint32_t index = find_context(prover, function, *how);
    struct context *called = prover->nodes[function].contexts[index];
    if (!called->done && !called->running && prover->depth < MAX_DEPTH)
        run(prover, function, called);
    note_callee(prover->current, function, index, called->result);
    return called->result;
}

static void analyse(struct prover *prover, uint32_t function, struct context *context,
                    struct analysis *analysis) {
    struct node *node = &prover->nodes[function];
    const struct callees_function *of = &prover->graph.items[function];
    if (!node->has_flow) {
        node->flow = flow_build(prover->image, of->function, of->is_entered);
        cycles_find(&node->flow);
        node->has_flow = true;
    }
    struct context *outer = prover->current;
    prover->current = context;
    prover->depth++;
    analysis_run(analysis, &prover->program, of, &node->flow, context->how);
    prover->depth--;
    prover->current = outer;
}

static void run(struct prover *prover, uint32_t function, struct context *context) {
    const struct callees_function *of = &prover->graph.items[function];
    struct analysis analysis;
    context->running = true;
    context->callee_count = 0;
    context->done = true; /* unless its way to be called changes meanwhile */
    analyse(prover, function, context, &analysis);
    context->result.registers &= analysis.result.registers;
    context->result.returns |= analysis.result.returns;
    free(context->verdicts);
    context->verdicts = analysis.verdicts;
    analysis.verdicts = NULL;
    context->faulty = of->compiled && (analysis.flow->fault >= 0 || analysis.wrong_mask >= 0);
    for (size_t i = 0; i < of->function->count; i++)
        context->faulty |= context->verdicts[i] == VERDICT_UNPROVED;
    analysis_end(&analysis);
    context->running = false;
}

/* Whether what an analysis has used is still so. */
static bool is_current(const struct prover *prover, const struct context *context) {
    for (size_t i = 0; i < context->callee_count; i++) {
        const struct callee *callee = &context->callees[i];
        const struct context *of = prover->nodes[callee->function].contexts[callee->context];
        if (!of->done || !same_result(of->result, callee->result))
            return false;
    }
    return context->done;
}

/* Until nothing changes; results only ever say less. */
static void settle(struct prover *prover) {
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t f = 0; f < prover->functions->count; f++)
            for (size_t c = 0; c < prover->nodes[f].count; c++)
                if (!is_current(prover, prover->nodes[f].contexts[c])) {
                    run(prover, f, prover->nodes[f].contexts[c]);
                    changed = true;
                }
    }
}

/* ---- ways into the program ---- */

/* A way into the program is live; then what live code calls is. */
static void mark_live(struct prover *prover) {
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t f = 0; f < prover->functions->count; f++)
            for (size_t c = 0; c < prover->nodes[f].count; c++) {
                const struct context *context = prover->nodes[f].contexts[c];
                for (size_t i = 0; context->live && i < context->callee_count; i++) {
                    const struct callee *callee = &context->callees[i];
                    struct context *called =
                        prover->nodes[callee->function].contexts[callee->context];
                    changed |= !called->live;
                    called->live = true;
                }
            }
    }
}

static bool is_live(const struct prover *prover, uint32_t function) {
    bool live = prover->graph.items[function].single_lane; /* of no interest */
    for (size_t i = 0; i < prover->nodes[function].count; i++)
        live |= prover->nodes[function].contexts[i]->live;
    return live;
}

enum way_in { WAY_ADDRESS, WAY_MAIN, WAY_GLOBAL, WAY_NONE };

static bool is_way_in(const struct prover *prover, uint32_t function, enum way_in way) {
    const struct callees_function *of = &prover->graph.items[function];
    switch (way) {
    case WAY_ADDRESS:
        return of->address_taken ||
               function_place(prover->image, of->function, 0).address == prover->image->entry;
    case WAY_MAIN: return !strcmp(function_name(prover->image, of->function), "main");
    case WAY_GLOBAL: return of->global;
    case WAY_NONE: break;
    }
    return true;
}

/* Analyses what can be reached, then functions that nothing was seen to call: start files that call
 * main in a way that is not seen pass it nothing, or what is uniform; functions that other objects
 * could call may be called with anything; others only by code that never runs, or that one lane
 * runs. */
static void enter_all(struct prover *prover) {
    static const struct analysis_call anything = {0}, uniform = {UINT32_MAX, UINT32_MAX};
    for (enum way_in way = WAY_ADDRESS; way <= WAY_NONE; way++) {
        for (uint32_t f = 0; f < prover->functions->count; f++) {
            if (is_live(prover, f) || !is_way_in(prover, f, way))
                continue;
            bool known = way == WAY_MAIN || way == WAY_NONE;
            uint32_t index = find_context(prover, f, known ? uniform : anything);
            prover->nodes[f].contexts[index]->live = true;
        }
        settle(prover);
        mark_live(prover);
    }
}

/* ---- the result ---- */

static enum verdict verdict_at(const struct prover *prover, uint32_t function, size_t insn) {
    enum verdict verdict =
        prover->graph.items[function].single_lane ? VERDICT_PROMISED : VERDICT_UNIFORM;
    const struct node *node = &prover->nodes[function];
    for (size_t i = 0; i < node->count; i++)
        if (node->contexts[i]->live && node->contexts[i]->verdicts[insn] > verdict)
            verdict = node->contexts[i]->verdicts[insn];
    return verdict;
}

static void count(const struct prover *prover, struct uniform_counts *counts) {
    for (uint32_t f = 0; f < prover->functions->count; f++) {
        const struct function *function = &prover->functions->items[f];
        for (size_t i = 0; i < function->count; i++) {
            const struct muon_insn *word = function_word(function, i);
            if (word->op == MUON_ILLEGAL || muon_op_info(word->op)->class != MUON_CLASS_BRANCH)
                continue;
            switch (verdict_at(prover, f, i)) {
            case VERDICT_SPLIT: counts->split++; break;
            case VERDICT_PROMISED: counts->promised++; break;
            default: counts->uniform++;
            }
        }
    }
}

/* ---- reports ---- */

static const char *const reasons[] = {
    [VALUE_ENTRY] = "comes from the caller",
    [VALUE_LANE] = "is read from a CSR of the lane",
    [VALUE_STACK] = "is an address of the lane's stack",
    [VALUE_ADDRESS] = "is loaded from an address that differs",
    [VALUE_FRAME] = "is stack memory that may have been written through a pointer",
    [VALUE_RESULT] = "is the result of a call",
    [VALUE_CLOBBERED] = "is what a call left in the register",
    [VALUE_OPERAND] = "is computed from a value that differs",
    [VALUE_MERGED] = "is one of several values of which one differs",
    [VALUE_JOINED] = "comes from both sides of this vx_split",
    [VALUE_LEFT] = "leaves the loop of this vx_pred in different rounds",
};

static const char *describe(const struct prover *prover, struct source_map *map,
                            const struct function *function, size_t insn,
                            char text[2 * LAYOUT_ADDRESS_TEXT]) {
    char address[LAYOUT_ADDRESS_TEXT];
    struct image_place place = function_place(prover->image, function, insn);
    struct source_position position;
    layout_describe(prover->image, place, address);
    if (map && source_map_lookup(map, place.address, &position) && position.file)
        snprintf(text, 2 * LAYOUT_ADDRESS_TEXT, "%s, %s:%u", address, position.file, position.line);
    else
        snprintf(text, 2 * LAYOUT_ADDRESS_TEXT, "%s", address);
    return text;
}

static void explain(const struct prover *prover, struct source_map *map,
                    const struct analysis *analysis, value_id id) {
    char text[2 * LAYOUT_ADDRESS_TEXT];
    for (unsigned i = 0; i < MAX_CHAIN && value_is_divergent(&analysis->values, id); i++) {
        const struct value *value = value_of(&analysis->values, id);
        diag_report(prover->diag, DIAG_NOTE, NULL, DIAG_FILE(prover->image->path), "at %s: it %s",
                    describe(prover, map, analysis->function, value->insn, text),
                    reasons[value->reason]);
        id = value->cause;
    }
}

/* The register of a decision that holds the divergent value. */
static const char *decided_by(const struct muon_insn *insn, bool first) {
    return muon_register_name(first || insn->op == MUON_JALR ? insn->rs1 : insn->rs2);
}

static void report(struct prover *prover, uint32_t function, struct context *context) {
    struct source_map *map = source_map_create(prover->source->elf, prover->source->size);
    struct analysis analysis;
    char text[2 * LAYOUT_ADDRESS_TEXT];
    const struct function *of = &prover->functions->items[function];
    analyse(prover, function, context, &analysis);
    ptrdiff_t wrong = analysis.flow->fault >= 0 ? analysis.flow->fault : analysis.wrong_mask;
    if (wrong >= 0)
        diag_file_error(prover->diag, prover->image->path,
                        "internal error: the lanes do not meet again: the vx_pred at %s %s; please "
                        "report this",
                        describe(prover, map, of, (size_t)wrong, text),
                        analysis.flow->fault >= 0
                            ? "does not close a loop that lanes leave nowhere else"
                            : "does not restore the mask from before its loop");
    for (size_t i = 0; i < of->count; i++) {
        if (analysis.verdicts[i] != VERDICT_UNPROVED)
            continue;
        const struct muon_insn *insn = function_word(of, i);
        diag_file_error(prover->diag, prover->image->path,
                        "internal error: the %s at %s cannot be proved uniform: lanes may differ "
                        "in %s; please report this",
                        insn->op == MUON_JALR ? "jump" : "branch",
                        describe(prover, map, of, i, text),
                        decided_by(insn, analysis.first_differs[i]));
        explain(prover, map, &analysis, analysis.decisions[i]);
    }
    analysis_end(&analysis);
    source_map_free(map);
}

/* One context of each function. */
static bool report_faults(struct prover *prover) {
    bool good = true;
    for (uint32_t f = 0; f < prover->functions->count; f++)
        for (size_t c = 0; c < prover->nodes[f].count; c++) {
            struct context *context = prover->nodes[f].contexts[c];
            if (!context->live || !context->faulty)
                continue;
            report(prover, f, context);
            good = false;
            break;
        }
    return good;
}

/* ---- */

static void free_nodes(struct prover *prover) {
    for (size_t f = 0; f < prover->functions->count; f++) {
        struct node *node = &prover->nodes[f];
        for (size_t c = 0; c < node->count; c++) {
            free(node->contexts[c]->verdicts);
            free(node->contexts[c]->callees);
            free(node->contexts[c]);
        }
        if (node->has_flow)
            flow_free(&node->flow);
    }
    free(prover->nodes);
}

bool uniform_check(const struct image *image, const struct function_list *functions,
                   const struct slot_frame *slots, const struct uniform_source *source,
                   struct diag_engine *diag, struct uniform_counts *counts) {
    struct prover prover = {.image = image,
                            .functions = functions,
                            .promises = promises_read(image),
                            .nodes = xcalloc(functions->count + 1, sizeof *prover.nodes),
                            .diag = diag,
                            .source = source};
    prover.graph = callees_find(image, functions, &prover.promises, slots);
    prover.program = (struct analysis_program){.image = image,
                                               .graph = &prover.graph,
                                               .promises = &prover.promises,
                                               .call = call,
                                               .context = &prover};
    enter_all(&prover);
    bool good = report_faults(&prover);
    count(&prover, counts);
    callees_free(&prover.graph);
    free_nodes(&prover);
    promises_free(&prover.promises);
    return good;
}
