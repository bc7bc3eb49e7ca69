/* Names that are something else in C, in C++ or in kernels: the header compiles as both, or an error is
 * at the name.
 *
 * RUN: nbc -std=c11 %s -o %t.nbin && for x in c c++; do printf 'int main(void) { return sizeof(names_args_t) + sizeof(types_args_t) - 108; }\n' >%tk.$x; muonc -x $x -Wall -Wextra -Werror %tk.$x --neutrino=%t.nbin -mcores=1 -mwarps=1 -mlanes=1 -o %t.elf && musim %t.elf; done
 * RUN: grep -E '^    (int|bool|long long|enum|struct).*;' %t.h
 * RUN: nbc -std=c11 %s --emit=boilerplate | grep -A4 ' names_task($'
 * RUN: printf 'int main(void) { if (muon_hart_id()) return 0; neutrino_payload((types_args_t){.kind = {.new = 5, .letter = 6}, .which = friend}); neutrino_invoke(types_task, NO_DEPS, SYNC | SINGLE_THREAD); neutrino_payload((größe_args_t){.länge = 7}); neutrino_invoke(größe_task, NO_DEPS, SYNC | SINGLE_THREAD); return 0; }\n' >%tc.c && muonc %tc.c --neutrino=%t.nbin -mcores=1 -mwarps=1 -mlanes=1 -o %t.elf && musim %t.elf
 * RUN: printf 'int main() { if (muon_hart_id()) return 0; neutrino_payload((types_args_t){.kind = {.new_ = 5, .letter = 6}, .which = friend_}); neutrino_invoke(types_task, NO_DEPS, SYNC | SINGLE_THREAD); return 0; }\n' >%tc.cpp && muonc -Wno-c99-designator %tc.cpp --neutrino=%t.nbin -mcores=1 -mwarps=1 -mlanes=1 -o %t.elf && musim %t.elf
 * RUN: nbc -std=c11 -DWRONG %s -o %t.nbin
 * RUN: printf 'struct pair { int restrict, other; };\nvoid pair_task(pair p) {\n}\nenum class large : long long { ONE };\nvoid large_task(large x) {\n}\n' >%tt.cpp && nbc %tt.cpp -o %t.nbin && for x in c c++; do printf 'pair_args_t p; large_args_t l;\n' >%tk.$x; muonc -x $x -c %tk.$x --neutrino=%t.nbin -o %t.o; done
 */
#ifndef WRONG
int printf(const char *format, ...);

void names_task(int class, int NULL, int bool, int true, int bool_, int bool__, int NO_DEPS,
                int asm, int SYNC, int THREADS, int args, int payload, int task_id_t, int run_t,
                int names_task, int names_args_t, int assert, int SHARED_WINDOW,
                int neutrino_payload) {
}

struct class {
    int new;
    char letter;
};
enum this { friend = 3 };
enum wide { WIDE = 0x100000000 };
typedef int private;
enum protected { try, catch };
void types_task(struct class kind, enum this which, private number, enum protected attempt,
                enum wide wide) {
    printf("%d %d %d\n", kind.new, kind.letter, (int)which);
}

void größe_task(int länge) {
    printf("%d\n", länge);
}
#else
#include <neutrino/task.h>

__task void main(void) {
}
__task void SYNC(void) {
}
__task void delete(int x) {
}
__task void muon_lane_id(void) {
}
__task void neutrino_start(void) {
}
__task void neutrino_heap_enter(void) {
}
struct limits {
    int NO_DEPS, INT8_MAX_;
};
enum mode { ASYNC, LATER };
typedef float SIGNAL;
void limits_task(struct limits l, enum mode m, SIGNAL *x) {
}
#endif
