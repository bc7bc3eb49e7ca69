/* A Neutrino core with a little memory and one device register, for tests that write their
 * programs word by word. */
#ifndef TESTS_MUSIM_RV64_RIG_H
#define TESTS_MUSIM_RV64_RIG_H

#include "musim/neutrino/rv64.h"

#include <string.h>

enum { RIG_BYTES = 0x10000, RIG_CODE = 0x1000, RIG_DATA = 0x8000 };
#define RIG_DEVICE 0x300000000u

struct rig {
    uint8_t memory[RIG_BYTES];
    struct rv64 *core;
    uint32_t code_end;
    uint64_t device; /* what its register holds */
    unsigned device_accesses;
    void (*on_store)(struct rig *rig, uint64_t value);
};

static uint8_t *rig_direct(void *context, uint64_t address, uint64_t *available) {
    struct rig *rig = context;
    if (address >= RIG_BYTES)
        return NULL;
    *available = RIG_BYTES - address;
    return rig->memory + address;
}

static bool rig_load(void *context, uint64_t address, unsigned size, uint64_t *value) {
    struct rig *rig = context;
    rig->device_accesses++;
    *value = rig->device;
    return address == RIG_DEVICE && size == 8;
}

static bool rig_store(void *context, uint64_t address, unsigned size, uint64_t value) {
    struct rig *rig = context;
    rig->device_accesses++;
    rig->device = value;
    if (rig->on_store)
        rig->on_store(rig, value);
    return address == RIG_DEVICE && size == 8;
}

static inline void rig_start(struct rig *rig, bool misaligned) {
    memset(rig, 0, sizeof *rig);
    struct rv64_bus bus = {rig_direct, rig_load, rig_store, rig, misaligned};
    rig->core = rv64_create(&bus);
    rig->code_end = RIG_CODE;
    rv64_reset(rig->core, RIG_CODE);
}

static inline void rig_end(struct rig *rig) {
    rv64_free(rig->core);
}

static inline void rig_emit(struct rig *rig, uint32_t word) {
    memcpy(rig->memory + rig->code_end, &word, sizeof word);
    rig->code_end += 4;
}

static inline void rig_poke(struct rig *rig, uint32_t address, uint64_t value) {
    memcpy(rig->memory + address, &value, sizeof value);
}

static inline uint64_t rig_peek(const struct rig *rig, uint32_t address) {
    uint64_t value;
    memcpy(&value, rig->memory + address, sizeof value);
    return value;
}

/* ---- encodings, by the manual's formats ---- */

static inline uint32_t r_type(unsigned opcode, unsigned funct3, unsigned funct7, unsigned rd,
                              unsigned rs1, unsigned rs2) {
    return funct7 << 25 | rs2 << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | opcode;
}

static inline uint32_t i_type(unsigned opcode, unsigned funct3, unsigned rd, unsigned rs1,
                              int immediate) {
    return (uint32_t)immediate << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | opcode;
}

static inline uint32_t s_type(unsigned opcode, unsigned funct3, unsigned rs1, unsigned rs2,
                              int immediate) {
    uint32_t bits = immediate;
    return (bits >> 5 & 0x7f) << 25 | rs2 << 20 | rs1 << 15 | funct3 << 12 | (bits & 31) << 7 |
           opcode;
}

static inline uint32_t b_type(unsigned funct3, unsigned rs1, unsigned rs2, int offset) {
    uint32_t bits = offset;
    return (bits >> 12 & 1) << 31 | (bits >> 5 & 0x3f) << 25 | rs2 << 20 | rs1 << 15 |
           funct3 << 12 | (bits >> 1 & 15) << 8 | (bits >> 11 & 1) << 7 | 0x63;
}

static inline uint32_t jal(unsigned rd, int offset) {
    uint32_t bits = offset;
    return (bits >> 20 & 1) << 31 | (bits >> 1 & 0x3ff) << 21 | (bits >> 11 & 1) << 20 |
           (bits >> 12 & 0xff) << 12 | rd << 7 | 0x6f;
}

static inline uint32_t u_type(unsigned opcode, unsigned rd, uint32_t upper) {
    return upper << 12 | rd << 7 | opcode;
}

static inline uint32_t addi(unsigned rd, unsigned rs1, int immediate) {
    return i_type(0x13, 0, rd, rs1, immediate);
}

static inline uint32_t csrrw(unsigned rd, unsigned csr, unsigned rs1) {
    return i_type(0x73, 1, rd, rs1, (int)csr);
}

static inline uint32_t csrrs(unsigned rd, unsigned csr, unsigned rs1) {
    return i_type(0x73, 2, rd, rs1, (int)csr);
}

#endif
