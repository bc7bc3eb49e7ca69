/* Loops that a pragma has unrolled though there is assembly in them, which says nothing to other lanes; and
 * those that it cannot.
 * RUN: for o in -O0 -O1 -O2 -Os; do echo "$o"; muonc $o -c %s -o %t.o; done
 * RUN: muonc -O2 -c -Wno-nu-loop %s -o %t.o
 * RUN: muonc -O2 -c -Werror %s -o %t.o 2>&1 | grep -c error:
 * RUN: muonc -O2 --emit=asm -Wno-nu-loop %s -o - | grep -c fnexp
 */

/* Four rounds, each of which ends it. */
int with_assembly(const __bf16 *from, __bf16 *to, int count) {
#pragma unroll 4
    for (int i = 0; i < count; i++) {
        __bf16 value;
        __asm__ volatile("fnexp.h %0, %1" : "=r"(value) : "r"(from[i]));
        to[i] = value;
    }
    return count;
}

void meeting(const int *rounds) {
    const int count = __uniform(*rounds);
#pragma unroll 2
    for (int i = 0; i < count; i++)
        muon_barrier(0, 2);
#pragma unroll 2
    for (int i = 0; i < 4; i++)
        muon_barrier(0, 2);
}

int wholly(const int *from, int count) {
    int sum = 0;
#pragma clang loop unroll(full)
    for (int i = 0; i < count; i++)
        sum ^= from[i];
    return sum;
}

int as_vectors(const int *from, int count) {
    int sum = 0;
#pragma clang loop vectorize(enable)
    for (int i = 0; i < count; i++)
        sum -= from[i] / 3;
#pragma clang loop vectorize(disable)
    for (int i = 0; i < count; i++)
        sum -= from[i] / 5;
    return sum;
}

int somehow(const int *from, int count) {
    int sum = 0;
#pragma unroll
    for (int i = 0; i < count; i++)
        sum -= from[i] / 7;
    return sum;
}
