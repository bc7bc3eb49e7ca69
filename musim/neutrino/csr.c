/* Control and status registers, traps. There is machine mode only, so what belongs to the others
 * (delegation, counter enables, translation) does not exist; memory protection and triggers are
 * there with nothing implemented, so that usual start code passes. */
#include "musim/neutrino/core.h"

#define MISA_VALUE                                                                                 \
    (2ull << 62 | 1 << ('A' - 'A') | 1 << ('D' - 'A') | 1 << ('F' - 'A') | 1 << ('I' - 'A') |      \
     1 << ('M' - 'A'))
#define MIE_WRITABLE 0x888ull /* software, timer, external; only the last is ever pending */

static uint64_t read_mstatus(const struct rv64 *core) {
    uint64_t dirty = (core->mstatus & MSTATUS_FS) == MSTATUS_FS;
    return core->mstatus | MSTATUS_MPP | (dirty ? MSTATUS_SD : 0);
}

/* Read-only zero; writes, where the number allows them, are ignored. */
static bool is_zero_register(unsigned number) {
    return number == RV64_CSR_MCOUNTINHIBIT ||
           (number >= RV64_CSR_MHPMEVENT3 && number <= RV64_CSR_MHPMEVENT31) ||
           (number >= RV64_CSR_PMPCFG0 && number <= RV64_CSR_PMPCFG15 && number % 2 == 0) ||
           (number >= RV64_CSR_PMPADDR0 && number <= RV64_CSR_PMPADDR63) ||
           (number >= RV64_CSR_TSELECT && number <= RV64_CSR_TDATA3) ||
           (number >= RV64_CSR_MHPMCOUNTER3 && number <= RV64_CSR_MHPMCOUNTER31) ||
           (number >= RV64_CSR_HPMCOUNTER3 && number <= RV64_CSR_HPMCOUNTER31) ||
           (number >= RV64_CSR_MVENDORID && number <= RV64_CSR_MCONFIGPTR);
}

bool rv64_csr_read(const struct rv64 *core, unsigned number, uint64_t *value) {
    switch (number) {
    case RV64_CSR_FFLAGS: *value = core->fflags; return true;
    case RV64_CSR_FRM: *value = core->frm; return true;
    case RV64_CSR_FCSR: *value = core->frm << 5 | core->fflags; return true;
    case RV64_CSR_MSTATUS: *value = read_mstatus(core); return true;
    case RV64_CSR_MISA: *value = MISA_VALUE; return true;
    case RV64_CSR_MIE: *value = core->mie; return true;
    case RV64_CSR_MTVEC: *value = core->mtvec; return true;
    case RV64_CSR_MSCRATCH: *value = core->mscratch; return true;
    case RV64_CSR_MEPC: *value = core->mepc; return true;
    case RV64_CSR_MCAUSE: *value = core->mcause; return true;
    case RV64_CSR_MTVAL: *value = core->mtval; return true;
    case RV64_CSR_MIP: *value = rv64_mip(core); return true;
    case RV64_CSR_MCYCLE:
    case RV64_CSR_CYCLE:
    case RV64_CSR_TIME: *value = core->retired + core->cycle_offset; return true;
    case RV64_CSR_MINSTRET:
    case RV64_CSR_INSTRET: *value = core->retired + core->instret_offset; return true;
    default: *value = 0; return is_zero_register(number);
    }
}

static void write_float_state(struct rv64 *core, unsigned number, uint64_t value) {
    if (number != RV64_CSR_FRM)
        core->fflags = value & 0x1f;
    if (number != RV64_CSR_FFLAGS)
        core->frm = (number == RV64_CSR_FCSR ? value >> 5 : value) & 7;
    core->mstatus |= MSTATUS_FS;
}

bool rv64_csr_write(struct rv64 *core, unsigned number, uint64_t value) {
    switch (number) {
    case RV64_CSR_FFLAGS:
    case RV64_CSR_FRM:
    case RV64_CSR_FCSR: write_float_state(core, number, value); break;
    case RV64_CSR_MSTATUS:
        core->mstatus = value & (MSTATUS_MIE | MSTATUS_MPIE | MSTATUS_FS);
        core->event = true;
        break;
    case RV64_CSR_MIE:
        core->mie = value & MIE_WRITABLE;
        core->event = true;
        break;
    case RV64_CSR_MTVEC:
        core->mtvec = value & ~2ull;
        core->has_handler = true;
        break;
    case RV64_CSR_MSCRATCH: core->mscratch = value; break;
    case RV64_CSR_MEPC: core->mepc = value & ~3ull; break;
    case RV64_CSR_MCAUSE: core->mcause = value; break;
    case RV64_CSR_MTVAL: core->mtval = value; break;
    case RV64_CSR_MISA:
    case RV64_CSR_MIP: break;
    /* The next instruction reads what was written: this one's own step is taken off. */
    case RV64_CSR_MCYCLE: core->cycle_offset = value - core->retired - 1; break;
    case RV64_CSR_MINSTRET: core->instret_offset = value - core->retired - 1; break;
    default: return is_zero_register(number);
    }
    return true;
}

bool rv64_trap(struct rv64 *core, uint64_t cause) {
    core->mcause = cause;
    core->mepc = core->pc;
    uint64_t previous = core->mstatus & MSTATUS_MIE ? MSTATUS_MPIE : 0;
    core->mstatus = (core->mstatus & ~(MSTATUS_MIE | MSTATUS_MPIE)) | previous;
    if (!core->has_handler)
        return false;
    bool vectored = core->mtvec & 1 && cause >> 63;
    core->pc = (core->mtvec & ~3ull) + (vectored ? 4 * (cause & 63) : 0);
    return true;
}

void rv64_mret(struct rv64 *core) {
    uint64_t enable = core->mstatus & MSTATUS_MPIE ? MSTATUS_MIE : 0;
    core->mstatus = (core->mstatus & ~MSTATUS_MIE) | enable | MSTATUS_MPIE;
    core->event = true;
}
