/* <inttypes.h>, in kernels and in tasks: each conversion is for its type, and prints it.
 * RUN: muonc -Wall -Wextra -Werror -mcores=1 -mwarps=1 -mlanes=1 %s -o %t.elf && musim %t.elf
 * RUN: muonc -Wall -Wextra -Werror -x c++ -DCINTTYPES -mcores=1 -mwarps=1 -mlanes=1 %s -o %t.elf && musim %t.elf
 * RUN: nbc -Wall -Wextra -Werror -DTASK %s -o %tt.nbin
 * RUN: echo 'int main(void) { neutrino_invoke(print_task, NO_DEPS, SINGLE_THREAD | SYNC); return 0; }' >%tk.c && muonc -mcores=1 -mwarps=1 -mlanes=1 %tk.c --neutrino=%tt.nbin -o %t.elf && musim %t.elf
 */
#ifdef CINTTYPES
#include <cinttypes>
#else
#include <inttypes.h>
#endif
#include <stdio.h>

#define SIGNED(bits)                                                                               \
    printf("%" PRId##bits " %" PRIi##bits "\n", (int##bits##_t)-100, (int##bits##_t)100);          \
    printf("%" PRIdLEAST##bits " %" PRIiFAST##bits "\n", (int_least##bits##_t)-100,                \
           (int_fast##bits##_t)100);
#define UNSIGNED(bits)                                                                             \
    printf("%" PRIu##bits " %" PRIo##bits " %" PRIx##bits " %" PRIX##bits "\n",                    \
           (uint##bits##_t)-1, (uint##bits##_t)-1, (uint##bits##_t)-1, (uint##bits##_t)-1);        \
    printf("%" PRIuLEAST##bits " %" PRIxFAST##bits "\n", (uint_least##bits##_t)-1,                 \
           (uint_fast##bits##_t)77);

static void print_all(void) {
    SIGNED(8) SIGNED(16) SIGNED(32) SIGNED(64)
    UNSIGNED(8) UNSIGNED(16) UNSIGNED(32) UNSIGNED(64)
    printf("%" PRIdMAX " %" PRIuMAX " %" PRIXPTR " %" PRIdPTR "\n", INTMAX_MIN, UINTMAX_MAX,
           (uintptr_t)0xabc, (intptr_t)-5);
}

#ifdef TASK
#include <neutrino/task.h>
void print_task(void) {
    print_all();
}
#else
int main(void) {
    print_all();
    return 0;
}
#endif
