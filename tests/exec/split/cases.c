/* Barriers where it is hard to split a kernel at them. Each kernel is compiled for the machine, which
 * has barriers, and for the CPU; both must leave the same words (split_test.c). */
#include "cases.h"

#include <neutrino/collective.h>
#include <neutrino/dma.h>
#include <neutrino/kernel.h>

#include <math.h>

/* ---- where barriers are ---- */

KERNEL(only_barrier) {
    HERE();
}

KERNEL(barrier_first) {
    HERE();
    out[here()] = in[here()] + n;
}

KERNEL(barrier_last) {
    out[here()] = in[here()] * 3;
    HERE();
}

KERNEL(two_in_a_row) {
    extra[me()] = in[here()];
    HERE();
    HERE();
    out[here()] = extra[next()];
}

KERNEL(three_choices) {
    uint32_t value = in[here()];
    if (n == 1)
        HERE();
    value = value * 5 + 1;
    if (n == 2)
        HERE();
    extra[me()] = value;
    if (n == 3)
        HERE();
    HERE();
    out[here()] = value + extra[next()];
}

/* ---- functions ---- */

static uint32_t pass_on(__shared uint32_t *cells, uint32_t value) {
    HERE();
    cells[me()] = value;
    HERE();
    return cells[next()];
}

__attribute__((noinline)) static uint32_t pass_twice(__shared uint32_t *cells, uint32_t value) {
    value = pass_on(cells, value + 1);
    return pass_on(cells, value * 3);
}

KERNEL(called_once) {
    out[here()] = pass_on(extra, in[here()]);
}

KERNEL(called_twice) {
    uint32_t value = pass_on(extra, in[here()]);
    out[here()] = value - pass_on(extra, value + me());
}

KERNEL(called_by_called) {
    uint32_t value = pass_twice(extra, in[here()]);
    if (n & 1)
        value ^= pass_twice(extra, value);
    out[here()] = value;
}

/* ---- loops ---- */

KERNEL(loop_before_and_after) {
    uint32_t value = in[here()];
    for (uint32_t i = 0; i < n; i++) {
        extra[me()] = value + i;
        HERE();
        uint32_t other = extra[next()];
        HERE();
        value = value * 7 + other;
    }
    out[here()] = value;
}

KERNEL(inner_loop_without) {
    uint32_t value = in[here()];
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t j = 0; j <= me() % 5; j++)
            value += j * i + value / 3;
        extra[me()] = value;
        HERE();
        for (uint32_t j = 0; j < i; j++)
            value ^= extra[(me() + j) % volume()];
        HERE();
    }
    out[here()] = value;
}

KERNEL(inner_never) {
    uint32_t value = in[here()], total = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (n > 1000) {
            HERE();
            value = 0;
        }
        for (uint32_t j = 0; j < 3; j++) {
            extra[me()] = value + j;
            HERE();
            total += extra[next()] * (i + 1);
            HERE();
        }
    }
    out[here()] = total;
}

KERNEL(endless_with_break) {
    uint32_t value = in[here()], i = 0;
    for (;;) {
        extra[me()] = value;
        HERE();
        value += extra[next()];
        HERE();
        if (++i > n)
            break;
        value ^= i;
    }
    out[here()] = value + i;
}

KERNEL(bound_read_again) {
    uint32_t value = in[here()];
    for (uint32_t i = 0; i < in[0] % 4 + n; i++) {
        extra[me()] = value;
        HERE();
        value -= extra[next()] * 3;
        HERE();
    }
    out[here()] = value;
}

KERNEL(halving_nested) {
    uint32_t value = in[here()];
    for (uint32_t i = 0; i < 2; i++)
        for (uint32_t j = 0; j <= n % 3; j++)
            for (uint32_t k = volume(); k > 1; k >>= 1) {
                extra[me()] = value + j;
                HERE();
                value += extra[(me() + k) % volume()] ^ i;
                HERE();
            }
    out[here()] = value;
}

KERNEL(halving_sum) {
    __local uint32_t sums[MOST];
    uint32_t sum = 100;
    sums[me()] = in[here()];
    HERE();
    for (uint32_t left = volume(); left > 1;) {
        uint32_t half = (left + 1) / 2;
        if (me() < left / 2)
            sums[me()] += sums[me() + half];
        left = half;
        HERE();
    }
    sum += sums[0];
    out[here()] = sum + me();
}

KERNEL(bound_of_local_size) {
    uint32_t value = in[here()];
    for (uint32_t i = 0; i < tk_local_size(0) % 7; i++)
        value = pass_on(extra, value + i);
    out[here()] = value;
}

KERNEL(bound_of_memory) {
    uint32_t value = in[here()];
    extra[me()] = in[tk_group_linear_id()] % 5;
    HERE();
    uint32_t bound = extra[0];
    HERE();
    for (uint32_t i = 0; i < bound; i++)
        value = pass_on(extra, value ^ i);
    out[here()] = value;
}

/* ---- branches ---- */

KERNEL(arms) {
    uint32_t value = in[here()];
    if (tk_group_linear_id() & 1) {
        extra[me()] = value;
        HERE();
        value = extra[next()] * 2;
    } else {
        extra[me()] = value + 1;
        HERE();
        value = extra[volume() - 1 - me()];
        HERE();
    }
    out[here()] = value;
}

KERNEL(opposite_ifs) {
    uint32_t value = in[here()], odd = tk_group_linear_id() & 1;
    extra[me()] = value;
    if (odd)
        HERE();
    if (!odd)
        HERE();
    out[here()] = extra[next()] + value;
}

KERNEL(early_groups) {
    if (tk_group_linear_id() % 3 == 1)
        return;
    extra[me()] = in[here()];
    HERE();
    if (tk_group_linear_id() % 3 == 2)
        return;
    out[here()] = extra[next()];
}

/* Work-items leave the loop at different times, but all come to the barrier. */
KERNEL(other_trip_counts) {
    uint32_t value = in[here()];
    for (uint32_t i = 0; i < me() % 4 + 2; i++) {
        value += i;
        if (i == 1) {
            extra[me()] = value;
            HERE();
            value += extra[next()];
        }
    }
    out[here()] = value;
}

KERNEL(undefined_in_remainder) {
    uint32_t value = in[here()];
    extra[me()] = value;
    HERE();
    if (n > 1000000)
        __builtin_unreachable();
    switch (n & 3) {
    case 0: value += 1; break;
    case 1: value += 2; break;
    case 2: value += 3; break;
    case 3: value += 4; break;
    default: __builtin_unreachable();
    }
    HERE();
    out[here()] = value + extra[next()];
}

KERNEL(switches) {
    uint32_t value = in[here()];
    for (uint32_t i = 0; i < 6; i++)
        switch ((i + n) % 4) {
        case 0: value = pass_on(extra, value); break;
        case 1: value += me();
        case 2: value = pass_on(extra, value * 3); break;
        default: value ^= value >> 3;
        }
    out[here()] = value;
}

KERNEL(nested_uniform) {
    uint32_t value = in[here()];
    for (uint32_t i = 0; i < n; i++) {
        if (i & 1) {
            for (uint32_t j = 0; j < i; j++) {
                if (j == 2)
                    continue;
                value = pass_on(extra, value + j);
                if (j > n)
                    goto out;
            }
        } else if (i != 4) {
            HERE();
            extra[me()] = value;
            HERE();
            value += extra[next()];
            HERE();
        }
    }
out:
    HERE();
    out[here()] = value;
}

KERNEL(own_control_between) {
    uint32_t value = in[here()];
    for (uint32_t i = 0; i < n; i++) {
        if (value & 1)
            value = value * 3 + 1;
        else
            while (value && !(value & 1))
                value >>= 1;
        extra[me()] = value;
        HERE();
        if (extra[next()] > value)
            value += 5;
        HERE();
    }
    out[here()] = value;
}

/* ---- private variables ---- */

struct pair {
    uint32_t first;
    uint8_t small;
    uint64_t wide;
};

KERNEL(member_pointer) {
    struct pair pair = {in[here()], 3, 4};
    uint64_t *wide = &pair.wide;
    uint8_t *small = &pair.small;
    extra[me()] = pair.first;
    HERE();
    *wide += extra[next()];
    *small += 2;
    HERE();
    pair.first ^= (uint32_t)pair.wide;
    *wide *= 3;
    HERE();
    out[here()] = pair.first + (uint32_t)*wide + pair.small;
}

KERNEL(pointer_by_parity) {
    uint32_t even = in[here()], odd = even + 7, *chosen = me() & 1 ? &odd : &even;
    extra[me()] = *chosen;
    HERE();
    *chosen += extra[next()];
    HERE();
    chosen = chosen == &odd ? &even : &odd;
    *chosen *= 3;
    HERE();
    out[here()] = even - odd * 5;
}

KERNEL(pointer_to_pointer) {
    uint32_t values[4] = {in[here()], 1, 2, 3}, *at = values, **where = &at;
    for (uint32_t i = 0; i < n; i++) {
        extra[me()] = **where;
        HERE();
        **where += extra[next()];
        if (me() % 3 == i % 3)
            *where = &values[(*where - values + 1) % 4];
        HERE();
    }
    out[here()] = values[0] + 3 * values[1] + 5 * values[2] + 7 * values[3];
}

KERNEL(private_array) {
    uint32_t own[50], value = in[here()];
    for (uint32_t i = 0; i < 50; i++)
        own[i] = value + i * i;
    extra[me()] = own[me() % 50];
    HERE();
    for (uint32_t i = 0; i < 50; i++)
        own[i] ^= extra[(me() + i) % volume()];
    HERE();
    value = 0;
    for (uint32_t i = 0; i < 50; i++)
        value = value * 31 + own[(i * 7) % 50];
    out[here()] = value;
}

KERNEL(over_aligned) {
    _Alignas(128) uint32_t far[3] = {in[here()], 1, 2};
    _Alignas(64) uint8_t near = (uint8_t)in[here()];
    uint32_t *volatile pointer = far;
    HERE();
    *pointer += 5 + ((uintptr_t)pointer & 127);
    HERE();
    out[here()] = far[0] + near + far[2] + (uint32_t)((uintptr_t)&near & 63);
}

KERNEL(address_as_number) {
    uint32_t values[2] = {in[here()], in[here()] + 1};
    uintptr_t first = (uintptr_t)&values[0];
    HERE();
    uint32_t apart = (uint32_t)((uintptr_t)&values[1] - first);
    *(uint32_t *)(first + sizeof *values) += 5;
    HERE();
    out[here()] = apart + values[1] + (first == (uintptr_t)values);
}

KERNEL(masked_store) {
    uint32_t value = 1;
    extra[me()] = in[here()];
    HERE();
    if (extra[next()] & 1)
        value = extra[next()];
    HERE();
    if (me() & 2)
        value++;
    HERE();
    if (value & 4)
        out[here()] = value;
}

/* ---- kinds of values ---- */

KERNEL(kinds_of_values) {
    uint32_t word = in[here()];
    bool flag = word & 1, other = word > 5000;
    uint8_t small = (uint8_t)word;
    int16_t half = (int16_t)(word >> 3);
    uint64_t wide = (uint64_t)word * word;
    float number = (float)(word & 0xffff) / 3;
    double wide_number = (double)word;
    const uint32_t *pointer = in + me();
    for (uint32_t i = 0; i < n; i++) {
        extra[me()] = small + (uint32_t)half + flag;
        HERE();
        uint32_t got = extra[next()];
        HERE();
        flag = flag != (got & 1);
        other = flag ? !other : other;
        small += (uint8_t)got;
        half ^= (int16_t)(got << 1);
        wide = wide * 3 + got;
        number = number * 0.5f + (float)(got & 255);
        wide_number += number;
    }
    out[here()] = flag + 2 * other + small + (uint32_t)half + (uint32_t)(wide ^ wide >> 32) +
                  (uint32_t)(int32_t)number + (uint32_t)(int64_t)wide_number + *pointer;
}

KERNEL(half_values) {
    _Float16 value = (_Float16)((float)(in[here()] & 0xff) / 8), sum = 0;
    __bf16 rough = (__bf16)((float)(in[here()] >> 8 & 0xff) / 4);
    for (uint32_t i = 0; i < n; i++) {
        extra[me()] = __builtin_bit_cast(uint16_t, value);
        HERE();
        _Float16 other = __builtin_bit_cast(_Float16, (uint16_t)extra[next()]);
        sum = (_Float16)((float)sum + (float)value * (float)other / 64);
        HERE();
        value = (_Float16)((float)other / 2);
        rough = (__bf16)((float)rough * 0.75f + (float)sum);
    }
    out[here()] = (uint32_t)__builtin_bit_cast(uint16_t, sum) << 16 |
                  __builtin_bit_cast(uint16_t, rough);
}

struct box {
    uint32_t words[5];
    float number;
};

static struct box fill(uint32_t value) {
    struct box box = {{value, value + 1, value * 2, 3, 4}, 1.5f};
    HERE();
    box.words[3] += value;
    return box;
}

KERNEL(struct_by_value) {
    struct box box = fill(in[here()]);
    extra[me()] = box.words[2];
    HERE();
    struct box copy = box;
    copy.words[0] += extra[next()];
    HERE();
    out[here()] = copy.words[0] + box.words[3] + (uint32_t)(copy.number * 2);
}

typedef uint32_t three __attribute__((ext_vector_type(3)));
typedef float four __attribute__((ext_vector_type(4)));

KERNEL(vectors) {
    uint32_t value = in[here()];
    three a = {value, value + 1, value + 2};
    four b = {1, 2, 3, (float)(value & 63)};
    extra[me()] = a.y;
    HERE();
    a += extra[next()];
    b *= 2;
    HERE();
    out[here()] = a.x + a.y * 3 + a.z * 5 + (uint32_t)(b.x + b.w);
}

KERNEL(floats) {
    float value = (float)(in[here()] & 0xfff) / 7, sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        extra[me()] = __builtin_bit_cast(uint32_t, value);
        HERE();
        float other = __builtin_bit_cast(float, extra[next()]);
        sum = value * other + sum;
        HERE();
        value = value * 0.75f + other / 3;
    }
    out[here()] = __builtin_bit_cast(uint32_t, sum);
}

KERNEL(only_ids) {
    uint32_t x = tk_global_id(0), y = tk_global_id(1), at = x * 3 + y;
    uint8_t cut = (uint8_t)x;
    extra[me()] = at;
    HERE();
    out[here()] = extra[next()] + at + cut + tk_global_id(0);
}

/* ---- what passes may stumble over ---- */

static inline uint32_t unused_result(uint32_t value) {
    uint32_t kept = value;
    for (uint32_t i = 0; i < value % 3; i++)
        kept += i;
    HERE();
    return kept;
}

KERNEL(dead_values) {
    unused_result(n);
    extra[me()] = in[here()];
    unused_result(n + 1);
    out[here()] = extra[next()];
}

KERNEL(no_successor) {
    extra[me()] = in[here()];
    HERE();
    if (n == 77777)
        for (;;)
            HERE();
    out[here()] = extra[next()];
}

KERNEL(markers) {
    uint32_t total = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t cells[3];
        __builtin_assume(total < 4000000000u || n > 5);
        cells[i % 3] = in[here()] + i;
        HERE();
        total += cells[i % 3];
        {
            uint32_t more[4] = {i, total, 2, 3};
            HERE();
            total += more[me() % 4];
        }
    }
    out[here()] = total;
}

KERNEL(fence_at_run_time) {
    int semantics = n & 1 ? TK_ACQUIRE_RELEASE | TK_MEMORY_WORK_GROUP
                          : TK_SEQUENTIALLY_CONSISTENT | TK_MEMORY_CROSS_WORK_GROUP;
    int scope = n & 2 ? TK_SCOPE_WORK_GROUP : TK_SCOPE_DEVICE;
    extra[me()] = in[here()];
    HERE();
    tk_work_group_barrier(1, scope, semantics);
    out[here()] = extra[next()];
    tk_work_group_barrier(2, scope, semantics);
}

KERNEL(fence_kinds) {
    extra[me()] = in[here()];
    tk_work_group_barrier(0, TK_SCOPE_WORK_GROUP, TK_ACQUIRE_RELEASE | TK_MEMORY_WORK_GROUP);
    out[here()] = extra[next()];
    tk_work_group_barrier(0, TK_SCOPE_WORK_GROUP,
                          TK_ACQUIRE_RELEASE | TK_MEMORY_CROSS_WORK_GROUP);
    uint32_t other = out[here() - me() % tk_local_size(0) + (me() + 1) % tk_local_size(0)];
    tk_work_group_barrier(0, TK_SCOPE_DEVICE,
                          TK_SEQUENTIALLY_CONSISTENT | TK_MEMORY_WORK_GROUP |
                              TK_MEMORY_CROSS_WORK_GROUP);
    tk_mem_barrier(TK_SCOPE_WORK_GROUP, TK_RELEASE | TK_MEMORY_WORK_GROUP);
    out[here()] = other;
    tk_mem_barrier(TK_SCOPE_DEVICE, TK_ACQUIRE | TK_MEMORY_CROSS_WORK_GROUP);
}

/* ---- group memory ---- */

KERNEL(neighbours) {
    __local uint32_t a[MOST], b[MOST], c[MOST];
    a[me()] = in[here()];
    b[me()] = in[here()] * 3;
    c[me()] = me();
    extra[me()] = n;
    HERE();
    uint32_t i = next(), j = (me() + tk_local_size(0)) % volume();
    out[here()] = a[i] + b[j] * 3 + c[i] * 5 + extra[j];
}

KERNEL(four_arguments) {
    uint32_t right = me() - tk_local_id(0) + (tk_local_id(0) + 1) % tk_local_size(0);
    uint32_t below = (me() + tk_local_size(0)) % volume();
    extra[me()] = in[here()];
    second[me()] = in[here()] * 3;
    third[me()] = me();
    fourth[me()] = tk_local_id(1) * 16 + tk_local_id(2);
    HERE();
    out[here()] = extra[right] + second[below] * 3 + third[next()] * 5 + fourth[right] * 7;
    HERE();
    extra[me()] = fourth[below];
    HERE();
    out[here()] ^= extra[next()] + second[me()];
}

__local struct {
    uint32_t group;
    uint8_t small;
} seen = {};

KERNEL(group_seen) {
    if (me() == volume() - 1) {
        seen.group = tk_group_id(0) + 10 * tk_group_id(1) + 100 * tk_group_id(2);
        seen.small = (uint8_t)n;
    }
    HERE();
    out[here()] = seen.group * 1000 + seen.small;
}

KERNEL(many_alive) {
    uint32_t values[50];
    for (uint32_t i = 0; i < 50; i++)
        values[i] = in[here()] * (i + 1);
    extra[me()] = values[n % 50];
    HERE();
    uint32_t sum = extra[next()];
    for (uint32_t i = 0; i < 50; i++)
        sum += values[i] * i;
    out[here()] = sum;
}

/* ---- ids ---- */

KERNEL(ids_of_all) {
    uint32_t sum = 0, weight = 1;
    for (uint32_t d = 0; d < 4; d++) {
        const uint32_t all[] = {tk_global_id(d),   tk_local_id(d),   tk_group_id(d),
                                tk_global_size(d), tk_local_size(d), tk_enqueued_local_size(d),
                                tk_num_groups(d),  tk_global_offset(d)};
        for (uint32_t i = 0; i < 8; i++)
            sum += all[i] * (weight = weight * 31 + 7);
    }
    HERE();
    out[here()] = sum + tk_work_dim() + tk_local_linear_id() * 3 + tk_group_linear_id() * 5;
}

KERNEL(sub_groups) {
    extra[me()] = tk_sub_group_local_id();
    tk_sub_group_barrier(0, TK_SCOPE_SUB_GROUP, TK_ACQUIRE_RELEASE | TK_MEMORY_WORK_GROUP);
    uint32_t other = extra[me() - tk_sub_group_local_id() +
                           (tk_sub_group_local_id() + 1) % tk_sub_group_size()];
    HERE();
    out[here()] = other + 100 * tk_sub_group_id() + 10000 * tk_num_sub_groups() +
                  1000000 * tk_sub_group_size() + tk_max_sub_group_size();
}

KERNEL(swapped_phis) {
    uint32_t a = in[here()], b = a + 1, c = 5;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t t = a;
        a = b;
        b = c;
        c = t;
        extra[me()] = a;
        HERE();
        c += extra[next()];
        HERE();
    }
    out[here()] = a + 3 * b + 7 * c;
}

/* ---- copies ---- */

KERNEL(dma_rows) {
    __local uint32_t rows[MOST + 16], box[8][6][5];
    uint32_t most = tk_enqueued_local_size(0) * tk_enqueued_local_size(1) * tk_enqueued_local_size(2);
    uint32_t first = tk_group_linear_id() * most, count = volume();
    tk_event_t both = tk_dma_read_1d(rows, in + tk_group_linear_id() * 3, count * 4, 0);
    both = tk_dma_read_2d(rows + count, in + n, 8, 2, 8, 40, both);
    tk_event_t other = tk_dma_read_3d(box, in + 5, 12, 3, 20, 28, 2, 120, 200, 0);
    tk_event_t all[] = {both, 0, other, both};
    tk_dma_wait(4, all);
    uint32_t sum = rows[next()] + rows[count + n % 4] * 3 + box[n & 1][2][me() % 3] * 5;
    HERE();
    rows[me()] = sum;
    HERE();
    tk_event_t written = tk_dma_write_1d(out + first, rows, count * 4, 0);
    tk_dma_wait(1, &written);
}

/* An event in an array, waited for late, in another round. */
KERNEL(dma_late) {
    __local uint32_t halves[2][MOST];
    tk_event_t events[2] = {0, 0};
    uint32_t sum = 0, bytes = volume() * 4;
    events[0] = tk_dma_read_1d(halves[0], in, bytes, 0);
    for (uint32_t i = 0; i < n; i++) {
        if (i + 1 < n)
            events[(i + 1) & 1] = tk_dma_read_1d(halves[(i + 1) & 1], in + i + 1, bytes, 0);
        tk_dma_wait(1, &events[i & 1]);
        sum = sum * 3 + halves[i & 1][next()];
        tk_dma_wait(0, 0);
    }
    if (volume() == tk_local_size(0))
        out[here()] = sum;
}

/* Addresses of group memory in the initial value of a local array. */
KERNEL(tables) {
    __local uint32_t first[MOST], other[MOST];
    __shared uint32_t *const both[] = {first, other + 1, extra};
    first[me()] = in[here()];
    if (me() + 1 < volume())
        other[me() + 1] = in[here()] * 3;
    extra[me()] = n;
    HERE();
    __shared uint32_t *chosen = both[me() % 3];
    out[here()] = me() + 1 < volume() ? chosen[me()] : 0;
}

/* ---- collective operations ---- */

KERNEL(reductions) {
    uint32_t value = in[here()], sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        sum = sum * 3 + tk_work_group_reduce_add(value + i);
        sum ^= tk_work_group_reduce_max((int32_t)(value * 5));
        sum += tk_work_group_reduce_min(value >> i) + tk_work_group_reduce_xor(value ^ sum);
    }
    out[here()] = sum + tk_work_group_broadcast(value, volume() / 2);
}

/* What is computed again where it is asked for is not what another work-item has. */
KERNEL(broadcast_of_ids) {
    uint32_t id = tk_global_id(0), mixed = id * 3 + tk_local_id(1);
    HERE();
    uint32_t middle = tk_work_group_broadcast(id, volume() / 2);
    uint32_t last = tk_work_group_broadcast(mixed, volume() - 1);
    HERE();
    out[here()] = middle * 1000 + last * 10 + id + tk_sub_group_broadcast(mixed, 0);
}

KERNEL(scans) {
    uint32_t value = in[here()];
    uint32_t upto = tk_work_group_scan_add(value), before = tk_work_group_scan_exclusive_add(value);
    extra[me()] = upto - before - value; /* 0 */
    HERE();
    out[here()] = before + 3 * extra[next()] +
                  tk_work_group_scan_max(value) * 5 + (uint32_t)tk_work_group_scan_exclusive_min((int32_t)value);
}

KERNEL(sub_group_collectives) {
    uint32_t value = in[here()];
    out[here()] = tk_sub_group_reduce_add(value) + 3 * tk_sub_group_scan_add(value) +
                  5 * tk_sub_group_scan_exclusive_add(value) +
                  7 * tk_sub_group_broadcast(value, n % tk_sub_group_size()) +
                  11 * (uint32_t)tk_sub_group_reduce_min((int32_t)value);
}

KERNEL(votes) {
    uint32_t value = in[here()], votes = 0;
    votes |= tk_work_group_any(value % 64 == n) ? 1 : 0;
    votes |= tk_work_group_all(value % 64 != n) ? 2 : 0;
    votes |= tk_sub_group_any(value % 32 == n) ? 4 : 0;
    votes |= tk_sub_group_all(value % 32 != n) ? 8 : 0;
    if (tk_work_group_any(value % 5 == 1)) {
        extra[me()] = value;
        HERE();
        votes += 16 * extra[next()];
    }
    out[here()] = votes;
}

/* In one order, whoever adds. */
KERNEL(float_sums) {
    float value = (float)(in[here()] & 0xffff) / 3;
    float sum = tk_work_group_reduce_add(value) + tk_work_group_scan_add(value) * 3 +
                tk_work_group_scan_exclusive_add(value) + tk_sub_group_reduce_add(value) * 5 +
                tk_work_group_reduce_max(value) + tk_work_group_scan_exclusive_add(value * n);
    out[here()] = __builtin_bit_cast(uint32_t, sum);
}

/* ---- mathematical functions ---- */

/* Which NaN it is, is nobody's business. */
static inline uint32_t bits_of(float x) {
    return x == x ? __builtin_bit_cast(uint32_t, x) : 0x7fc00000;
}
static inline uint32_t bits_of_double(double x) {
    uint64_t bits = x == x ? __builtin_bit_cast(uint64_t, x) : 0x7ff8000000000000;
    return (uint32_t)(bits >> 32) * 31 + (uint32_t)bits;
}

/* Of all magnitudes, or about 1. */
static inline float float_of(uint32_t word, bool wild) {
    uint32_t bits = word * 2246822519u;
    return __builtin_bit_cast(float, wild ? bits : (bits & 0x83ffffff) | 0x3d000000);
}
static inline double double_of(uint32_t word, bool wild) {
    uint64_t bits = word * 0x9e3779b97f4a7c15;
    return __builtin_bit_cast(double, wild ? bits : (bits & 0x807fffffffffffff) | 0x3fa0000000000000);
}

#define OF_ONE(X)                                                                                  \
    X(exp) X(exp2) X(expm1) X(log) X(log2) X(log10) X(log1p) X(cbrt) X(sin) X(cos) X(tan) X(asin)  \
    X(acos) X(atan) X(sinh) X(cosh) X(tanh) X(asinh) X(acosh) X(atanh) X(erf) X(erfc) X(sqrt)      \
    X(floor) X(round) X(rint)
#define OF_TWO(X) X(pow) X(atan2) X(hypot) X(fmod) X(fdim) X(fmin) X(remainder)

KERNEL(functions_of_float) {
    float x = float_of(in[here()], n & 1), y = float_of(in[here()] + n, n & 2);
    uint32_t mixed = 0;
#define ONE(name) mixed = mixed * 31 + bits_of(name##f(x));
    OF_ONE(ONE)
#undef ONE
#define TWO(name) mixed = mixed * 31 + bits_of(name##f(x, y));
    OF_TWO(TWO)
#undef TWO
    out[here()] = mixed + bits_of(fmaf(x, y, x)) + bits_of(ldexpf(y, (int)n - 3));
}

KERNEL(functions_of_double) {
    double x = double_of(in[here()], n & 1), y = double_of(in[here()] + n, n & 2);
    uint32_t mixed = 0;
#define ONE(name) mixed = mixed * 31 + bits_of_double(name(x));
    OF_ONE(ONE)
#undef ONE
#define TWO(name) mixed = mixed * 31 + bits_of_double(name(x, y));
    OF_TWO(TWO)
#undef TWO
    out[here()] = mixed + bits_of_double(fma(x, y, x)) + bits_of_double(x * y + x);
}
