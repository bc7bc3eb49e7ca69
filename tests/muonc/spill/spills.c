/* RUN: muonc -O2 -c %s -o %t.o && muonc -v -nostdlib -Wl,--entry=pressure -mno-spill-to-registers %t.o -o %t.stack.elf 2>&1 | grep slots && muobjdump --no-show-raw-insn %t.stack.elf */
/* RUN: muonc -v -nostdlib -Wl,--entry=pressure %t.o -o %t.elf 2>&1 | grep slots && muobjdump --no-show-raw-insn %t.elf */
/* Spill slots of every kind, on the stack and in registers. */

/* More values live than LLVM has registers. */
__attribute__((noinline)) void pressure(const int *in, int *out) {
    int v[34];
#pragma clang loop unroll(full)
    for (int i = 0; i < 34; i++)
        v[i] = in[i];
#pragma clang loop unroll(full)
    for (int i = 0; i < 34; i++)
        out[i] = v[i] * v[(i + 17) % 34];
}

__attribute__((noinline)) int leaf(int x) {
    return x * 3 + 1;
}

/* What lives across a call, and the return address. */
__attribute__((noinline)) int across_calls(int a, int b) {
    return leaf(a) + leaf(b) * a;
}

/* A variable on the stack: the frame stays, the saved registers go. */
__attribute__((noinline)) int variable(int n) {
    int table[4] = {1, 2, 3, 4};
    table[n & 3] = leaf(n);
    return leaf(table[(n + 1) & 3]) + n;
}

/* Recursive: everything stays. */
__attribute__((noinline)) int recursive(int n) {
    return n < 2 ? 1 : recursive(n - 1) + recursive(n - 2);
}

__attribute__((section(".data"))) const void *keep[] = {pressure, across_calls, variable, recursive};
