/* Kernels for work-items that items_test.c launches. */
#include <neutrino/kernel.h>

#define MOST 4096

struct item {
    uint32_t executed;
    uint32_t global[3], local[3], group[3];
    uint32_t local_size[3];
};
struct item items[MOST];
uint32_t sizes[15];

/* Where each work-item finds itself. */
__kernel void look(struct item *to) {
    struct item *item = &to[tk_global_linear_id()];
    item->executed++;
    for (uint32_t d = 0; d < 3; d++) {
        item->global[d] = tk_global_id(d);
        item->local[d] = tk_local_id(d);
        item->group[d] = tk_group_id(d);
        item->local_size[d] = tk_local_size(d);
    }
    if (tk_global_linear_id() == 0)
        for (uint32_t d = 0; d < 3; d++) {
            sizes[d] = tk_global_size(d);
            sizes[3 + d] = tk_enqueued_local_size(d);
            sizes[6 + d] = tk_num_groups(d);
            sizes[9 + d] = tk_global_offset(d);
            sizes[12 + d] = tk_work_dim();
        }
}

/* ---- arguments ---- */

struct point {
    float x;
    int16_t tag[3];
    double wide;
};
enum mode { FAST, SLOW };

uint32_t words[32];
struct point point_object = {1.5f, {-1, 2, -3}, 0.125};

__kernel void take(bool a, int8_t b, uint8_t c, int16_t d, uint16_t e, int f, uint32_t g, int64_t h,
                   uint64_t i, float j, double k, enum mode l, struct point m, uint32_t *n,
                   __shared uint32_t *o, const uint32_t *p) {
    if (tk_global_linear_id() != 0)
        return;
    n[0] = a;
    n[1] = (uint32_t)b;
    n[2] = c;
    n[3] = (uint32_t)d;
    n[4] = e;
    n[5] = (uint32_t)f;
    n[6] = g;
    n[7] = (uint32_t)h;
    n[8] = (uint32_t)(h >> 32);
    n[9] = (uint32_t)i;
    n[10] = (uint32_t)(i >> 32);
    __builtin_memcpy(&n[11], &j, 4);
    __builtin_memcpy(&n[12], &k, 8);
    n[14] = l;
    __builtin_memcpy(&n[15], &m, sizeof m);
    *o = 7;
    n[21] = *o + (p == 0);
}

/* ---- group memory, barriers, calls ---- */

uint32_t sums[MOST];

/* The sum of each group's values, by halves, into the first of its places. */
__kernel void sum(uint32_t *to, __shared uint32_t *values, __shared uint32_t *carry) {
    __local uint32_t twice[256];
    uint32_t id = tk_local_linear_id(), size = tk_local_size(0) * tk_local_size(1);
    values[id] = tk_global_linear_id();
    twice[id] = 2 * id;
    if (id == 0)
        *carry = 1;
    tk_work_group_barrier(0, TK_SCOPE_WORK_GROUP, TK_ACQUIRE_RELEASE | TK_MEMORY_WORK_GROUP);
    for (uint32_t half = 128; half; half /= 2) {
        if (id < half && id + half < size)
            values[id] += values[id + half];
        tk_work_group_barrier(1, TK_SCOPE_WORK_GROUP, TK_ACQUIRE_RELEASE | TK_MEMORY_WORK_GROUP);
    }
    if (id == 0)
        to[tk_group_linear_id()] = values[0] + *carry + twice[size - 1];
}

/* The first work-item says to all how often to go round: by group memory, whose address is loaded
 * between a split and its branch. */
__kernel void rounds(uint32_t *to, const uint32_t *from) {
    __local uint32_t bound;
    uint32_t id = tk_local_id(0);
    if (id == 0)
        bound = from[tk_group_id(0)];
    tk_work_group_barrier(0, TK_SCOPE_WORK_GROUP, TK_ACQUIRE_RELEASE | TK_MEMORY_WORK_GROUP);
    uint32_t sum = 0;
    for (uint32_t i = 0; i < bound; i++)
        sum += from[i] * id;
    to[tk_global_id(0)] = sum;
}

static void add_in_function(uint32_t *to, uint32_t value) {
    to[tk_global_id(0)] += value;
}

__kernel void add(uint32_t *to, uint32_t value) {
    add_in_function(to, value);
}

__kernel void add_twice(uint32_t *to, uint32_t value) {
    add(to, value);
    add(to, tk_global_id(0));
}

__kernel __kernel_size(8, 4, 1) void of_a_size(uint32_t *to) {
    to[tk_global_linear_id()] = tk_local_linear_id();
}

/* To where each work-item counts, which is its own affair when another kernel calls this one. */
__kernel void count(uint32_t *to, uint32_t end) {
    for (uint32_t i = 0; i < end; i++)
        to[tk_global_id(0)] += i;
}

__shared uint32_t scratch[4];

__kernel void without_arguments(void) {
    scratch[0] = 5;
    words[tk_global_id(0)] = scratch[0];
}

int main(void) {
    return 3;
}
