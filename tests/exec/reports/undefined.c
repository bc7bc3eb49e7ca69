/* What undefined behaviour leaves of a function ends in a trap, with the place of it.
 * RUN: muonc -O1 -g -mcores=1 -mwarps=1 %s -o %t.elf && musim %t.elf
 */
int last;

static void put(int *to) {
    *to = 1;
}

int main(void) {
    last = 2;
    put((int *)0);
}
