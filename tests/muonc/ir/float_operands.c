/* Operands for floats: any register, since integers and floats share the register file.
 * RUN: for o in -O0 -O1 -O2 -Os; do muonc $o %s -o %t.elf && musim %t.elf; done
 * RUN: muonc -O2 -S %s -o %t.s && muonc %t.s -o %t.elf && musim %t.elf
 */
static float root(float x) {
    float result;
    __asm__("fsqrt.s %0, %1" : "=f"(result) : "f"(x));
    return result;
}

static float changed(float x) {
    __asm__("fadd.s %0, %0, %1" : "+f"(x) : "f"(2.5f));
    return x;
}

static float named(float x) {
    register float fa __asm__("a3") = x;
    __asm__("fadd.s %0, %0, %0" : "+f"(fa));
    return fa;
}

static int to_integer(float x) {
    int result;
    __asm__("fcvt.w.s %0, %1, rtz" : "=&r"(result) : "rf"(x) : "t6");
    return result;
}

int main(void) {
    volatile float x = 9;
    if (root(x) != 3)
        return 1;
    if (changed(x) != 11.5f)
        return 2;
    if (named(x) != 18)
        return 3;
    return to_integer(x + 0.75f) == 9 ? 0 : 4;
}
