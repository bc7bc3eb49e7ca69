/* What a call through a pointer may change: not what only the caller changes, though the pointer may lead to
 * code that is in no function, as labels of start code are.
 *
 * RUN: for o in 0 1 2 3 s; do muonc -O$o -nostartfiles -mcores=1 -mwarps=1 outside/start.S %s -o %t.elf && musim %t.elf; done */
void (*table[2])(void);
int data[16][4], other[16], wrong;
static void nothing(void) {
    wrong++;
}
static int *rows(int i) {
    __asm__("" : "+r"(i));
    return data[__uniform(i)];
}
int main(void) {
    int *a = rows(0), *b = rows(1), *c = rows(2), *d = rows(3), *e = rows(4), *f = rows(5), *g = rows(6),
        *h = rows(7), *i = rows(8), *j = rows(9), *k = rows(10), *l = rows(11), *m = rows(12), *n = rows(13);
    table[0] = nothing;
    table[__uniform(other[0])]();
    if (*a) wrong++;
    if (*b) wrong++;
    if (*c) wrong++;
    if (*d) wrong++;
    if (*e) wrong++;
    if (*f) wrong++;
    if (*g) wrong++;
    if (*h) wrong++;
    if (*i) wrong++;
    if (*j) wrong++;
    if (*k) wrong++;
    if (*l) wrong++;
    if (*m) wrong++;
    if (*n) wrong++;
    return wrong - 1;
}
