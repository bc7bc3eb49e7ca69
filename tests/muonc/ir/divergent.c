/* Every source of divergence, and every way it takes.
 * RUN: sh compile.sh -Wno-atomic-alignment -O1 %s -o %t.bc && irc -Rnu-divergent %t.bc
 */
#define CSR(name) ({ int value_; __asm__ volatile("csrr %0, " #name : "=r"(value_)); value_; })
#define KEEP __attribute__((noinline))
int sink, table[64];
volatile int flag;
extern int unknown(int);
extern void effect(void);

static inline int lane_id(void) { return CSR(tid); }

void lane(void) {
    if (lane_id() == 3)
        effect();
}
void external(int n, int m) {
    for (int i = 0; i < n; i++)
        effect();
}
void address(void) {
    if (table[lane_id()])
        effect();
}
void is_volatile(void) {
    while (flag)
        effect();
}
void is_atomic(void) {
    if (__atomic_load_n(&sink, __ATOMIC_RELAXED))
        effect();
}
void unknown_result(void) {
    if (unknown(1))
        effect();
}
void indirect_result(void) {
    if ((*(int (**)(void))table)())
        effect();
}
void local_array(int i) {
    int copy[8];
    __asm__ volatile("" : : "r"(copy) : "memory");
    if (copy[0])
        effect();
}
void in_switch(void) {
    switch (CSR(mhartid)) {
    case 1: effect(); break;
    case 5: sink = 1; break;
    case 9: sink = 2; break;
    case 17: unknown(4); break;
    }
}
static KEEP void passed(int depth) {
    if (depth)
        effect();
}
void passes(void) { passed(lane_id() * 2); }

static KEEP int returned(int x) { return x + CSR(tid); }
void returns(void) {
    if (returned(1) == 3)
        effect();
}
static KEEP void escapes(int n) {
    if (n)
        effect();
}
void (*pointer)(int) = escapes;

void targets(void (**functions)(void)) {
    functions[0]();
}
void joins(void) {
    int side = 0;
    if (lane_id() > 4) {
        effect();
        side = 1;
    }
    unknown(0);
    if (side)
        effect();
}
void leaves_loop(void) {
    int i = 0;
    while (table[i] != lane_id()) {
        effect();
        i++;
    }
    unknown(0);
    if (i == 5)
        effect();
}
void asm_goto(void) {
    __asm__ goto("beqz x0, %l0" : : : : out);
    effect();
out:;
}
