/* What is the same in all lanes, and so may decide a branch.
 * RUN: sh compile.sh -O1 %s -o %t.bc && irc -Rnu-divergent --emit=object -o %t.o %t.bc
 * RUN: sh compile.sh -O0 %s -o %t.bc && irc -Rnu-divergent -O0 --emit=object -o %t.o %t.bc
 */
#define CSR(name) ({ int value_; __asm__ volatile("csrr %0, " #name : "=r"(value_)); value_; })
#define KEEP __attribute__((noinline))
int global, table[64];
__attribute__((address_space(1))) int shared[64];
extern void effect(int);
extern int pure(int) __attribute__((const));

static KEEP int factorial(int n) { return n < 2 ? 1 : n * factorial(n - 1); }
static KEEP void passed(int n, int *where) {
    for (int i = 0; i < n; i++)
        where[CSR(tid)] += i;
}
__attribute__((noinline, annotate("muon.single_lane"))) void alone(int *list, int n) {
    while (n--)
        if (list[n] == CSR(tid))
            effect(n);
}
static inline int c99_inline(int n) { return n > 4 ? table[n] : n; }

int main(int argc, char **argv) {
    int warp = CSR(wid), run;
    if (warp == 0 && CSR(0xcc2) == 1 && CSR(nw) > 2 && (CSR(tmask) & 1))
        effect(1);
    if (global || table[warp] || shared[warp + 1])
        effect(2);
    __asm__ volatile("nu.invoke.rh.pw.async %0, %1, x0, x0, x0, 4" : "=r"(run) : "r"(CSR(tid)));
    if (run != 0)
        effect(3);
    passed(factorial(table[3]), &table[CSR(tid)]);
    alone(table, CSR(tid));
    if (pure(warp) > 3 && c99_inline(warp))
        effect(4);
    for (int i = 0; i < argc; i++)
        effect(argv[i][0]);
    int bits;
    __asm__("srli %0, %1, 1" : "=r"(bits) : "r"(warp));
    return bits ? 1 : 0;
}
