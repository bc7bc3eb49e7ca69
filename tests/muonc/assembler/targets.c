/* Jumps to numbers in inline assembly, and as --emit=asm prints them.
 * RUN: muonc -O1 -nostdlib %s -o %t.elf && muobjdump -d %t.elf | sed -n '/<skip>:/,/ret/p'
 * RUN: muonc -O1 -S %s -o %t.s && muonc -nostdlib %t.s -o %t.elf && muobjdump -d %t.elf | sed -n '/<skip>:/,/ret/p'
 */
asm(".equ other, 16");
__attribute__((noinline)) int skip(int x) {
    asm volatile(".set number, 24\n\tbeqz %0, number\n\tnop\n\tnop" : : "r"(x));
    asm volatile("bnez %0, other\n\tbnez %0, .\n\tj 1f\n1:\tcall function" : : "r"(x) : "ra");
    return x;
}
void function(void) {
    asm volatile("j finish; finish:");
}
void _start(void) {
    skip(0);
}
