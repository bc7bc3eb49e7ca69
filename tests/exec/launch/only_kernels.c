/* Kernels need no main; who starts the program without naming one is told.
   RUN: muonc -O2 %s -o %t.elf && musim '--kernel=fill(&out)' --global=20 --local=8 --dump=out:i32 %t.elf
   RUN: musim %t.elf
   RUN: muonc -O0 -g -x c++ %s -o %t.elf && musim '--kernel=fill(&out)' --global=20 --local=8 --dump=out:i32 %t.elf
   RUN: echo 'int main(void) { return 3; }' >%t.c && muonc %s %t.c -o %t.elf && musim %t.elf
   RUN: echo 'int nothing;' >%t.c && muonc %t.c -o %t.elf */
#include <neutrino/kernel.h>

int out[20];

__kernel void fill(int *to) {
    to[tk_global_id(0)] = (int)(tk_global_id(0) + tk_group_id(0));
}
