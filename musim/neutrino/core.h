/* Inside the Neutrino core: its state, and what its parts do for each other. */
#ifndef MUSIM_NEUTRINO_CORE_H
#define MUSIM_NEUTRINO_CORE_H

#include "musim/neutrino/rv64.h"

#include <stddef.h>

#define likely(condition) __builtin_expect(!!(condition), 1)
#define unlikely(condition) __builtin_expect(!!(condition), 0)

/* ---- decoded instructions (decode.c) ---- */

enum rv64_op {
    OP_UNDECODED, /* zero: what a fresh page is full of */
    OP_PAGE_END,  /* in the place after the last of a page */
    OP_ILLEGAL,
#define INSN(name, format, mask, match) OP_##name,
#include "musim/neutrino/rv64.def"
    OP_COUNT
};

enum {
    REGISTER_SINK = 32,  /* what x0 becomes as a destination */
    ROUNDING_DYNAMIC = 7 /* in field rm: as frm says */
};

struct rv64_uop {
    uint16_t op;
    uint8_t rd, rs1, rs2, rs3;
    uint8_t rm;
    int32_t imm;   /* CSR: the number */
    uint32_t word; /* as in memory, for traps */
};

void rv64_decode(uint32_t word, struct rv64_uop *uop);

enum { PAGE_BYTES = 4096, PAGE_UOPS = PAGE_BYTES / 4, CODE_PAGES = 512, TLB_ENTRIES = 256 };

/* The decoded instructions of one page of memory, filled as they are reached. */
struct rv64_page {
    uint64_t base;
    uint64_t generation; /* stale if it is not the core's */
    struct rv64_uop uops[PAGE_UOPS + 1];
};

/* The decoded page that pc is in. */
struct rv64_page *rv64_code_page(struct rv64 *core, uint64_t pc);

/* ---- the core ---- */

enum rv64_cause {
    CAUSE_FETCH_MISALIGNED = 0,
    CAUSE_FETCH_ACCESS = 1,
    CAUSE_ILLEGAL = 2,
    CAUSE_BREAKPOINT = 3,
    CAUSE_LOAD_MISALIGNED = 4,
    CAUSE_LOAD_ACCESS = 5,
    CAUSE_STORE_MISALIGNED = 6, /* stores and AMOs */
    CAUSE_STORE_ACCESS = 7,
    CAUSE_MACHINE_ECALL = 11,
};
#define CAUSE_EXTERNAL_INTERRUPT (1ull << 63 | 11)

#define MSTATUS_MIE 0x8ull
#define MSTATUS_MPIE 0x80ull
#define MSTATUS_MPP 0x1800ull
#define MSTATUS_FS 0x6000ull
#define MSTATUS_SD (1ull << 63)
#define MIP_MEIP 0x800ull

/* A page of plain memory that loads and stores reach without asking the bus. The tag of an unused
 * entry is no page's address. */
struct rv64_tlb_entry {
    uint64_t tag;
    uint8_t *host;
};

struct rv64 {
    uint64_t x[33]; /* x[REGISTER_SINK] takes what is written to x0 */
    uint64_t f[32]; /* single precision is boxed in ones */
    struct rv64_tlb_entry tlb[TLB_ENTRIES];

    uint64_t pc;      /* up to date outside rv64_run */
    uint64_t retired; /* likewise, and in CSR instructions */
    uint64_t trapped; /* instructions that did not retire */
    bool event;       /* look at halt and interrupts after this instruction */
    bool halt;
    bool asleep; /* in wfi */
    bool external_interrupt;
    bool has_handler; /* mtvec was written */

    unsigned fflags, frm;
    uint64_t mstatus, mtvec, mscratch, mepc, mcause, mtval, mie;
    uint64_t cycle_offset, instret_offset; /* to retired */

    bool reserved; /* by lr; sc succeeds if the memory still holds the value */
    uint64_t reservation;
    uint64_t reserved_value;

    struct rv64_bus bus;
    bool observed; /* then the TLB stays empty */
    uint64_t generation;
    struct rv64_page *pages[CODE_PAGES];
};

/* ---- memory (memory.c): what is not in the TLB ---- */

void rv64_flush_tlb(struct rv64 *core);
/* Plain memory of the given size, or NULL. Remembers the page. */
uint8_t *rv64_memory(struct rv64 *core, uint64_t address, unsigned size);
/* The same for an instruction that loads, stores or does both. */
uint8_t *rv64_atomic(struct rv64 *core, uint64_t address, unsigned size, bool load, bool store);
bool rv64_fetch(struct rv64 *core, uint64_t pc, uint32_t *word);
/* On failure mcause and mtval are set for the trap. */
bool rv64_load(struct rv64 *core, uint64_t address, unsigned size, uint64_t *value);
bool rv64_store(struct rv64 *core, uint64_t address, unsigned size, uint64_t value);

/* ---- control and status (csr.c) ---- */

bool rv64_csr_read(const struct rv64 *core, unsigned number, uint64_t *value);
bool rv64_csr_write(struct rv64 *core, unsigned number, uint64_t value);
/* Enters the trap handler from core->pc; mtval is already set. false if there is no handler. */
bool rv64_trap(struct rv64 *core, uint64_t cause);
void rv64_mret(struct rv64 *core);

static inline uint64_t rv64_mip(const struct rv64 *core) {
    return core->external_interrupt ? MIP_MEIP : 0;
}

static inline bool rv64_fail(struct rv64 *core, enum rv64_cause cause, uint64_t value) {
    core->mcause = cause;
    core->mtval = value;
    return false;
}

#endif
