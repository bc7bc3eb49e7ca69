/* Calls through pointers: as they are where the pointer is the same for all lanes, else in rounds.
 * RUN: sh compile.sh -O1 -g0 %s -o %t.bc && irc --emit=llvm %t.bc | sed -n '/^@__/p;/define.*@differing/,/^}/p'
 * RUN: irc --emit=llvm %t.bc | sed -n '/define.*@same/,/^}/p'
 * RUN: irc --emit=llvm %t.bc | grep -oE '^define.*@[a-z_]+|vx_[a-z_]+|= phi .*|(tail |musttail )?call [^ ]* %.*'
 * RUN: irc -mdivergence=ignore --emit=llvm %t.bc | grep -c __neutrino_warp_words
 * RUN: sh compile.sh -O1 %s -o %t.bc && irc -Rnu-divergent --emit=object -o %t.o %t.bc 2>&1 | grep call
 */
#define CSR(name) ({ int value_; __asm__("csrr %0, " #name : "=r"(value_)); value_; })
struct pair {
    int first, second;
};
extern int (*const table[])(int);
extern struct pair (*const pairs[])(void);
extern void (*const ends[])(void);
int out;

int differing(int x) { return table[CSR(tid)](x); }
int same(int x) { return table[CSR(wid)](x); }
void without_result(void) { ends[CSR(tid)](); }
int structure(void) {
    struct pair result = pairs[CSR(tid)]();
    return result.first - result.second;
}
int twice(int x) { return table[CSR(tid)](table[CSR(tid) + 1](x)); }
void in_divergent_code(int n) {
    for (int i = CSR(tid); i < n; i++)
        if (i & 1)
            out += table[i](n);
}
void no_return(int x) {
    if (x) {
        ends[CSR(tid)]();
        __builtin_unreachable();
    }
}
