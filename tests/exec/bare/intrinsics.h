/* The machine as a kernel library for bare Muon cores shows it: each instruction an inline function
 * over inline assembly, custom-0 words spelled with .insn, since stock assemblers have no mnemonics
 * for them. */
#ifndef BARE_INTRINSICS_H
#define BARE_INTRINSICS_H

#include <stdint.h>

#define RISCV_CUSTOM0 0x0b

#define CSR_THREAD_ID 0xcc0
#define CSR_WARP_ID 0xcc1
#define CSR_CORE_ID 0xcc2
#define CSR_ACTIVE_WARPS 0xcc3
#define CSR_THREAD_MASK 0xcc4
#define CSR_NUM_THREADS 0xfc0
#define CSR_NUM_WARPS 0xfc1
#define CSR_NUM_CORES 0xfc2

#define csr_read(csr)                                                                              \
    ({                                                                                             \
        uint32_t value_;                                                                           \
        asm volatile("csrr %0, %1" : "=r"(value_) : "i"(csr));                                     \
        value_;                                                                                    \
    })

namespace gpu {

inline uint32_t thread_id() {
    return csr_read(CSR_THREAD_ID);
}
inline uint32_t warp_id() {
    return csr_read(CSR_WARP_ID);
}
inline uint32_t core_id() {
    return csr_read(CSR_CORE_ID);
}
inline uint32_t num_threads() {
    return csr_read(CSR_NUM_THREADS);
}
inline uint32_t num_warps() {
    return csr_read(CSR_NUM_WARPS);
}
inline uint32_t num_cores() {
    return csr_read(CSR_NUM_CORES);
}
inline uint32_t active_warps() {
    return csr_read(CSR_ACTIVE_WARPS);
}

/* By name, as an assembler for Muon takes it. */
inline uint32_t thread_mask() {
    uint32_t mask;
    asm volatile("csrr %0, tmask" : "=r"(mask));
    return mask;
}

inline void tmc(uint32_t mask) {
    asm volatile(".insn r %0, 0, 0, x0, %1, x0" : : "i"(RISCV_CUSTOM0), "r"(mask) : "memory");
}

inline void wspawn(uint32_t warps, void (*entry)()) {
    asm volatile(".insn r %0, 1, 0, x0, %1, %2"
                 :
                 : "i"(RISCV_CUSTOM0), "r"(warps), "r"(entry)
                 : "memory");
}

inline void barrier(uint32_t id, uint32_t warps) {
    asm volatile(".insn r %0, 4, 0, x0, %1, %2"
                 :
                 : "i"(RISCV_CUSTOM0), "r"(id), "r"(warps)
                 : "memory");
}

inline void fence() {
    asm volatile("fence" : : : "memory");
}

/* Shared memory by its addresses. */
inline uint32_t load_shared(uint32_t address) {
    uint32_t word;
    asm volatile("lw.shared %0, 0(%1)" : "=r"(word) : "r"(address) : "memory");
    return word;
}
inline void store_shared(uint32_t address, uint32_t word) {
    asm volatile("sw.shared %0, 0(%1)" : : "r"(word), "r"(address) : "memory");
}

} // namespace gpu

#endif
