/* Errors in assembly are told at the statement.
 * RUN: sh compile.sh -O1 %s -o %t.bc && irc %t.bc
 * RUN: sh compile.sh -O1 -DSTOCK %s -o %t.bc && irc --emit=object %t.bc
 * RUN: sh compile.sh -O1 -DREGISTER %s -o %t.bc && irc --emit=object %t.bc
 */
#if defined(STOCK)
/* LLVM's assembler finds these, which knows no sources. */
void stock(void) { __asm__ volatile("frobnicate a0"); }
static inline int twice(int x) {
    int result;
    __asm__ volatile("addi %0, %1, 1 ; # a comment\n\t"
                     "nop ; slli %0, %[x], 77 ; nop" : "=r"(result) : "r"(x), [x] "r"(x));
    return result;
}
int inlined(int x) {
    return twice(x) + twice(x + 1);
}
#define CONTROL(name, result) __asm__ volatile("csrr %0, " name : "=r"(result))
int named(void) {
    int result;
    CONTROL("nosuch", result);
    return result;
}
void behind_a_tab(void) {
    __asm__ volatile("nop\n\tnop; frobnicate\ta2; nop");
}
void expanded(void) {
    __asm__ volatile(".macro two\n\tfrobnicate a1\n\t.endm\n\ttwo");
}
#elif defined(REGISTER)
/* And these the code generator, which knows no columns. */
float no_such_register(float x) {
    __asm__ volatile("fadd.s %0, %0, fa0" : "+vr"(x));
    return x;
}
static inline float inlined(float x) {
    __asm__ volatile("fadd.s %0, %0, %1" : "+r"(x) : "vr"(x));
    return x;
}
float twice(float x) {
    return inlined(x) + x;
}
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
