/* What everybody writes with work-groups, as OpenCL and CUDA programmers do, for groups of any size
 * and shape: a group's work-items are counted through, and are volume() many. */
#include "cases.h"

#include <neutrino/collective.h>

#include <math.h>

static inline uint32_t power_of_two(uint32_t n) {
    uint32_t power = 1;
    while (power < n)
        power *= 2;
    return power;
}

static inline uint32_t items(void) {
    return tk_global_size(0) * tk_global_size(1) * tk_global_size(2);
}

KERNEL(tree_reduction) {
    __local float sums[MOST];
    sums[me()] = (float)(in[here()] & 0xffff) / 7;
    HERE();
    for (uint32_t half = power_of_two(volume()) / 2; half > 0; half >>= 1) {
        if (me() < half && me() + half < volume())
            sums[me()] += sums[me() + half];
        HERE();
    }
    if (me() == 0)
        extra[0] = __builtin_bit_cast(uint32_t, sums[0]);
    HERE();
    out[here()] = extra[0];
}

KERNEL(hillis_steele_scan) {
    __local uint32_t sums[2][MOST];
    uint32_t from = 0;
    sums[0][me()] = in[here()];
    HERE();
    for (uint32_t distance = 1; distance < volume(); distance *= 2) {
        uint32_t sum = sums[from][me()];
        if (me() >= distance)
            sum += sums[from][me() - distance];
        from = 1 - from;
        sums[from][me()] = sum;
        HERE();
    }
    out[here()] = sums[from][me()];
}

KERNEL(blelloch_scan) {
    __local uint32_t tree[MOST];
    uint32_t size = power_of_two(volume()), distance = 1;
    for (uint32_t i = me(); i < size; i += volume())
        tree[i] = i < volume() ? in[here() - me() % tk_local_size(0) + i % tk_local_size(0)] : 0;
    for (uint32_t left = size / 2; left > 0; left /= 2) {
        HERE();
        for (uint32_t i = me(); i < left; i += volume())
            tree[distance * (2 * i + 2) - 1] += tree[distance * (2 * i + 1) - 1];
        distance *= 2;
    }
    if (me() == 0)
        tree[size - 1] = 0;
    for (uint32_t left = 1; left < size; left *= 2) {
        distance /= 2;
        HERE();
        for (uint32_t i = me(); i < left; i += volume()) {
            uint32_t low = distance * (2 * i + 1) - 1, high = distance * (2 * i + 2) - 1;
            uint32_t kept = tree[low];
            tree[low] = tree[high];
            tree[high] += kept;
        }
    }
    HERE();
    out[here()] = tree[me()];
}

KERNEL(bitonic_sort) {
    __local uint32_t keys[MOST];
    uint32_t size = power_of_two(volume());
    for (uint32_t i = me(); i < size; i += volume())
        keys[i] = ~0u;
    HERE();
    keys[me()] = in[here()];
    HERE();
    for (uint32_t run = 2; run <= size; run *= 2)
        for (uint32_t apart = run / 2; apart > 0; apart /= 2) {
            for (uint32_t i = me(); i < size; i += volume()) {
                uint32_t other = i ^ apart;
                bool up = !(i & run);
                if (other > i && (keys[i] > keys[other]) == up) {
                    uint32_t kept = keys[i];
                    keys[i] = keys[other];
                    keys[other] = kept;
                }
            }
            HERE();
        }
    out[here()] = keys[me()];
}

/* Neighbours are compared and swapped, by turns. */
KERNEL(odd_even_sort) {
    __local uint32_t keys[MOST];
    uint32_t rounds = volume() < 40 ? volume() : 40;
    keys[me()] = in[here()];
    HERE();
    for (uint32_t round = 0; round < rounds; round++) {
        uint32_t left = 2 * me() + (round & 1);
        if (left + 1 < volume() && keys[left] > keys[left + 1]) {
            uint32_t kept = keys[left];
            keys[left] = keys[left + 1];
            keys[left + 1] = kept;
        }
        HERE();
    }
    out[here()] = keys[me()];
}

KERNEL(tiled_transpose) {
    __local uint32_t tile[MOST];
    uint32_t width = tk_local_size(0), height = volume() / width;
    tile[me()] = in[here()];
    HERE();
    out[here()] = tile[me() % height * width + me() / height];
}

/* Each work-item has bins of its own; then the group's are added up. */
KERNEL(histogram) {
    enum { BINS = 16 };
    __local uint32_t all[BINS][65];
    uint32_t own[BINS] = {0}, column = me() % 64;
    for (uint32_t i = me(); i < items(); i += volume())
        own[in[i] / n % BINS]++;
    for (uint32_t i = me(); i < BINS * 65; i += volume())
        all[i / 65][i % 65] = 0;
    HERE();
    for (uint32_t turn = 0; turn * 64 < volume(); turn++) {
        if (me() / 64 == turn)
            for (uint32_t bin = 0; bin < BINS; bin++)
                all[bin][column] += own[bin];
        HERE();
    }
    if (me() < BINS)
        for (uint32_t i = 0; i < 64; i++)
            all[me()][64] += all[me()][i];
    HERE();
    out[here()] = all[me() % BINS][64];
}

/* With a border of one: its cells are loaded by whoever comes by. */
KERNEL(stencil) {
    __local float cells[3 * (MOST + 2)];
    uint32_t width = tk_local_size(0) + 2, height = tk_local_size(1) + 2;
    uint32_t left = tk_global_id(0) - tk_global_offset(0) - tk_local_id(0);
    uint32_t top = tk_global_id(1) - tk_global_offset(1) - tk_local_id(1);
    for (uint32_t i = tk_local_id(0) + tk_local_id(1) * tk_local_size(0); i < width * height;
         i += tk_local_size(0) * tk_local_size(1)) {
        int32_t x = (int32_t)(left + i % width) - 1, y = (int32_t)(top + i / width) - 1;
        bool inside = x >= 0 && y >= 0 && x < (int32_t)tk_global_size(0) &&
                      y < (int32_t)tk_global_size(1);
        if (tk_local_id(2) == 0)
            cells[i] = inside ? (float)(in[y * (int32_t)tk_global_size(0) + x] & 0xfff) : 0;
    }
    HERE();
    uint32_t at = (tk_local_id(1) + 1) * width + tk_local_id(0) + 1;
    float sum = cells[at] * 0.5f + 0.125f * (cells[at - 1] + cells[at + 1] + cells[at - width] +
                                            cells[at + width]);
    out[here()] = __builtin_bit_cast(uint32_t, sum);
}

KERNEL(n_body) {
    __local float x[MOST], y[MOST];
    float own_x = (float)(in[here()] & 0xff), own_y = (float)(in[here()] >> 8 & 0xff);
    float force_x = 0, force_y = 0;
    uint32_t bodies = items() < 150 ? items() : 150;
    for (uint32_t first = 0; first < bodies; first += volume()) {
        if (first + me() < bodies) {
            x[me()] = (float)(in[first + me()] & 0xff);
            y[me()] = (float)(in[first + me()] >> 8 & 0xff);
        }
        HERE();
        for (uint32_t i = 0; i < volume() && first + i < bodies; i++) {
            float dx = x[i] - own_x, dy = y[i] - own_y;
            float square = dx * dx + dy * dy + 0.25f;
            float inverse = 1 / sqrtf(square * square * square);
            force_x += dx * inverse;
            force_y += dy * inverse;
        }
        HERE();
    }
    out[here()] = __builtin_bit_cast(uint32_t, force_x) ^ __builtin_bit_cast(uint32_t, force_y) * 3;
}

/* By one bit after the other: zeros go to the front. */
KERNEL(radix_sort) {
    __local uint32_t keys[MOST];
    uint32_t key = in[here()];
    for (uint32_t bit = 0; bit < 3 * n; bit++) {
        uint32_t one = key >> bit & 1;
        uint32_t ones = tk_work_group_scan_exclusive_add(one);
        uint32_t zeros = volume() - tk_work_group_reduce_add(one);
        keys[one ? zeros + ones : me() - ones] = key;
        HERE();
        key = keys[me()];
        HERE();
    }
    out[here()] = key;
}

/* A row for each sub-group, all of which come to each sum. */
KERNEL(matrix_vector) {
    uint32_t columns = items() < 60 ? items() : 60, rows = items() / columns;
    for (uint32_t first = 0; first < rows; first += tk_num_sub_groups()) {
        uint32_t row = first + tk_sub_group_id();
        float sum = 0;
        for (uint32_t i = tk_sub_group_local_id(); i < columns && row < rows;
             i += tk_sub_group_size())
            sum += (float)(in[row * columns + i] & 0xff) * (float)(in[i] & 0xff) / 3;
        sum = tk_sub_group_reduce_add(sum);
        if (tk_sub_group_local_id() == 0 && row < rows)
            extra[row % volume()] = __builtin_bit_cast(uint32_t, sum);
        HERE();
    }
    out[here()] = extra[me() % (rows < volume() ? rows : volume())];
}

KERNEL(mandelbrot) {
    float a = (float)(here() % 37) / 12 - 2, b = (float)(here() / 37) / 25 - 1, x = 0, y = 0;
    uint32_t rounds = 0;
    for (; rounds < 20 * n && x * x + y * y < 4; rounds++) {
        float next = x * x - y * y + a;
        y = 2 * x * y + b;
        x = next;
    }
    out[here()] = rounds * 1000 + (x < 0);
}

/* Of the first 8 x 8 numbers, by whoever is there. */
KERNEL(gauss) {
    enum { N = 8 };
    __local float rows[N][N];
    for (uint32_t i = me(); i < N * N; i += volume())
        rows[i / N][i % N] = (float)(in[i % items()] & 0xff) + (i / N == i % N ? 1000 : 0);
    HERE();
    for (uint32_t k = 0; k < N - 1; k++) {
        for (uint32_t i = k + 1 + me(); i < N; i += volume())
            rows[i][k] /= rows[k][k];
        HERE();
        for (uint32_t i = me(); i < N * N; i += volume())
            if (i / N > k && i % N > k)
                rows[i / N][i % N] -= rows[i / N][k] * rows[k][i % N];
        HERE();
    }
    out[here()] = __builtin_bit_cast(uint32_t, rows[me() / N % N][me() % N]);
}

/* A butterfly of complex numbers, by Stockham. */
KERNEL(fourier) {
    enum { N = 32 };
    __local float real[2][N], imaginary[2][N];
    uint32_t from = 0;
    for (uint32_t i = me(); i < N; i += volume()) {
        real[0][i] = (float)(in[i % items()] & 0xff);
        imaginary[0][i] = 0;
    }
    HERE();
    for (uint32_t half = N / 2, stride = 1; half > 0; half /= 2, stride *= 2) {
        for (uint32_t i = me(); i < N / 2; i += volume()) {
            uint32_t p = i / stride, q = i % stride;
            float angle = -3.14159265f * (float)p / (float)half, c = cosf(angle), s = sinf(angle);
            float ar = real[from][q + stride * p], ai = imaginary[from][q + stride * p];
            float br = real[from][q + stride * (p + half)], bi = imaginary[from][q + stride * (p + half)];
            float dr = ar - br, di = ai - bi;
            real[1 - from][q + stride * 2 * p] = ar + br;
            imaginary[1 - from][q + stride * 2 * p] = ai + bi;
            real[1 - from][q + stride * (2 * p + 1)] = dr * c - di * s;
            imaginary[1 - from][q + stride * (2 * p + 1)] = dr * s + di * c;
        }
        from = 1 - from;
        HERE();
    }
    out[here()] = __builtin_bit_cast(uint32_t, real[from][me() % N]) ^
                  __builtin_bit_cast(uint32_t, imaginary[from][me() % N]) * 5;
}
