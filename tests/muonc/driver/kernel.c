/* The kernel of this folder's tests.
 * RUN: muonc %s -o %t.elf && muobjdump -d %t.elf | grep -c 'nu.invoke'
 * RUN: muonc -c %s -o %t.o && muonc %t.o -o %t.elf2 && cmp %t.elf %t.elf2
 * RUN: musim %t.elf
 * RUN: muonc -x c - -o %t.elf3 <%s && musim %t.elf3 && muobjdump -d %t.elf3 | grep -c 'nu.invoke' */
int main(void) {
    neutrino_invoke(0, NO_DEPS, SYNC | ALL_WARPS | IMMEDIATE);
    return 0;
}
