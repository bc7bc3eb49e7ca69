/* Pragmas with macros do the same whether the unit has calls or not.
 * RUN: muonc -O2 -Wall -Werror %s -o %t.elf && musim %t.elf --dump=sizes:i32 --dump=table:i32
 * RUN: muonc -O2 %s -DINVOKE= -o %t.elf && musim %t.elf --dump=sizes:i32
 * RUN: muonc -x c++ -O2 - -o %t.elf <%s && musim %t.elf --dump=sizes:i32
 * RUN: muonc -x c++ -O2 -DINVOKE= - -o %t.elf <%s && musim %t.elf --dump=sizes:i32
 * RUN: muonc -O2 -c -DFACTOR=4 -MD -MF %t.d -MT t.o %s -o %t.o && grep -c '%s' %t.d
 * RUN: muonc -O1 --emit=llvm %s -o - | grep -c 'weak.*@renamed'
 * RUN: muonc -O2 -c -DFACTOR=missing %s -o %t.o -fno-color-diagnostics 2>&1 | grep error | head -n 1
 * RUN: muonc -O2 -c -DINVOKE= -DFACTOR=missing %s -o %t.o -fno-color-diagnostics 2>&1 | grep error | head -n 1
 */
#ifndef INVOKE
#define INVOKE neutrino_invoke(0, NO_DEPS, SYNC | WARPS(1) | IMMEDIATE)
#endif
#ifndef FACTOR
#define FACTOR 4
#endif
#define BYTES 1
#define TWICE(n) (2 * (n))
#define HINT unroll_count(FACTOR)
#define PRAGMA(text) _Pragma(#text)
#define UNROLLED(n) PRAGMA(unroll n) for (int i = 0; i < 16; i++)
#define hidden __attribute__((visibility("hidden")))
#define named renamed

#pragma pack(push, BYTES)
struct packed {
    char c;
    int i;
};
#pragma pack(pop)

#pragma GCC visibility push(hidden)
int sizes[2];
int table[16];
#pragma GCC visibility pop

#pragma weak named
extern "C" int named(void) { return 0; }

const char *const text = R"(
#pragma unroll FACTOR
)";

template <int Count, typename T>
__attribute__((noinline)) void add(T *to) {
#pragma unroll Count
    for (int i = 0; i < 16; i++)
        to[i] += i;
#pragma unroll FACTOR
    for (int i = 0; i < 16; i++)
        to[i] += i;
#pragma unroll(TWICE(FACTOR) + Count)
    for (int i = 0; i < 16; i++)
        to[i] += i;
}

__attribute__((noinline)) void others(int *to) {
#pragma GCC unroll FACTOR
    for (int i = 0; i < 16; i++)
        to[i] += i;
#pragma clang loop unroll_count(TWICE(FACTOR))
    for (int i = 0; i < 16; i++)
        to[i] += i;
#pragma clang loop HINT
    for (int i = 0; i < 16; i++)
        to[i] += i;
    UNROLLED(FACTOR) to[i] += i;
#pragma unroll
    for (int i = 0; i < 16; i++)
        to[i] += i;
#pragma clang loop unroll(disable)
    for (int i = 0; i < 16; i++)
        to[i] += i;
}

int main(void) {
    sizes[0] = sizeof(struct packed);
    sizes[1] = text[16];
    if (muon_core_id() == 0 && muon_warp_id() == 0 && muon_lane_id() == 0) {
        add<2>(table);
        others(table);
    }
    INVOKE;
    return 0;
}
