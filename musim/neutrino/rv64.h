/* The Neutrino core: RV64IMAFD_Zicsr_Zifencei, machine mode, executed instruction by instruction.
 * It knows memory and devices only through its bus, so it runs in a cluster and alone
 * (musim --neutrino). Traps are the architecture's own: nothing is reported from here. */
#ifndef MUSIM_NEUTRINO_RV64_H
#define MUSIM_NEUTRINO_RV64_H

#include <stdbool.h>
#include <stdint.h>

struct rv64_bus {
    /* Plain memory at address as a host pointer, with *available bytes from it (may be as large as
     * the region: the core caches it by whole pages of 4 KiB), or NULL if there is none: then load
     * and store are asked. */
    uint8_t *(*direct)(void *context, uint64_t address, uint64_t *available);
    /* Devices. size is 1, 2, 4 or 8, the address aligned to it. false = access fault. */
    bool (*load)(void *context, uint64_t address, unsigned size, uint64_t *value);
    bool (*store)(void *context, uint64_t address, unsigned size, uint64_t value);
    void *context;
    bool misaligned; /* loads and stores of plain memory need no alignment (else they trap) */
    /* While observed: an access of plain memory; of a store (bytes: what is stored, NULL: not known
     * yet) before memory changes. */
    void (*access)(void *context, uint64_t address, unsigned size, bool store, const void *bytes);
};

struct rv64;

struct rv64 *rv64_create(const struct rv64_bus *bus);
void rv64_free(struct rv64 *core);

/* Reset state with pc = entry, a multiple of 4; forgets decoded instructions and what direct()
 * said. The interrupt's level stays. Not from inside a bus call. */
void rv64_reset(struct rv64 *core, uint64_t entry);

enum rv64_stop {
    RV64_BUDGET, /* ran all the instructions it was given */
    RV64_WFI,    /* asleep: nothing to do until an interrupt */
    RV64_HALTED, /* trapped with no handler (mtvec never written), or the bus asked to stop */
};
/* Executes at most budget instructions; adds those retired to the counter minstret. */
enum rv64_stop rv64_run(struct rv64 *core, uint64_t budget);
/* From inside a bus call: leave rv64_run after this instruction with RV64_HALTED. */
void rv64_halt(struct rv64 *core);

/* Whether the bus is told accesses of plain memory. Not from inside a bus call. */
void rv64_observe(struct rv64 *core, bool on);

/* Level of the machine-external interrupt. */
void rv64_set_external_interrupt(struct rv64 *core, bool level);

/* The control and status registers that it has. */
enum rv64_csr_id {
    RV64_CSR_FFLAGS = 0x001,
    RV64_CSR_FRM = 0x002,
    RV64_CSR_FCSR = 0x003,
    RV64_CSR_MSTATUS = 0x300,
    RV64_CSR_MISA = 0x301,
    RV64_CSR_MIE = 0x304,
    RV64_CSR_MTVEC = 0x305,
    RV64_CSR_MCOUNTINHIBIT = 0x320,
    RV64_CSR_MHPMEVENT3 = 0x323,
    RV64_CSR_MHPMEVENT31 = 0x33f,
    RV64_CSR_MSCRATCH = 0x340,
    RV64_CSR_MEPC = 0x341,
    RV64_CSR_MCAUSE = 0x342,
    RV64_CSR_MTVAL = 0x343,
    RV64_CSR_MIP = 0x344,
    RV64_CSR_PMPCFG0 = 0x3a0,
    RV64_CSR_PMPCFG15 = 0x3af,
    RV64_CSR_PMPADDR0 = 0x3b0,
    RV64_CSR_PMPADDR63 = 0x3ef,
    RV64_CSR_TSELECT = 0x7a0,
    RV64_CSR_TDATA3 = 0x7a3,
    RV64_CSR_MCYCLE = 0xb00,
    RV64_CSR_MINSTRET = 0xb02,
    RV64_CSR_MHPMCOUNTER3 = 0xb03,
    RV64_CSR_MHPMCOUNTER31 = 0xb1f,
    RV64_CSR_CYCLE = 0xc00,
    RV64_CSR_TIME = 0xc01,
    RV64_CSR_INSTRET = 0xc02,
    RV64_CSR_HPMCOUNTER3 = 0xc03,
    RV64_CSR_HPMCOUNTER31 = 0xc1f,
    RV64_CSR_MVENDORID = 0xf11,
    RV64_CSR_MCONFIGPTR = 0xf15,
};

/* State, for reports, tests and debuggers. Inside a bus call, pc is that of the access. */
uint64_t rv64_pc(const struct rv64 *core);
uint64_t rv64_register(const struct rv64 *core, unsigned number);
uint64_t rv64_csr(const struct rv64 *core, unsigned number); /* 0 if there is none */
uint64_t rv64_instructions(const struct rv64 *core);         /* retired */
/* What budgets were spent on: instructions that retired and those that trapped instead. */
uint64_t rv64_spent(const struct rv64 *core);
const char *rv64_cause_name(uint64_t cause); /* of mcause, as the architecture calls it */

#endif
