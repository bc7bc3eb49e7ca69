/* A load through a null pointer, in a function that another one calls.
 *
 * RUN: muonc -O2 -w -g %s -o %t.elf && sh ../scoreboard/report.sh %t.elf */
#include <neutrino/muon.h>

struct list {
    int value;
    struct list *next;
};

struct list last;
volatile int result;

__attribute__((noinline)) static int second(const struct list *list) {
    return list->next->value;
}

int main(void) {
    result = second(&last);
    return 0;
}
