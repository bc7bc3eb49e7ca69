/* Errors in assembly are told at the statement.
 * RUN: sh compile.sh -O1 %s -o %t.bc && irc %t.bc
 * RUN: sh compile.sh -O1 -DSTOCK %s -o %t.bc && irc --emit=object %t.bc
 */
#ifdef STOCK
void stock(void) { __asm__ volatile("frobnicate a0"); }
#else
void bad_count(int run) {
    __asm__ volatile("nu.complete.pw %0, 65" : : "r"(run));
}
int unknown(void) {
    __asm__ volatile("nop\n\tvx_spilt x0, a0\n\tnop");
    return 0;
}
#define FROM_A_MACRO "vx_tmc 5"
int several_lines(int a, int run) {
    int result;
    __asm__ volatile("nop\n\t"
                     "nu.complete.pw %[run], 65\n\t"
                     "add %0, %1, %2 ; lw.shared %0, \"x\""
                     : "=r"(result) : "r"(a), [run] "r"(run));
    __asm__ volatile(FROM_A_MACRO);
    return result;
}
__asm__("start: vx_tmc 5");
#endif
