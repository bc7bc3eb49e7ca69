/* 16-bit floats in tasks: clang computes them in binary32 and rounds.
 *
 * RUN: nbc -O1 %s -o %t.nbin && muonc %s --neutrino=%t.nbin -mcores=1 -mwarps=1 -mlanes=1 -o %t.elf && musim %t.elf
 * RUN: nbc -O0 %s -o %t.nbin && muonc %s --neutrino=%t.nbin -mcores=1 -mwarps=1 -mlanes=1 -o %t.elf && musim %t.elf */
#ifdef __neutrino__
#include <neutrino/task.h>
#include <stdio.h>
#include <string.h>

static unsigned bits_of(const void *value) {
    unsigned short bits;
    memcpy(&bits, value, sizeof bits);
    return bits;
}

void half_task(float x, double y) {
    volatile _Float16 a = (_Float16)x, b = (_Float16)y, c = a * b + (_Float16)1;
    _Float16 results[] = {a, b, c, a / b, -a, (_Float16)3, (_Float16)70000.0f, (_Float16)1e-7};
    for (int i = 0; i < 8; i++)
        printf("%04x ", bits_of(&results[i]));
    printf("%d %d %g\n", (int)c, a < b, (double)c);
}

void bfloat_task(float x, double y) {
    volatile __bf16 a = (__bf16)x, b = (__bf16)y, c = a * b + (__bf16)1;
    __bf16 results[] = {a, b, c, a / b, -a, (__bf16)3, (__bf16)1e39, (__bf16)1.00390625f};
    for (int i = 0; i < 8; i++)
        printf("%04x ", bits_of(&results[i]));
    printf("%d %d %g\n", (int)c, a < b, (double)(float)c);
}
#else
int main(void) {
    static const float numbers[] = {1.5f, -2.25f, 100.3f, 0.1f};
    for (int i = 0; i < 4; i++) {
        neutrino_payload(half_args(numbers[i], 3.0 + i / 7.0));
        neutrino_invoke(half_task, NO_DEPS, SYNC | SINGLE_THREAD);
        neutrino_payload(bfloat_args(numbers[i], 3.0 + i / 7.0));
        neutrino_invoke(bfloat_task, NO_DEPS, SYNC | SINGLE_THREAD);
    }
    return 0;
}
#endif
