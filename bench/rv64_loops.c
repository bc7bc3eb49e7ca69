/* The loops that rv64_speed runs, compiled for the Neutrino and for the host. Each is an entry
 * point: without a stack, and returning to nowhere. */
#include "bench/rv64_loops.h"

/* A linear congruential generator with a data-dependent branch. */
uint64_t integer_loop(void) {
    uint64_t state = 1, odd = 0;
    for (uint64_t i = 0; i < RV64_LOOP_STEPS; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        if (state >> 63)
            odd += state >> 40 ^ i;
        else
            odd ^= state;
    }
    return odd;
}

/* Passes of read-modify-write over 32 KiB. */
uint64_t memory_loop(void) {
    static volatile uint64_t words[4096];
    uint64_t sum = 0;
    for (uint64_t i = 0; i < RV64_LOOP_STEPS; i++) {
        uint64_t value = words[i % 4096] + i;
        words[i % 4096] = value;
        sum += value;
    }
    return sum;
}

/* Horner's rule, over and over. */
uint64_t float_loop(void) {
#ifdef __riscv
    __asm__ volatile("csrs mstatus, %0" : : "r"(0x2000));
#endif
    double x = 0.5, sum = 0;
    for (uint64_t i = 0; i < RV64_LOOP_STEPS; i++) {
        sum = __builtin_fma(sum, x, 1.0);
        x = __builtin_fma(x, 0.999, sum * 1e-9);
    }
    return (uint64_t)(sum * 1e6);
}
