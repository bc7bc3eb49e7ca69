/* RUN: muonc -O2 %s -o %t.elf && musim %t.elf */
/* Constructors in C run in the order of their priority, then of the source. */
static volatile int order;

__attribute__((constructor)) static void third(void) {
    order = order * 10 + 3;
}
__attribute__((constructor)) static void fourth(void) {
    order = order * 10 + 4;
}
__attribute__((constructor(300))) static void second(void) {
    order = order * 10 + 2;
}
__attribute__((constructor(200))) static void first(void) {
    order = order * 10 + 1;
}

int main(void) {
    return order != 1234;
}
