/* --check: whether all lanes of a warp want what the instruction does for the lowest active one,
 * and agree on what __uniform asserts. */
#include "musim/simt/check.h"

#include "musim/simt/simt.h"
#include "support/alloc.h"
#include "support/diag.h"

#include <stdlib.h>

/* Whether an instruction does for all lanes what the lowest active one wants. */
static bool decides(unsigned op) {
    return op == MUON_JALR ||
           (op < MUON_OP_COUNT && muon_op_info(op)->class == MUON_CLASS_BRANCH);
}

/* Where a lane with these operands would go, as a number to compare: of a branch, whether. */
static uint32_t decision(const struct uop *uop, uint32_t a, uint32_t b) {
    switch (uop_plain(uop)) {
    case MUON_BEQ: return a == b;
    case MUON_BNE: return a != b;
    case MUON_BLT: return (int32_t)a < (int32_t)b;
    case MUON_BGE: return (int32_t)a >= (int32_t)b;
    case MUON_BLTU: return a < b;
    case MUON_BGEU: return a >= b;
    default: return a + (uint32_t)uop->imm;
    }
}

static uint32_t lane_decision(struct warp *warp, const struct uop *uop, unsigned lane) {
    const struct simt_context *context = warp->core->simt;
    return decision(uop, warp_register(context, warp, uop->rs1)[lane],
                    warp_register(context, warp, uop->rs2)[lane]);
}

/* The active lanes that decide otherwise than the lowest one. */
static uint32_t find_dissent(struct warp *warp, const struct uop *uop) {
    uint32_t tmask = warp->tmask, dissent = 0;
    uint32_t warps = lane_decision(warp, uop, lowest_lane(tmask));
    for (uint32_t rest = tmask & (tmask - 1); rest; rest &= rest - 1)
        if (lane_decision(warp, uop, lowest_lane(rest)) != warps)
            dissent |= rest & -rest;
    return dissent;
}

/* ---- what __uniform asserts ---- */

/* The active lanes that have the same value as the lowest one. */
static uint32_t lanes_alike(struct warp *warp, uint32_t tmask, const struct assertion *assertion) {
    const uint32_t *x = warp_register(warp->core->simt, warp, assertion->reg);
    uint32_t alike = 0, value = x[lowest_lane(tmask)];
    for (uint32_t rest = tmask; rest; rest &= rest - 1)
        if (((x[lowest_lane(rest)] ^ value) & assertion->value_mask) == 0)
            alike |= rest & -rest;
    return alike;
}

/* The first assertion at the warp's pc that its lanes break, NULL if they keep all. */
static const struct assertion *find_broken(const struct assertions *assertions,
                                           struct warp *warp) {
    for (size_t i = assertions_from(assertions, warp->pc);
         i < assertions->count && assertions->items[i].address == warp->pc; i++)
        if (lanes_alike(warp, warp->tmask, &assertions->items[i]) != warp->tmask)
            return &assertions->items[i];
    return NULL;
}

/* ---- the report ---- */

static bool is_one(uint32_t lanes) {
    return !(lanes & (lanes - 1));
}

/* The lowest lane, or if at least three are in sequence all of these. */
static uint32_t first_item(uint32_t lanes) {
    uint32_t lowest = lanes & -lanes;
    uint32_t sequence = lanes & ~(lanes + lowest);
    return __builtin_popcount(sequence) < 3 ? lowest : sequence;
}

/* "lane 4", "lanes 0, 3 and 5", "lanes 0 to 3 and 8"; the caller frees it. */
static char *list_lanes(uint32_t lanes) {
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    fputs(is_one(lanes) ? "lane " : "lanes ", out);
    for (uint32_t rest = lanes; rest;) {
        uint32_t item = first_item(rest);
        fprintf(out, "%u", lowest_lane(item));
        if (!is_one(item))
            fprintf(out, " to %u", 31 - (unsigned)__builtin_clz(item));
        rest &= ~item;
        if (rest)
            fputs(rest == first_item(rest) ? " and " : ", ", out);
    }
    fclose(out);
    return text;
}

/* Names the smaller side. */
static void report_branch(struct warp *warp, uint32_t taken) {
    uint32_t others = warp->tmask & ~taken;
    bool few_branch = __builtin_popcount(taken) <= __builtin_popcount(others);
    char *lanes = list_lanes(few_branch ? taken : others);
    if (few_branch)
        warp_fault(warp, -1, "divergent branch: %s %s, the other%s", lanes,
                          is_one(taken) ? "branches" : "branch",
                          is_one(others) ? " does not" : "s do not");
    else
        warp_fault(warp, -1, "divergent branch: %s %s not branch, the others do", lanes,
                          is_one(others) ? "does" : "do");
    free(lanes);
}

static void report_jump(struct warp *warp, uint32_t target, uint32_t dissent) {
    char *lanes = list_lanes(dissent);
    warp_fault(warp, -1, "divergent jump: lane %u goes to 0x%08x, %s %s elsewhere",
                      lowest_lane(warp->tmask), target, lanes, is_one(dissent) ? "goes" : "go");
    free(lanes);
}

/* "lanes 0 to 2 have 0x00000001, lane 3 has 0x00000002", with at most so many values; the caller
 * frees it. */
static char *list_values(struct warp *warp, const struct assertion *assertion) {
    enum { VALUES_LISTED = 4 };
    int digits = assertion->value_mask == 0xff ? 2 : assertion->value_mask == 0xffff ? 4 : 8;
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    uint32_t rest = warp->tmask;
    for (unsigned listed = 0; rest; listed++) {
        bool last = listed == VALUES_LISTED;
        uint32_t alike = last ? rest : lanes_alike(warp, rest, assertion);
        uint32_t value = warp_register(warp->core->simt, warp, assertion->reg)[lowest_lane(rest)];
        char *lanes = list_lanes(alike);
        fprintf(out, "%s%s %s ", listed ? ", " : "", lanes, is_one(alike) ? "has" : "have");
        if (last)
            fputs(is_one(alike) ? "another" : "others", out);
        else
            fprintf(out, "0x%0*x", digits, value & assertion->value_mask);
        free(lanes);
        rest &= ~alike;
    }
    fclose(out);
    return text;
}

static void report_broken(struct warp *warp, const struct assertions *assertions,
                          const struct assertion *broken) {
    char *values = list_values(warp, broken);
    struct diag_location where = {.file = assertions->files + broken->file,
                                  .line = broken->line,
                                  .column = broken->column};
    warp_fault_at(warp, &where, "broken __uniform: %s", values);
    free(values);
}

static void report_dissent(struct warp *warp, const struct uop *uop, uint32_t dissent) {
    uint32_t warps = lane_decision(warp, uop, lowest_lane(warp->tmask));
    if (uop_plain(uop) == MUON_JALR)
        report_jump(warp, warps, dissent);
    else
        report_branch(warp, warps ? warp->tmask & ~dissent : dissent);
}

/* ---- looking ---- */

static bool wants(const void *context, const struct muon_insn *insn, uint32_t pc) {
    const struct assertions *assertions = context;
    size_t next = assertions_from(assertions, pc);
    return decides(insn->op) ||
           (next < assertions->count && assertions->items[next].address == pc);
}

static enum look look(const void *context, struct warp *warp, const struct uop *uop) {
    const struct assertions *assertions = context;
    const struct assertion *broken = find_broken(assertions, warp);
    if (broken) {
        report_broken(warp, assertions, broken);
        return LOOK_FAULT;
    }
    uint32_t dissent = decides(uop_plain(uop)) ? find_dissent(warp, uop) : 0;
    if (!dissent)
        return LOOK_GO_ON;
    report_dissent(warp, uop, dissent);
    return LOOK_FAULT;
}

struct looker check_looker(const struct assertions *assertions) {
    return (struct looker){.wants = wants, .look = look, .context = assertions};
}
