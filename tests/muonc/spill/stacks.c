/* Programs whose stacks must be as the compiler made them: spill slots stay on it, by themselves.
 * RUN: for o in -O0 -O1 -O2 -Os; do muonc $o %s -o %t.elf && musim --max-cycles=100000 %t.elf; done
 * RUN: for o in -O0 -O1 -O2 -Os; do muonc $o -DFILE_SCOPE %s -o %t.elf && musim --max-cycles=100000 %t.elf; done
 * RUN: for o in -O0 -O1 -O2 -Os; do muonc $o -DCALLERS -fno-omit-frame-pointer -fno-optimize-sibling-calls %s -o %t.elf && musim %t.elf; done
 * RUN: muonc -v %s -o %t.elf 2>&1 | grep slots
 * RUN: muonc -v -DCALLERS %s -o %t.elf 2>&1 | grep slots
 * RUN: muonc -v -DVARIABLE %s -o %t.elf 2>&1 | grep slots && musim %t.elf
 */
#ifdef CALLERS

__attribute__((noinline)) static unsigned callers_caller(void) {
    return (unsigned)__builtin_return_address(1);
}

__attribute__((noinline)) static unsigned caller(unsigned n) {
    return callers_caller() + n;
}

__attribute__((noinline)) static unsigned first(void) {
    return caller(0) + 0;
}

/* A return address in first(), which is short. */
int main(void) {
    unsigned address = first(), begin = (unsigned)first;
    return address > begin && address < begin + 256 ? 0 : 1;
}

#elif defined VARIABLE /* the compiler moves the stack: nothing else has to stay */

__attribute__((noinline)) static int leaf(int n) {
    return n * 3;
}

__attribute__((noinline)) static int across(int a, int b) {
    return leaf(a) + leaf(b) * a;
}

__attribute__((noinline)) static int variable(int n) {
    int sum = 0;
    for (int i = 1; i < n; i++) {
        volatile int array[i];
        array[i - 1] = across(i, n);
        sum += array[i - 1];
    }
    return sum;
}

int main(void) {
    return variable(3) == (1 * 3 + 9 * 1) + (2 * 3 + 9 * 2) ? 0 : 1;
}

#else

/* Two stacks. What a function has in registers is on its stack while the other runs. */
#define SWITCH                                                                                     \
    "addi sp, sp, -64; sw ra, 0(sp); sw s0, 4(sp); sw s1, 8(sp); sw s2, 12(sp); sw s3, 16(sp)\n"   \
    "sw s4, 20(sp); sw s5, 24(sp); sw s6, 28(sp); sw s7, 32(sp); sw s8, 36(sp); sw s9, 40(sp)\n"   \
    "sw s10, 44(sp); sw s11, 48(sp); mv t0, sp; mv sp, a0; mv a0, t0\n"                            \
    "lw ra, 0(sp); lw s0, 4(sp); lw s1, 8(sp); lw s2, 12(sp); lw s3, 16(sp); lw s4, 20(sp)\n"      \
    "lw s5, 24(sp); lw s6, 28(sp); lw s7, 32(sp); lw s8, 36(sp); lw s9, 40(sp); lw s10, 44(sp)\n"  \
    "lw s11, 48(sp); addi sp, sp, 64; ret\n"

#ifdef FILE_SCOPE
unsigned switch_to(unsigned stack);
__asm__(".text; .type switch_to, @function\nswitch_to:\n" SWITCH ".size switch_to, . - switch_to");
#else
__attribute__((naked, noinline)) static unsigned switch_to(unsigned stack) {
    __asm__ volatile(SWITCH);
}
#endif

static unsigned stack[512] __attribute__((aligned(16)));
static unsigned other;
static int second_result;

__attribute__((noinline)) static int work(int n, int switches) {
    int a = n * 3, b = n * 5, c = n * 7, d = n * 11;
    for (int i = 0; i < 3; i++) {
        a += b;
        if (switches)
            other = switch_to(other);
        b ^= c;
        c += d + i;
        d -= a;
    }
    return a + b + c + d;
}

static void second(unsigned from) {
    other = from;
    second_result = work(100, 1);
    for (;;)
        other = switch_to(other);
}

int main(void) {
    unsigned hart;
    __asm__ volatile("csrr %0, mhartid" : "=r"(hart));
    if (hart)
        return 0;
    unsigned *top = stack + 512 - 16;
    top[0] = (unsigned)second; /* its ra, to which switch_to returns, with a0 as argument */
    other = switch_to((unsigned)top);
    int result = work(1, 1);
    for (int i = 0; i < 3; i++)
        other = switch_to(other);
    if (result != work(1, 0))
        return 1;
    return second_result == work(100, 0) ? 0 : 2;
}

#endif
