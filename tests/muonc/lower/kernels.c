/* The signatures that kernels are recorded with, and the entries that stand behind the source, where
 * no macro of the user's has a meaning any more.
 * RUN: muonc -O2 -Wall -Wextra -Werror -Wno-comment -c %s -o %t.o && llvm-readelf-19 -p .note.muon %t.o | grep -o '{.*'
 * RUN: muonc --emit=lowered %s -o - | sed -n '/^#undef \|^#line /,$p' | grep -v '^#undef'
 * RUN: muonc -O0 -c %s -o %t.o && muonc -E %s -o %t.i && muonc -c %t.i -o %t.o && llvm-readelf-19 -p .note.muon %t.o | grep -c '{.*'
 * RUN: muonc -O2 -g -S %s -o - | grep -A40 '^__muon_items_copy:' | grep -c 'call.*copy'; true
 */
#include <neutrino/kernel.h>

struct point {
    float x, y;
    uint8_t colors[3][2];
};
typedef struct {
    int64_t wide;
    struct {
        _Bool flag;
    } inner;
    union {
        float f;
        uint32_t bits;
    } either;
} unnamed_t;
enum mode { FAST, SLOW = 70000 };
typedef struct {
    int size;
} *handle;
struct unknown;

__kernel void pointers(const float *in, float *const out, void *anything, const void *something,
                       const float (*rows)[4], float array[16], handle handle,
                       struct unknown *unknown, volatile int *restrict device, float **table) {
    (void)in, (void)out, (void)anything, (void)something, (void)rows, (void)array, (void)handle;
    (void)unknown, (void)device, (void)table;
}

__kernel void numbers(_Bool a, int8_t b, uint8_t c, char d, short e, unsigned short f, int g,
                      const uint32_t h, long long i, uint64_t j, float k, double l, enum mode m) {
    (void)a, (void)b, (void)c, (void)d, (void)e, (void)f, (void)g, (void)h, (void)i, (void)j;
    (void)k, (void)l, (void)m;
}

__kernel void structs(struct point point, unnamed_t unnamed) {
    (void)point, (void)unnamed;
}

/* Declared with its size, defined without. */
__kernel_size(2 * 8, sizeof(int), 1) __kernel void copy(const int *from, __shared int *tile, int *to);
void copy(const int *from, __shared int *tile, int *to) {
    *tile = *from;
    *to = *tile;
}

__kernel void nothing(void) {
}

/* A kernel is an ordinary function for others. */
__kernel void caller(int *to, __shared int *tile) {
    copy(to, tile, to + 1);
}

/* A prototype is no kernel of this unit. */
__kernel void elsewhere(int n);

#define void struct
#define int 7
#define static
#define unsigned
#define numbers(a) wrong(a)
#define __attribute__(list) wrong
#define neutrino_launch_items wrong
// The last line goes on \
