/* Control and status registers, traps. There is machine mode only, so what belongs to the others
 * (delegation, counter enables, translation) does not exist; memory protection and triggers are
 * there with nothing implemented, so that usual start code passes. */
#include "musim/neutrino/core.h"

enum csr {
    FFLAGS = 0x001,
    FRM = 0x002,
    FCSR = 0x003,
    MSTATUS = 0x300,
    MISA = 0x301,
    MIE = 0x304,
    MTVEC = 0x305,
    MCOUNTINHIBIT = 0x320,
    MHPMEVENT3 = 0x323,
    MHPMEVENT31 = 0x33f,
    MSCRATCH = 0x340,
    MEPC = 0x341,
    MCAUSE = 0x342,
    MTVAL = 0x343,
    MIP = 0x344,
    PMPCFG0 = 0x3a0,
    PMPCFG15 = 0x3af,
    PMPADDR0 = 0x3b0,
    PMPADDR63 = 0x3ef,
    TSELECT = 0x7a0,
    TDATA3 = 0x7a3,
    MCYCLE = 0xb00,
    MINSTRET = 0xb02,
    MHPMCOUNTER3 = 0xb03,
    MHPMCOUNTER31 = 0xb1f,
    CYCLE = 0xc00,
    TIME = 0xc01,
    INSTRET = 0xc02,
    HPMCOUNTER3 = 0xc03,
    HPMCOUNTER31 = 0xc1f,
    MVENDORID = 0xf11,
    MCONFIGPTR = 0xf15,
};

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
    return number == MCOUNTINHIBIT || (number >= MHPMEVENT3 && number <= MHPMEVENT31) ||
           (number >= PMPCFG0 && number <= PMPCFG15 && number % 2 == 0) ||
           (number >= PMPADDR0 && number <= PMPADDR63) || (number >= TSELECT && number <= TDATA3) ||
           (number >= MHPMCOUNTER3 && number <= MHPMCOUNTER31) ||
           (number >= HPMCOUNTER3 && number <= HPMCOUNTER31) ||
           (number >= MVENDORID && number <= MCONFIGPTR);
}

bool rv64_csr_read(const struct rv64 *core, unsigned number, uint64_t *value) {
    switch (number) {
    case FFLAGS: *value = core->fflags; return true;
    case FRM: *value = core->frm; return true;
    case FCSR: *value = core->frm << 5 | core->fflags; return true;
    case MSTATUS: *value = read_mstatus(core); return true;
    case MISA: *value = MISA_VALUE; return true;
    case MIE: *value = core->mie; return true;
    case MTVEC: *value = core->mtvec; return true;
    case MSCRATCH: *value = core->mscratch; return true;
    case MEPC: *value = core->mepc; return true;
    case MCAUSE: *value = core->mcause; return true;
    case MTVAL: *value = core->mtval; return true;
    case MIP: *value = rv64_mip(core); return true;
    case MCYCLE:
    case CYCLE:
    case TIME: *value = core->retired + core->cycle_offset; return true;
    case MINSTRET:
    case INSTRET: *value = core->retired + core->instret_offset; return true;
    default: *value = 0; return is_zero_register(number);
    }
}

static void write_float_state(struct rv64 *core, unsigned number, uint64_t value) {
    if (number != FRM)
        core->fflags = value & 0x1f;
    if (number != FFLAGS)
        core->frm = (number == FCSR ? value >> 5 : value) & 7;
    core->mstatus |= MSTATUS_FS;
}

bool rv64_csr_write(struct rv64 *core, unsigned number, uint64_t value) {
    switch (number) {
    case FFLAGS:
    case FRM:
    case FCSR: write_float_state(core, number, value); break;
    case MSTATUS:
        core->mstatus = value & (MSTATUS_MIE | MSTATUS_MPIE | MSTATUS_FS);
        core->event = true;
        break;
    case MIE:
        core->mie = value & MIE_WRITABLE;
        core->event = true;
        break;
    case MTVEC:
        core->mtvec = value & ~2ull;
        core->has_handler = true;
        break;
    case MSCRATCH: core->mscratch = value; break;
    case MEPC: core->mepc = value & ~3ull; break;
    case MCAUSE: core->mcause = value; break;
    case MTVAL: core->mtval = value; break;
    case MISA:
    case MIP: break;
    /* The next instruction reads what was written: this one's own step is taken off. */
    case MCYCLE: core->cycle_offset = value - core->retired - 1; break;
    case MINSTRET: core->instret_offset = value - core->retired - 1; break;
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
