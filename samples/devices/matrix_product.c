/* C = A · B, for row-major matrices of any size. A group makes a tile of C: along k it copies a
 * tile of A and one of B into group memory, where each number is read by a whole row or column of
 * work-items, and adds their product to sums in registers.
 *
 * The grid is rounded up to whole tiles. Work-items beyond the matrices add zeros, so that all of a
 * group come to each barrier. Sums are chains of fused multiply-adds in the order of k on every
 * device: the results are the same to the bit. */
#include "device.h"

#include <math.h>

enum { TILE = 8 };

#ifdef SAMPLE_KERNELS

__local float tile_a[TILE][TILE], tile_b[TILE][TILE];

__kernel_size(TILE, TILE, 1) __kernel
    void multiply(const float *a, const float *b, float *c, uint32_t m, uint32_t n, uint32_t k) {
    uint32_t x = tk_local_id(0), y = tk_local_id(1), column = tk_global_id(0),
             row = tk_global_id(1);
    float sum = 0;
    for (uint32_t first = 0; first < k; first += TILE) {
        tile_a[y][x] = row < m && first + x < k ? a[row * k + first + x] : 0;
        tile_b[y][x] = first + y < k && column < n ? b[(first + y) * n + column] : 0;
        meet();
        for (uint32_t i = 0; i < TILE; i++)
            sum = fmaf(tile_a[y][i], tile_b[i][x], sum);
        meet();
    }
    if (row < m && column < n)
        c[row * n + column] = sum;
}

#else

static float product(const float *a, const float *b, uint32_t row, uint32_t column, uint32_t n,
                     uint32_t k) {
    float sum = 0;
    for (uint32_t i = 0; i < k; i++)
        sum = fmaf(a[row * k + i], b[i * n + column], sum);
    return sum;
}

/* Functions of the host have no barriers, but caches. */
static int multiply(const struct tk_item *item, void *const *arguments) {
    float *c = arguments[2];
    uint32_t m = *(uint32_t *)arguments[3], n = *(uint32_t *)arguments[4];
    uint32_t column = item->global_id[0], row = item->global_id[1];
    if (row < m && column < n)
        c[row * n + column] =
            product(arguments[0], arguments[1], row, column, n, *(uint32_t *)arguments[5]);
    return 0;
}

static const struct tk_host_parameter parameters[] = {
    {"a", NEUTRINO_POINTER, NEUTRINO_READ, 0},       {"b", NEUTRINO_POINTER, NEUTRINO_READ, 0},
    {"c", NEUTRINO_POINTER, NEUTRINO_READ_WRITE, 0}, {"m", NEUTRINO_UINT, NEUTRINO_READ, 4},
    {"n", NEUTRINO_UINT, NEUTRINO_READ, 4},          {"k", NEUTRINO_UINT, NEUTRINO_READ, 4},
};
static const struct tk_host_kernel kernels[] = {
    {"multiply", multiply, parameters, 6, {TILE, TILE, 1}, false}};

enum { MOST = 128 };
static float a[MOST * MOST], b[MOST * MOST], c[MOST * MOST], expected[MOST * MOST];

static uint32_t whole_tiles(uint32_t size) {
    return (size + TILE - 1) / TILE * TILE;
}

int main(int argc, char **argv) {
    const char *elf = sample_arguments(argc, argv), *kind = device_option();
    uint32_t m = sample_number("M", 1, MOST, 50), n = sample_number("N", 1, MOST, 37),
             k = sample_number("K", 1, MOST, 29);
    struct device device;
    tk_command_buffer commands;
    sample_no_more();
    device_open(&device, kind, elf, kernels, 1);
    sample_fill(a, m * k, -1, 1);
    sample_fill(b, k * n, -1, 1);

    tk_buffer to_a = device_buffer(&device, m * k * 4), to_b = device_buffer(&device, k * n * 4),
              from_c = device_buffer(&device, m * n * 4);
    const struct tk_argument arguments[] = {
        {.buffer = to_a},          {.buffer = to_b},          {.buffer = from_c},
        {.value = &m, .bytes = 4}, {.value = &n, .bytes = 4}, {.value = &k, .bytes = 4},
    };
    const struct tk_launch launch = {.program = device.program,
                                     .kernel = "multiply",
                                     .dimensions = 2,
                                     .global = {whole_tiles(n), whole_tiles(m)},
                                     .local = {TILE, TILE},
                                     .argument_count = 6,
                                     .arguments = arguments};
    TRY(tk_commands_create(device.device, &commands));
    device_write(commands, a, to_a, m * k * 4);
    device_write(commands, b, to_b, k * n * 4);
    TRY(tk_record_launch(commands, &launch, NULL, NULL));
    device_read(commands, from_c, c, m * n * 4);
    device_run(&device, commands);

    for (uint32_t row = 0; row < m; row++)
        for (uint32_t column = 0; column < n; column++)
            expected[row * n + column] = product(a, b, row, column, n, k);
    sample_check_floats("c", c, expected, m * n, 0);
    TRY(tk_commands_destroy(commands));
    TRY(tk_buffer_destroy(to_a));
    TRY(tk_buffer_destroy(to_b));
    TRY(tk_buffer_destroy(from_c));
    return device_end(&device);
}

#endif
