/* The instructions that the fast part leaves: what is rare, and what went wrong there. */
#include "musim/machine.h"
#include "musim/memory.h"

void warp_set_state(struct warp *warp, enum warp_state state) {
    uint32_t bit = UINT32_C(1) << warp->index;
    warp->state = (uint8_t)state;
    if (state == WARP_READY)
        warp->core->runnable |= bit;
    else
        warp->core->runnable &= ~bit;
}

void warp_start(const struct simt_context *context, struct warp *warp, uint32_t pc) {
    warp->pc = pc;
    warp->tmask = context->all_lanes;
    warp->depth = 0;
    warp->payload_words = 0;
    warp_set_state(warp, WARP_READY);
}

void warp_end(struct warp *warp) {
    warp->tmask = 0;
    console_flush(&warp->line, warp_machine(warp)->config.console);
    warp_set_state(warp, WARP_INACTIVE);
}

static bool end(struct warp *warp) {
    warp_end(warp);
    return false;
}

bool simt_fetch(const struct simt_context *context, struct warp *warp) {
    if (warp->pc == 0)
        return end(warp);
    if (memory_region(warp->pc).kind != MEMORY_RAM) {
        report_warp_fault(warp, -1, "no instructions at address 0x%08x", warp->pc);
        return false;
    }
    code_decode_page(context->code, context->global, warp->pc);
    return true;
}

static bool tohost(const struct simt_context *context, struct warp *warp, const struct uop *uop) {
    struct musim *machine = warp_machine(warp);
    if (!machine->result)
        machine->result = warp_uniform(context, warp, uop->rs1);
    return end(warp);
}

static void wspawn(const struct simt_context *context, struct warp *warp, const struct uop *uop) {
    uint32_t count = warp_uniform(context, warp, uop->rs1);
    uint32_t pc = warp_uniform(context, warp, uop->rs2);
    unsigned warps = warp_machine(warp)->config.warps;
    for (unsigned i = 1; i < warps && i < count; i++)
        if (warp->core->warps[i].state == WARP_INACTIVE)
            warp_start(context, &warp->core->warps[i], pc);
}

static bool illegal(const struct simt_context *context, struct warp *warp) {
    uint64_t word;
    __builtin_memcpy(&word, context->global + warp->pc, sizeof word);
    report_warp_fault(warp, -1, "illegal instruction 0x%016llx", (unsigned long long)word);
    return false;
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
        report_warp_fault(warp, (int)lane,
                          "stack overflow: stack pointer 0x%08x, the lane's stack is 0x%08x to "
                          "0x%08x",
                          sp, top - context->stack_bytes, top);
        return false;
    }
    return false;
}

static bool misaligned_jump(const struct simt_context *context, struct warp *warp,
                            const struct uop *uop) {
    report_warp_fault(warp, (int)lowest_lane(warp->tmask),
                      "jump to 0x%08x, which is no multiple of 8",
                      warp_uniform(context, warp, uop->rs1) + (uint32_t)uop->imm);
    return false;
}

/* A branch whose lanes differ, or a jalr of that kind or to no instruction. */
static bool checked(const struct simt_context *context, struct warp *warp, const struct uop *uop) {
    return !simt_report_dissent(context, warp, uop) && misaligned_jump(context, warp, uop);
}

static bool fault(struct warp *warp, const char *what) {
    report_warp_fault(warp, -1, "%s", what);
    return false;
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
    case MUON_ECALL: return fault(warp, "ecall: there is no environment to call");
    case MUON_EBREAK: return fault(warp, "ebreak: breakpoint");
    case MUON_JALR: return misaligned_jump(context, warp, uop);
    case UOP_MISALIGNED_JUMP: return fault(warp, "jump offset is no multiple of 8");
    case UOP_STACK_ADDI:
    case UOP_STACK_ADD:
    case UOP_STACK_SUB: return stack_fault(context, warp, uop);
    default: return illegal(context, warp);
    }
}

/* As an instruction before which nothing is asserted, if what is asserted holds. */
static bool asserted(const struct simt_context *context, struct warp *warp, const struct uop *uop,
                     unsigned executed) {
    struct uop plain = *uop;
    plain.op = (uint16_t)uop_plain(uop);
    return !simt_report_broken_assertion(context, warp) &&
           simt_slow(context, warp, &plain, executed);
}

bool simt_slow(const struct simt_context *context, struct warp *warp, const struct uop *uop,
               unsigned executed) {
    bool go_on;
    if (uop->op >= UOP_ASSERTED)
        return asserted(context, warp, uop, executed);
    if (uop->op == UOP_BARRIER)
        go_on = simt_neutrino(context, warp, uop);
    else if (uop->op >= UOP_CHECKED)
        go_on = checked(context, warp, uop);
    else if (uop->op >= MUON_OP_COUNT)
        go_on = execute(context, warp, uop);
    else
        switch (muon_op_info(uop->op)->class) {
        case MUON_CLASS_LOAD:
        case MUON_CLASS_STORE: go_on = simt_memory(context, warp, uop); break;
        case MUON_CLASS_FLOAT:
        case MUON_CLASS_BF16:
        case MUON_CLASS_FEXP: go_on = simt_float(context, warp, uop); break;
        case MUON_CLASS_CSR: go_on = simt_csr(context, warp, uop, executed); break;
        case MUON_CLASS_NEUTRINO: go_on = simt_neutrino(context, warp, uop); break;
        default: go_on = execute(context, warp, uop);
        }
    /* Everything but a fault, the end, and an invoke to be repeated moves on: also a stall. */
    if (go_on || warp->state == WARP_WAIT_RUN || warp->state == WARP_WAIT_BARRIER)
        warp->pc += MUON_WORD_BYTES;
    return go_on;
}
