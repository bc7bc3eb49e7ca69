/* Every kind of type that can be passed, and what the header makes of it.
 *
 * RUN: nbc -Wno-c23-extensions %s --emit=header
 * RUN: nbc -Wno-c23-extensions %s --emit=boilerplate | grep -v -e '^#undef' -e '^#define .* neutrino_own_'
 * RUN: nbc -Wno-c23-extensions %s -o %t.nbin --map=%t.map
 * RUN: nbc -Wno-c23-extensions %s --emit=header -o %tagain.h; sed 's/AGAIN_H/_H/' %tagain.h | cmp - %t.h
 * RUN: nbc -Wno-c23-extensions %s --emit=map | cmp - %t.map
 */
#include "types.h"
#include <neutrino/task.h>

enum color { RED, GREEN = 7, BLUE };
typedef enum { FAST, EXACT } quality_t;
enum __attribute__((packed)) small { TINY, LITTLE };
typedef unsigned index_t;
typedef index_t column_t;
typedef float row_t[8];
typedef __shared float *tile_t;

struct __attribute__((packed)) packed {
    char kind;
    int value;
};
struct aligned {
    char a;
    int b __attribute__((aligned(16)));
};
struct node { /* has another layout here and there: only its name is usable there */
    struct node *next;
};

/** Integers, by their size on both sides. */
void integers_task(bool a, char b, signed char c, unsigned char d, short e, unsigned short f, int g,
                   unsigned h, long i, unsigned long j, long long k, unsigned long long l,
                   size_t m, int8_t n, uint64_t o, intptr_t p, wchar_t q) {
}

/* Not a doc comment. */
void floats_task(float a, double b) {
}

/// Enums and typedefs:
/// two lines.
void named_task(enum color a, quality_t b, enum small c, index_t d, column_t e, run_t f) {
}

void pointers_task(void *a, const char *const b, __shared float *c, tile_t d, float *__restrict e,
                   char **f, __shared int **g, float (*h)[3], row_t *i, const float j[4],
                   struct node *k, const struct vec *l, volatile int *m, void (**n)(int),
                   __attribute__((address_space(1))) int *o) {
}

void records_task(struct vec a, shape_t b, const struct packed c, struct aligned d) {
}

void names_task(int class, int new, int) {
}

void one_byte_task(char only) {
}

void nothing_task(void) {
}

static void helper_task(int is_no_task) {
    (void)is_no_task;
}

inline void inline_task(int is_none_either) {
}

int helper(void) {
    helper_task(0);
    return 0;
}

__task void marked(int a) {
}

#define FORTY 40
__task_id(FORTY) void fixed(void) {
}
