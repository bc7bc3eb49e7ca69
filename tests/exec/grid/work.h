/* Kernels that are compiled for the machine (kernels.c) and for the host (model.c). Each work-item leaves
 * WORDS words in out, by its linear number. */
#ifndef GRID_WORK_H
#define GRID_WORK_H

#include <neutrino/kernel.h>

enum { WORDS = 38, MOST_ITEMS = 2100, MOST_GROUP = 512 };

#define HERE(id)                                                                                   \
    tk_work_group_barrier(id, TK_SCOPE_WORK_GROUP, TK_ACQUIRE_RELEASE | TK_MEMORY_WORK_GROUP)

static uint32_t volume(void) {
    return tk_local_size(0) * tk_local_size(1) * tk_local_size(2);
}

/* All that a work-item can know of itself. */
static void ids(const uint32_t *in, uint32_t *out, uint32_t rounds, __shared uint32_t *extra) {
    uint32_t *word = out + WORDS * tk_global_linear_id();
    (void)extra;
    for (uint32_t d = 0; d < 3; d++) {
        *word++ = tk_global_id(d);
        *word++ = tk_local_id(d);
        *word++ = tk_group_id(d);
        *word++ = tk_global_size(d);
        *word++ = tk_local_size(d);
        *word++ = tk_enqueued_local_size(d);
        *word++ = tk_num_groups(d);
        *word++ = tk_global_offset(d);
    }
    *word++ = tk_global_id(3) + tk_local_id(4) + tk_group_id(5) + tk_global_offset(~0u);
    *word++ = tk_global_size(3) + tk_local_size(4) + tk_enqueued_local_size(5) + tk_num_groups(~0u);
    *word++ = tk_work_dim();
    *word++ = tk_local_linear_id();
    *word++ = tk_global_linear_id();
    *word++ = tk_group_linear_id();
    *word++ = tk_sub_group_id();
    *word++ = tk_num_sub_groups();
    *word++ = tk_sub_group_local_id();
    *word++ = tk_sub_group_size();
    *word++ = tk_max_sub_group_size();
    *word++ = tk_group_leader_();
    /* In a dimension that nobody knows before. */
    *word++ = tk_global_id(rounds) + 1000 * tk_num_groups(rounds);
    *word++ = tk_local_size(in[tk_local_linear_id()] % 4);
}

/* Neighbours in a ring, for as many rounds as the argument says. Groups must not see each other's. */
static void exchange(const uint32_t *in, uint32_t *out, uint32_t rounds, __shared uint32_t *extra) {
    __local uint32_t cells[MOST_GROUP];
    uint32_t me = tk_local_linear_id(), n = volume(), value = in[tk_global_linear_id()];
    for (uint32_t round = 0; round < rounds; round++) {
        cells[me] = value;
        HERE(0);
        uint32_t left = cells[(me + n - 1) % n], right = cells[(me + 1) % n];
        HERE(1);
        value = 3 * value + left - right + round;
    }
    extra[me] = value + 1000 * tk_group_linear_id();
    HERE(2);
    out[WORDS * tk_global_linear_id()] = extra[n - 1 - me];
}

__local struct {
    char before;
    uint32_t group, cells[MOST_GROUP];
} room = {};

__attribute__((noinline)) static uint32_t passed_on(__shared uint32_t *cells, uint32_t value) {
    uint32_t me = tk_local_linear_id();
    HERE(3);
    cells[me] = value;
    HERE(4);
    return cells[(5 * me + 1) % volume()];
}

/* A barrier in both arms of a branch, in functions, and behind groups that have returned. */
static void arms(const uint32_t *in, uint32_t *out, uint32_t rounds, __shared uint32_t *extra) {
    uint32_t group = tk_group_linear_id(), me = tk_local_linear_id(), value = in[tk_global_linear_id()];
    if (group % 3 == 1 && rounds != 3)
        return;
    if (me == 0)
        room.group = group;
    if (group & 1) {
        room.cells[me] = value;
        HERE(5);
        value = room.cells[volume() - 1 - me] + room.group;
    } else {
        extra[me] = 2 * value;
        HERE(6);
        value = extra[(7 * me + 3) % volume()] + 100 * room.group;
        HERE(7);
    }
    value = passed_on(room.cells, value);
    if (rounds & 1)
        value += passed_on(extra, value + 1);
    out[WORDS * tk_global_linear_id()] = value;
}

/* A sum of all, halving: the work-items that add differ from round to round, those that wait do not. */
static uint32_t fold(__shared uint32_t *cells, uint32_t n) {
    uint32_t me = tk_local_linear_id(), half = (n + 1) / 2;
    if (n <= 1)
        return cells[0];
    if (me < half && me + half < n)
        cells[me] += cells[me + half];
    HERE(8);
    return fold(cells, half);
}

/* Prefix sums, and the sum another way. */
static void scan(const uint32_t *in, uint32_t *out, uint32_t rounds, __shared uint32_t *extra) {
    __local uint32_t sums[MOST_GROUP];
    uint32_t me = tk_local_linear_id(), n = volume(), value = in[tk_global_linear_id()];
    uint32_t *mine = out + WORDS * tk_global_linear_id();
    (void)rounds;
    sums[me] = extra[me] = value;
    HERE(9);
    for (uint32_t step = 1; step < n; step *= 2) {
        uint32_t before = me >= step ? sums[me - step] : 0;
        HERE(10);
        sums[me] += before;
        HERE(11);
    }
    mine[0] = sums[me];
    mine[1] = fold(extra, n) - sums[n - 1];
}

/* Loops from ids on, by sizes: over all items, over a group's, with and without a sign, to all ends. */
static void strides(const uint32_t *in, uint32_t *out, uint32_t rounds, __shared uint32_t *extra) {
    uint32_t *mine = out + WORDS * tk_global_linear_id(), sum = 0, n = 90 + 61 * rounds;
    (void)extra;
    for (uint32_t i = tk_global_id(0); i < MOST_ITEMS - n; i += tk_global_size(0))
        sum = 3 * sum + in[i];
    mine[0] = sum;
    for (uint32_t i = tk_local_id(0); i < n; i += tk_local_size(0))
        sum += i ^ in[i];
    mine[1] = sum;
    for (int i = (int)tk_local_id(1); i < (int)n; i += (int)tk_local_size(1))
        sum = 5 * sum + in[i + 1];
    mine[2] = sum;
    for (int i = (int)(tk_global_id(2) + 2 * tk_local_id(0)); i <= (int)n; i += 9)
        sum ^= in[i] + sum;
    mine[3] = sum;
}

/* One of them. */
static inline void work_run(uint32_t which, const uint32_t *in, uint32_t *out, uint32_t rounds,
                            __shared uint32_t *extra) {
    switch (which) {
    case 0: ids(in, out, rounds, extra); break;
    case 1: exchange(in, out, rounds, extra); break;
    case 2: arms(in, out, rounds, extra); break;
    case 3: scan(in, out, rounds, extra); break;
    case 4: strides(in, out, rounds, extra); break;
    }
}
enum { WORKS = 5 };

#endif
