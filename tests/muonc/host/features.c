/* What Muon's cores have and the CPU has not is named where it is used.
 *
 * RUN: muonc --target=host -DLANES -c %s -o %t.o
 * RUN: muonc --target=host -x c++ -DLANES -c %s -o %t.o 2>&1 | grep -c nu-host
 * RUN: muonc --target=host -DHEADER -c %s -o %t.o 2>&1 | grep -m1 -o 'neutrino.muon.h:.*error:.*'
 * RUN: muonc --target=host -DASSEMBLY -c %s -o %t.o
 * RUN: muonc --target=host -DFILE_SCOPE -c %s -o %t.o
 * RUN: muonc --target=host -DCLUSTER -c %s -o %t.o
 * RUN: muonc --target=host -DARRAY -c %s -o %t.o
 * RUN: muonc --target=host -DINITIAL -c %s -o %t.o
 * RUN: echo nop >%t.s && muonc --target=host -c %t.s -o %t.o
 * RUN: muonc --target=host --neutrino=none.nbin -c %s -o %t.o
 * RUN: muonc --target=host --emit=rv32 %s -o %t.so
 * RUN: muonc --target=host -T script.ld %s -o %t.so
 * RUN: muonc --target=host -DUNDEFINED %s -o %t.so 2>&1 | grep undefined
 * RUN: muonc --target=host -DSPACES -c %s -o %t.o 2>&1 | grep error */
#include <neutrino/kernel.h>

#if defined LANES
__kernel void lanes(uint32_t *out) {
    out[tk_global_id(0)] = muon_lane_id() + muon_reduce_add(3);
    neutrino_invoke(1, 2, 3);
}
#elif defined HEADER
#include <neutrino/lanes.h>
#elif defined ASSEMBLY
__kernel void assembly(uint32_t *out) {
    __asm__ volatile("" : : : "memory");
    __asm__ volatile("nop");
}
#elif defined FILE_SCOPE
__asm__(".globl name");
#elif defined CLUSTER
__shared_zeroed uint32_t counter;
__kernel void cluster(uint32_t *out) {
    *out = counter;
}
#elif defined ARRAY
__kernel void array(uint32_t *out, uint32_t n) {
    uint32_t all[n];
    for (uint32_t i = 0; i < n; i++)
        all[i] = i * n;
    tk_work_group_barrier(0, TK_SCOPE_WORK_GROUP, TK_RELAXED);
    *out = all[n / 2];
}
#elif defined INITIAL
__local uint32_t cells[4];
__kernel void initial(uint32_t *out, uint32_t n) {
    static __shared uint32_t *const places[] = {cells, cells + 1};
    *places[n & 1] = n;
    *out = *places[1];
}
#elif defined UNDEFINED
uint32_t elsewhere(uint32_t x);
__kernel void undefined(uint32_t *out) {
    *out = elsewhere(3);
}
#elif defined SPACES
__kernel void spaces(uint32_t *out, __shared uint32_t *cells) {
    uint32_t *plain = cells;
    *out = *plain;
}
#endif
