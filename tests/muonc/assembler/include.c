/* .include in inline assembly and at file scope.
 * RUN: muonc -Iinclude/directory %s -o %t.elf && muobjdump -d %t.elf | sed -n "/^[0-9a-f]* <part>:/,\$p"
 * RUN: muonc -S -Iinclude/directory %s -o %t.s && muonc %t.s -o %t.elf && muobjdump -d %t.elf | grep "a16\|t20\|s4[01]"
 * RUN: muonc -c -DWRONG -Iinclude/directory %s -o %t.o; test ! -e %t.o
 */
asm(".section .text.part; part: .include \"include/body.inc\"\nret\n");
void part(void);
int main(void) {
    int x;
    asm volatile(".include \"include/directory/deeper_text.inc\"\n li %0, 5" : "=r"(x));
    part();
#ifdef WRONG
    asm volatile(".include \"wrong.inc\"");
#endif
    return x;
}
