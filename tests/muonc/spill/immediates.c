/* RUN: muonc -O2 -c %s -o %t.o && muonc -v -nostdlib -Wl,--entry=lookup %t.o -o %t.elf 2>&1 | grep folded && muobjdump --no-show-raw-insn %t.elf */
/* Addresses and numbers that RV32 has no room for, in the instructions that use them. */
#include <stdint.h>

int table[1000], other[1000];
static __shared int keys[512];
static struct {
    int pad[1500];
    int first, second;
} far;

/* A constant base and an index. */
__attribute__((noinline)) int lookup(unsigned i) {
    return table[i];
}

/* One base for two arrays of a structure, beyond 12 bits; a high part that two accesses share. */
__attribute__((noinline)) int members(void) {
    return far.first + far.second;
}

/* A base that is read and written. */
__attribute__((noinline)) void both(unsigned i, int n) {
    keys[i + 100] += n;
    other[i + 900] += n;
}

/* Numbers of 32 bits, in a loop too. */
__attribute__((noinline)) uint32_t mix(uint32_t x, int n) {
#pragma clang loop unroll(disable)
    for (int i = 0; i < n; i++)
        x = (x ^ 0x12345678) + 0x9e3779b9;
    return x & 0x00ff00ff;
}

/* What is in the frame stays relative to the stack pointer as it was. */
__attribute__((noinline)) int frame(unsigned i) {
    volatile int local[1000];
    local[i] = 1;
    return local[900];
}
