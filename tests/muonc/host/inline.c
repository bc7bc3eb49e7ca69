/* Functions that need the work-item are parts of kernels, if that can be.
 *
 * RUN: muonc --target=host -O2 -DRECURSION -c %s -o %t.o
 * RUN: muonc --target=host -O0 -DINDIRECT -c %s -o %t.o
 * RUN: muonc --target=host -DFINE %s -o %t.so
 * RUN: muonc --target=host -DFINE -x c++ -O0 %s -o %t.so */
#include <assert.h>
#include <neutrino/kernel.h>

#define HERE() tk_work_group_barrier(0, TK_SCOPE_WORK_GROUP, TK_RELAXED)

#if defined RECURSION
static uint32_t fold(__shared uint32_t *cells, uint32_t n) {
    if (n <= 1)
        return cells[0];
    HERE();
    return fold(cells, n / 2);
}
static void odd(uint32_t n);
static void even(uint32_t n) {
    if (n)
        odd(n - 1);
}
static void odd(uint32_t n) {
    HERE();
    even(n - 1);
}
__kernel void recursion(uint32_t *out, __shared uint32_t *cells) {
    even(4);
    *out = fold(cells, 8);
}
#elif defined INDIRECT
static uint32_t first(void) {
    return tk_global_id(0);
}
static uint32_t second(void) {
    return 2;
}
__kernel void indirect(uint32_t *out, uint32_t n) {
    uint32_t (*which)(void) = n ? first : second;
    *out = which();
}
#else
static uint32_t plain(uint32_t n) {
    return n < 2 ? n : plain(n - 1) + plain(n - 2);
}
uint32_t visible(uint32_t n) {
    HERE();
    return tk_local_id(0) + n;
}
__kernel void other(uint32_t *out) {
    out[tk_global_id(0)] = visible(7);
}
__kernel void fine(uint32_t *out, uint32_t n) {
    assert(n < 20);
    other(out);
    out[tk_global_id(0)] += plain(n) + visible(n);
}
#endif
