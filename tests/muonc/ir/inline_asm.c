/* Inline and module-level assembly: printed in Muon's mnemonics, encoded as placeholders.
 * RUN: sh compile.sh -g0 -O2 %s -o %t.bc && irc %t.bc | sed -n "/^start/,/ret/p;/^f:/,/ret/p"
 * RUN: irc --emit=object -o %t.o %t.bc; irc %t.bc >%t.s; llvm-objdump-19 -s -j .text.f -j .text %t.o | tail -n +3
 * RUN: asmrw %t.s >%t.2.s; clang-19 --target=riscv32 -march=rv32im_zfinx_zicond -x assembler -c %t.2.s -o %t.2.o; llvm-objdump-19 -s -j .text.f -j .text %t.2.o | tail -n +3
 * RUN: irc --emit=llvm %t.bc | grep -c "convergent"
 */
__asm__("start: csrr a0, tid; vx_tmc a0; .asciz \"nu.\"; .balign 4\n ret");
int shared;
int f(int task, int a, int b) {
    int run;
    __asm__ volatile("nu.payload %1, %2, %3, x0, %4\n\t"
                     "nu.invoke.rh.pw.async %0, %1, %z5, x0, x0, %6"
                     : "=r"(run)
                     : "r"(task), "r"(a), "r"(b), "i"(2), "rJ"(0), "i"(64));
    __asm__ volatile("lw.shared %0, %1\n\tvx_bar %0, %2" : "=&r"(a) : "m"(shared), "r"(b));
    return run + a;
}
