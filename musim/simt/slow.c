/* The instructions that the fast part leaves: what is rare, and what went wrong there. */
#include "musim/memory.h"
#include "musim/simt/simt.h"

static bool end(struct warp *warp) {
    warp_end(warp);
    return false;
}

bool simt_fetch(const struct simt_context *context, struct warp *warp) {
    if (warp->pc == 0)
        return end(warp);
    if (memory_region(warp->pc).kind != MEMORY_RAM)
        return warp_fault(warp, -1, "no instructions at address 0x%08x", warp->pc);
    code_decode_page(context->code, context->global, warp->pc);
    return true;
}

static bool tohost(const struct simt_context *context, struct warp *warp, const struct uop *uop) {
    context->bus.tohost(context->bus.context, warp_uniform(context, warp, uop->rs1));
    return end(warp);
}

static void wspawn(const struct simt_context *context, struct warp *warp, const struct uop *uop) {
    uint32_t count = warp_uniform(context, warp, uop->rs1);
    uint32_t pc = warp_uniform(context, warp, uop->rs2);
    for (unsigned i = 1; i < context->warps && i < count; i++) {
        struct warp *other = &warp->core->warps[i];
        if (other->state == WARP_INACTIVE)
            warp_start(context, other, pc, warp);
        else if (other != warp)
            context->bus.met_active(context->bus.context, warp, other);
    }
}

static bool illegal(const struct simt_context *context, struct warp *warp) {
    uint64_t word;
    __builtin_memcpy(&word, context->global + warp->pc, sizeof word);
    return warp_fault(warp, -1, "illegal instruction 0x%016llx", (unsigned long long)word);
}

/* Where the stack pointer of some lane would leave its stack. */
static bool stack_fault(const struct simt_context *context, struct warp *warp,
                        const struct uop *uop) {
    const uint32_t *a = warp_register(context, warp, uop->rs1);
    const uint32_t *b = warp_register(context, warp, uop->rs2);
    for (uint32_t rest = warp->tmask; rest; rest &= rest - 1) {
        unsigned lane = lowest_lane(rest);
        uint32_t sp = uop->op == UOP_STACK_ADDI  ? a[lane] + (uint32_t)uop->imm
                      : uop->op == UOP_STACK_ADD ? a[lane] + b[lane]
                                                 : a[lane] - b[lane];
        uint32_t top = NEUTRINO_STACK_TOP - (warp->hart + lane) * context->stack_stride;
        if (top - sp <= context->stack_bytes)
            continue;
        return warp_fault(warp, (int)lane,
                          "stack overflow: stack pointer 0x%08x, the lane's stack is 0x%08x to "
                          "0x%08x",
                          sp, top - context->stack_bytes, top);
    }
    return false;
}

static bool misaligned_jump(const struct simt_context *context, struct warp *warp,
                            const struct uop *uop) {
    return warp_fault(warp, (int)lowest_lane(warp->tmask),
                      "jump to 0x%08x, which is no multiple of 8",
                      warp_uniform(context, warp, uop->rs1) + (uint32_t)uop->imm);
}

static bool fault(struct warp *warp, const char *what) {
    return warp_fault(warp, -1, "%s", what);
}

/* Operations without class-wide handling. Returns whether the slice goes on; the caller advances
 * pc. */
static bool execute(const struct simt_context *context, struct warp *warp, const struct uop *uop) {
    switch (uop->op) {
    case MUON_TOHOST: return tohost(context, warp, uop);
    case MUON_FENCE_I: code_forget(context->code); return true;
    case MUON_VX_WSPAWN: wspawn(context, warp, uop); return true;
    case MUON_VX_TMC:
    case MUON_VX_PRED:
    case MUON_VX_PRED_N: return end(warp);
    case MUON_VX_SPLIT:
    case MUON_VX_SPLIT_N: return fault(warp, "vx_split nested too deep: 4096 masks are stacked");
    case MUON_VX_JOIN: return fault(warp, "vx_join without a vx_split");
    case MUON_JALR: return misaligned_jump(context, warp, uop);
    case UOP_MISALIGNED_JUMP: return fault(warp, "jump offset is no multiple of 8");
    case UOP_STACK_ADDI:
    case UOP_STACK_ADD:
    case UOP_STACK_SUB: return stack_fault(context, warp, uop);
    default: return illegal(context, warp);
    }
}

enum look simt_look(struct code *code, struct warp *warp, const struct uop *uop) {
    enum look verdict = LOOK_GO_ON;
    if (!warp->looked)
        for (const struct looker *looker = code->lookers; looker && verdict == LOOK_GO_ON;
             looker = looker->next)
            verdict = looker->look(looker->context, warp, uop);
    warp->looked = verdict == LOOK_STOP;
    return verdict;
}

static bool execute_by_class(const struct simt_context *context, struct warp *warp,
                             const struct uop *uop, unsigned executed) {
    if (uop->op == UOP_BARRIER)
        return simt_neutrino(context, warp, uop);
    if (uop->op >= MUON_OP_COUNT)
        return execute(context, warp, uop);
    switch (muon_op_info(uop->op)->class) {
    case MUON_CLASS_LOAD:
    case MUON_CLASS_STORE: return simt_memory(context, warp, uop);
    case MUON_CLASS_FLOAT:
    case MUON_CLASS_BF16:
    case MUON_CLASS_FEXP: return simt_float(context, warp, uop);
    case MUON_CLASS_CSR: return simt_csr(context, warp, uop, executed);
    case MUON_CLASS_NEUTRINO: return simt_neutrino(context, warp, uop);
    default: return execute(context, warp, uop);
    }
}

bool simt_slow(const struct simt_context *context, struct warp *warp, const struct uop *uop,
               unsigned executed) {
    struct uop plain = *uop;
    plain.op = (uint16_t)uop_plain(uop);
    bool go_on = execute_by_class(context, warp, &plain, executed);
    /* Everything but a fault, the end, and an invoke to be repeated moves on: also a stall. */
    if (go_on || warp->state == WARP_WAIT_RUN || warp->state == WARP_WAIT_BARRIER)
        warp->pc += MUON_WORD_BYTES;
    return go_on;
}
