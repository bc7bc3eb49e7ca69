/* RUN: muonc -O2 %s -o %t.elf && musim %t.elf */
/* RUN: muonc -O2 %s -o %t.elf && musim --clusters=3 %t.elf */
/* Constructors run once, in the order of their priority, before any main. */
#include <neutrino/muon.h>

static volatile int calls, order;

struct counted {
    int value;
    explicit counted(int digit) : value(digit) {
        calls = calls + 1;
        order = order * 10 + digit;
    }
};
__attribute__((init_priority(300))) static counted second(2);
__attribute__((init_priority(200))) static counted first(1);
static counted third(3);

int main() {
    return (calls != 3) | (order != 123) << 1 | (third.value + first.value + second.value != 6) << 2;
}
