/* RUN: muonc -O2 -g -c %s -o %t.o && muonc -nostdlib -Wl,--entry=leaf %t.o -o %t.elf && llvm-dwarfdump-19 --verify %t.elf | tail -1 && llvm-dwarfdump-19 --debug-line %t.elf | grep ^0x && llvm-dwarfdump-19 --debug-info %t.elf | grep -E 'DW_AT_(low|high)_pc|DW_AT_name|\[0x' && muobjdump -l --no-show-raw-insn %t.elf */
/* Debugging information after re-encoding: line tables, extents of functions and blocks, location
 * lists; in a function without relaxable instructions (leaf) and with them. */
extern int table[8];
int table[8];

__attribute__((noinline)) int leaf(int a, int b) {
    int c = a * 3;
    c ^= b;
    {
        int d = c + b;
        c = d * a;
    }
    return c + 1;
}

int caller(int a) {
    int x = leaf(a, 2);
    int y = leaf(x, a);
    return x * y + table[1] + 0x12345678;
}
