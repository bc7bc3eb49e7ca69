/* Runs the attention kernel on random blocks and compares with the host's softmax.
 *
 *   attention KERNEL.elf [BLOCKS] */
#include "attention.h"
#include "neutrino/musim.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static float q[MAX_BLOCKS][ROWS * DEPTH], k[MAX_BLOCKS][DEPTH * COLUMNS];
static float p[MAX_BLOCKS][ROWS * COLUMNS];

static void fail(const char *what, const char *why) {
    fprintf(stderr, "attention: error: %s: %s\n", what, why);
    exit(1);
}

static uint32_t address_of(struct musim *machine, const char *name, size_t bytes) {
    uint32_t address, size;
    if (!musim_symbol(machine, name, &address, &size))
        fail(name, musim_error(machine));
    if (size != bytes)
        fail(name, "has another size in the kernel");
    return address;
}

static void write_symbol(struct musim *machine, const char *name, const void *data, size_t bytes) {
    if (!musim_write(machine, address_of(machine, name, bytes), data, bytes))
        fail(name, musim_error(machine));
}

static void fill(float *values, size_t count) {
    for (size_t i = 0; i < count; i++)
        values[i] = (float)rand() / (float)RAND_MAX * 2 - 1;
}

/* The largest relative error of one row. */
static double row_error(const float *query, const float *keys, const float *got) {
    double exps[COLUMNS], largest = -INFINITY, sum = 0, worst = 0;
    for (int j = 0; j < COLUMNS; j++) {
        exps[j] = 0;
        for (int d = 0; d < DEPTH; d++)
            exps[j] += (double)query[d] * keys[d * COLUMNS + j];
        largest = fmax(largest, exps[j]);
    }
    for (int j = 0; j < COLUMNS; j++)
        sum += exps[j] = exp(exps[j] - largest);
    for (int j = 0; j < COLUMNS; j++)
        worst = fmax(worst, fabs(got[j] - exps[j] / sum) / (exps[j] / sum));
    return worst;
}

int main(int argc, char **argv) {
    uint32_t blocks = argc == 3 ? (uint32_t)strtoul(argv[2], NULL, 0) : 16;
    if (argc < 2 || argc > 3 || blocks < 1 || blocks > MAX_BLOCKS) {
        fprintf(stderr, "usage: attention KERNEL.elf [BLOCKS, 1 to %d]\n", MAX_BLOCKS);
        return 2;
    }
    fill(q[0], sizeof q / sizeof(float));
    fill(k[0], sizeof k / sizeof(float));
    struct musim *machine = musim_create(&(struct musim_config){0});
    if (!machine)
        fail("musim", "cannot make a machine");
    if (!musim_load_file(machine, argv[1]))
        fail("musim", musim_error(machine));
    write_symbol(machine, "q", q, sizeof q);
    write_symbol(machine, "k", k, sizeof k);
    write_symbol(machine, "blocks", &blocks, sizeof blocks);
    enum musim_status status = musim_run(machine);
    int result = status == MUSIM_DONE ? (int)musim_result(machine) : 2;
    if (!result) {
        if (!musim_read(machine, address_of(machine, "p", sizeof p), p, sizeof p))
            fail("p", musim_error(machine));
        double worst = 0;
        for (uint32_t b = 0; b < blocks; b++)
            for (int r = 0; r < ROWS; r++)
                worst = fmax(worst, row_error(&q[b][r * DEPTH], k[b], &p[b][r * COLUMNS]));
        printf("%u blocks, largest relative error %.2g\n", blocks, worst);
        result = worst < 4e-6 ? 0 : 1;
    }
    musim_free(machine);
    return result;
}
