/* Addresses of __local variables in all the forms in which the optimiser leaves them, in several groups at
 * once: constant expressions, parts of constants, and values that meet.
 *
 * RUN: for o in 0 1 2 3 s; do muonc -O$o %s -o %t.elf && musim --check=all %t.elf --dump=wrong:i32 --dump=groups:i32; done
 * RUN: muonc -O2 -x c++ %s -o %t.elf && musim %t.elf --dump=wrong:i32 --dump=groups:i32 */
#include <neutrino/kernel.h>

enum { SIZE = 20, GROUPS = 24 };

struct pair {
    __shared uint32_t *first, *second;
};

__local uint32_t a[64], b[64], c;
__local struct {
    char byte;
    uint32_t words[8];
} d = {};
int wrong, groups;
volatile uint32_t which = 3;

__attribute__((noinline)) static struct pair both(uint32_t i) {
    struct pair of_b = {&b[3], &b[i]}, of_a = {&a[5], &d.words[6]};
    return i & 1 ? of_b : of_a;
}
__attribute__((noinline)) static __shared uint32_t *chosen(uint32_t i) {
    switch (i) {
    case 0:
    case 3:
    case 5: return &a[7];
    case 1: return &b[9];
    case 2: return &c;
    case 4: return &d.words[1];
    default: return a;
    }
}
__attribute__((noinline)) static uint32_t number(uint32_t i) {
    return i > 4 ? (uint32_t)&d.words[2] + 4 : i > 2 ? (uint32_t)&b[1] ^ 1 : (uint32_t)&c - 4;
}
/* A table, from an array or a switch. */
__attribute__((noinline)) static __shared uint32_t *listed(uint32_t i) {
    __shared uint32_t *list[] = {&c, a, b, &d.words[3], &b[60], &a[1], a, &d.words[4]};
    return list[i & 7];
}
__attribute__((noinline)) static uint32_t loaded(const void *list) {
    uint32_t address;
    __builtin_memcpy(&address, (const char *)list + 4 * which, sizeof address);
    return address;
}
__attribute__((noinline)) static uint32_t lent(void) {
    __shared uint32_t *const list[9] = {a, b, &c, &d.words[7], a, a, a, a, b};
    return loaded(list);
}
__attribute__((noinline)) static __shared uint32_t *table(uint32_t i) {
    switch (i) {
    case 0: return a;
    case 1: return b;
    case 2: return &c;
    case 3: return &a[3];
    case 4: return &a[4];
    case 5: return &b[5];
    case 6: return &b[6];
    default: return &c;
    }
}
/* In a loop of pointers, of which the first comes in as a constant. */
__attribute__((noinline)) static uint32_t sum(uint32_t n) {
    uint32_t result = 0;
    for (__shared uint32_t *p = a; p != &a[n]; p++)
        result += *p;
    return result;
}

#define MUST(condition)                                                                            \
    do {                                                                                           \
        if (!(condition))                                                                          \
            wrong = __LINE__;                                                                      \
    } while (0)

static void items(const void *arguments) {
    uint32_t me = tk_local_id(0), base = (uint32_t)__builtin_riscv_sm3p0(NEUTRINO_ITEMS_CARRIER + 8);
    uint32_t w = which;
    (void)arguments;
    for (uint32_t i = me; i < 64; i += SIZE) {
        a[i] = i + tk_group_id(0);
        b[i] = i * tk_group_id(0);
    }
    if (me == 0) {
        c = tk_group_id(0);
        for (uint32_t i = 0; i < 8; i++)
            d.words[i] = i;
    }
    tk_work_group_barrier(0, TK_SCOPE_WORK_GROUP, TK_ACQUIRE_RELEASE | TK_MEMORY_WORK_GROUP);
    MUST(both(w).second == b + w && both(w).first == b + 3);
    MUST(both(w + 1).first == a + 5 && *both(w + 1).second == 6);
    MUST(chosen(w) == a + 7 && *chosen(0) == 7 + tk_group_id(0) && chosen(w + 2) == a + 7);
    MUST(*chosen(w - 1) == tk_group_id(0) && *chosen(w + 1) == 1 && chosen(w + 9) == a);
    MUST(*chosen(w - 2) == 9 * tk_group_id(0));
    MUST(number(w + 2) == (uint32_t)&d.words[3] && number(w) == ((uint32_t)&b[1] ^ 1));
    MUST(number(w - 1) == (uint32_t)(&c - 1));
    MUST(listed(w) == &d.words[3] && *listed(w + 4) == 4 && listed(w + 1) == &b[60]);
    MUST(lent() == (uint32_t)&d.words[7]);
    MUST(table(w) == &a[3] && *table(w + 2) == 5 * tk_group_id(0) && table(w + 7) == &c);
    MUST(sum(w + 1) == 6 + 4 * tk_group_id(0));
    MUST((uint32_t)a >= base && (uint32_t)a - base < 4096);
    if (me == 0 && base)
        groups = 1; /* some in another slot than the first */
}

int main(void) {
    struct neutrino_launch *launch = (struct neutrino_launch *)NEUTRINO_LAUNCH_BASE;
    uint32_t *sizes = (uint32_t *)NEUTRINO_ARGS_BASE;
    launch->global_size[0] = SIZE * GROUPS - 1;
    sizes[0] = GROUPS;
    sizes[1] = sizes[2] = sizes[4] = sizes[5] = 1;
    sizes[3] = SIZE;
    tk_work_group_barrier(0, TK_SCOPE_DEVICE, TK_ACQUIRE_RELEASE | TK_MEMORY_CROSS_WORK_GROUP);
    neutrino_launch_items(items);
    return 0;
}
