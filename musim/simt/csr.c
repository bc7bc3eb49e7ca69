/* Control and status registers of the SIMT cores. */
#include "musim/simt/simt.h"
#include "musim/softfloat/host_float.h"

enum { FRM_SHIFT = 5 };
enum { MISA_RV32IM = 1 << 30 | 1 << ('M' - 'A') | 1 << ('I' - 'A') };
enum { ARGS_HEADER_BYTES = 24 }; /* grid and block size; the kernel's arguments follow */

static uint32_t active_warps(const struct core *core, unsigned warps) {
    uint32_t mask = 0;
    for (unsigned i = 0; i < warps; i++)
        mask |= (uint32_t)(core->warps[i].state != WARP_INACTIVE) << i;
    return mask;
}

/* One coordinate of a linear index in a box; what the first two leave is in the third. */
static uint32_t coordinate(uint32_t linear, const uint32_t size[3], unsigned axis) {
    uint32_t x = size[0] ? size[0] : UINT32_MAX, y = size[1] ? size[1] : 1;
    switch (axis) {
    case 0: return linear % x;
    case 1: return linear / x % y;
    default: return linear / x / y;
    }
}

struct csr_place {
    const struct simt_context *context;
    const struct warp *warp;
    unsigned lane;
    uint64_t instructions; /* of the core, before this one */
};

/* Returns false if there is no such register. */
static bool read_csr(const struct csr_place *at, unsigned number, uint32_t *value) {
    const struct warp *warp = at->warp;
    const struct core *core = warp->core;
    const struct simt_context *context = at->context;
    uint32_t thread = context->lanes * (context->warps * core->index + warp->index) + at->lane;
    switch (number) {
    case MUON_CSR_FFLAGS: *value = warp->fflags; break;
    case MUON_CSR_FRM: *value = warp->rounding[7]; break;
    case MUON_CSR_FCSR: *value = warp->fflags | (uint32_t)warp->rounding[7] << FRM_SHIFT; break;
    case MUON_CSR_MISA: *value = MISA_RV32IM; break;
    case MUON_CSR_MCYCLE: /* without a timing model a cycle is an instruction */
    case MUON_CSR_MINSTRET:
    case MUON_CSR_CYCLE:
    case MUON_CSR_INSTRET: *value = (uint32_t)at->instructions; break;
    case MUON_CSR_MCYCLEH:
    case MUON_CSR_MINSTRETH:
    case MUON_CSR_CYCLEH:
    case MUON_CSR_INSTRETH: *value = (uint32_t)(at->instructions >> 32); break;
    case MUON_CSR_TID: *value = at->lane; break;
    case MUON_CSR_WID: *value = warp->index; break;
    case MUON_CSR_CID: *value = core->index; break;
    case MUON_CSR_AMASK: *value = active_warps(core, context->warps); break;
    case MUON_CSR_TMASK: *value = warp->tmask; break;
    case MUON_CSR_CLID: *value = context->cluster; break;
    case MUON_CSR_MVENDORID:
    case MUON_CSR_MARCHID:
    case MUON_CSR_MIMPID: *value = 0; break;
    case MUON_CSR_MHARTID: *value = thread; break;
    case MUON_CSR_NT: *value = context->lanes; break;
    case MUON_CSR_NW: *value = context->warps; break;
    case MUON_CSR_NC: *value = context->cores; break;
    case MUON_CSR_BLOCK_X:
    case MUON_CSR_BLOCK_Y:
    case MUON_CSR_BLOCK_Z:
        *value = coordinate(context->block, context->grid, number - MUON_CSR_BLOCK_X);
        break;
    case MUON_CSR_THREAD_X:
    case MUON_CSR_THREAD_Y:
    case MUON_CSR_THREAD_Z:
        *value = coordinate(thread, context->block_size, number - MUON_CSR_THREAD_X);
        break;
    case MUON_CSR_ARG_BASE: *value = NEUTRINO_ARGS_BASE + ARGS_HEADER_BYTES; break;
    default: return false;
    }
    return true;
}

static bool write_csr(struct warp *warp, unsigned number, uint32_t value) {
    switch (number) {
    case MUON_CSR_FFLAGS: warp->fflags = value & 0x1f; return true;
    case MUON_CSR_FRM: warp->rounding[7] = value & 7; return true;
    case MUON_CSR_FCSR:
        warp->fflags = value & 0x1f;
        warp->rounding[7] = value >> FRM_SHIFT & 7;
        return true;
    default: return false;
    }
}

static bool csr_fault(struct warp *warp, unsigned number, const char *what) {
    const char *name = muon_csr_name(number);
    if (name)
        warp_fault(warp, -1, "illegal instruction: CSR 0x%03x (%s) %s", number, name, what);
    else
        warp_fault(warp, -1, "illegal instruction: CSR 0x%03x %s", number, what);
    return false;
}

/* What a compiler writes for a trap is meant to be illegal. */
static bool write_fault(struct warp *warp, const struct uop *uop, unsigned number) {
    if (uop->op == MUON_CSRRW && number == MUON_CSR_CYCLE && uop->rd == UOP_SINK && !uop->rs1)
        return warp_fault(warp, -1, "illegal instruction: unimp, a trap of the program's own");
    return csr_fault(warp, number, "is read-only");
}

bool simt_csr(const struct simt_context *context, struct warp *warp, const struct uop *uop,
              unsigned executed) {
    unsigned number = (unsigned)uop->imm & 0xffffff;
    bool immediate = muon_op_info(uop->op)->format == MUON_FORMAT_CSRI;
    uint32_t operand = immediate ? uop->rs1 : warp_uniform(context, warp, uop->rs1);
    bool sets = uop->op == MUON_CSRRS || uop->op == MUON_CSRRSI;
    bool clears = uop->op == MUON_CSRRC || uop->op == MUON_CSRRCI;
    uint32_t *destination = warp_register(context, warp, uop->rd);
    struct csr_place at = {
        .context = context, .warp = warp, .instructions = warp->core->instructions + executed};
    warp->fflags |= (uint8_t)host_flags_take();
    uint32_t old = 0;
    for (uint32_t rest = warp->tmask; rest; rest &= rest - 1) {
        at.lane = lowest_lane(rest);
        if (!read_csr(&at, number, &old))
            return csr_fault(warp, number, "does not exist");
        destination[at.lane] = old;
    }
    if (number == MUON_CSR_AMASK)
        context->bus.saw_warps(context->bus.context, warp);
    if ((sets || clears) && uop->rs1 == 0)
        return true;
    /* Whatever can be written is the same in all lanes. */
    uint32_t value = sets ? old | operand : clears ? old & ~operand : operand;
    return write_csr(warp, number, value) || write_fault(warp, uop, number);
}
