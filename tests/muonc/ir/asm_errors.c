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
__asm__("start: vx_tmc 5");
#endif
