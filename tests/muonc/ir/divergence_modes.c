/* Which branches come under a mask in each mode of -mdivergence: of those that differ between
 * lanes, those that do not, and those that only one lane executes. Messages are the same in all.
 * RUN: sh compile.sh -g0 -O1 %s -o %t.bc
 * RUN: irc %t.bc | grep -oE '^[a-z_]+:|vx_(split|join|pred)'
 * RUN: irc -mdivergence=ignore %t.bc | grep -oE '^[a-z_]+:|vx_(split|join|pred)'
 * RUN: irc -mdivergence=all %t.bc | grep -oE '^[a-z_]+:|vx_(split|join|pred)'
 * RUN: irc -Rnu-divergent -mdivergence=ignore --emit=object -o %t.o %t.bc 2>&1 | grep -c remark
 * RUN: irc -Rnu-divergent -mdivergence=all --emit=object -o %t.o %t.bc 2>&1 | grep -c remark
 */
#define CSR(name) ({ int value_; __asm__ volatile("csrr %0, " #name : "=r"(value_)); value_; })
extern void effect(int);

void uniform_if(void) {
    if (CSR(wid) == 1)
        effect(0);
}
void divergent_if(void) {
    if (CSR(tid) == 1)
        effect(0);
}
void uniform_loop(void) {
    for (int i = CSR(nw); i > 0; i--)
        effect(i);
}
void divergent_loop(void) {
    for (int i = CSR(tid); i > 0; i--)
        effect(i);
}
void uniform_switch(void) {
    switch (CSR(cid)) {
    case 0: effect(3); break;
    case 3: effect(1); effect(4); break;
    }
}
__attribute__((noinline, annotate("muon.single_lane"))) void one_lane(int n) {
    if (n)
        effect(n);
}
