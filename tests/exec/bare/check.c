/* Inputs for the kernels, and what the host computes from them.
 *
 *   check inputs DIRECTORY               writes DIRECTORY/{x,y,g,h}
 *   check vecadd|gemm DIRECTORY          compares DIRECTORY/{c,e} with the host's result */
#include "sizes.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GEMM_ELEMENTS = GEMM_SIZE * GEMM_SIZE };

static FILE *open_in(const char *directory, const char *name, const char *mode) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, mode);
    if (!file) {
        perror(path);
        exit(1);
    }
    return file;
}

static void put(const char *directory, const char *name, const void *bytes, size_t size) {
    FILE *file = open_in(directory, name, "wb");
    if (fwrite(bytes, 1, size, file) != size || fclose(file))
        exit(1);
}

static void get(const char *directory, const char *name, void *bytes, size_t size) {
    FILE *file = open_in(directory, name, "rb");
    if (fread(bytes, 1, size, file) != size) {
        fprintf(stderr, "%s/%s: too short\n", directory, name);
        exit(1);
    }
    fclose(file);
}

static float random_value(void) {
    static uint32_t state = 1;
    state = state * 1664525 + 1013904223;
    return (float)(int32_t)state / 0x1p31f;
}

static float widen(uint16_t half) {
    uint32_t bits = (uint32_t)half << 16;
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static void write_inputs(const char *directory) {
    float x[2][VECADD_LENGTH];
    uint16_t g[2][GEMM_ELEMENTS];
    for (int vector = 0; vector < 2; vector++)
        for (int i = 0; i < VECADD_LENGTH; i++)
            x[vector][i] = random_value();
    for (int matrix = 0; matrix < 2; matrix++)
        for (int i = 0; i < GEMM_ELEMENTS; i++) {
            float value = random_value();
            memcpy(&g[matrix][i], (char *)&value + 2, 2);
        }
    put(directory, "x", x[0], sizeof x[0]);
    put(directory, "y", x[1], sizeof x[1]);
    put(directory, "g", g[0], sizeof g[0]);
    put(directory, "h", g[1], sizeof g[1]);
}

static bool check_vecadd(const char *directory) {
    float x[VECADD_LENGTH], y[VECADD_LENGTH], c[VECADD_LENGTH];
    get(directory, "x", x, sizeof x);
    get(directory, "y", y, sizeof y);
    get(directory, "c", c, sizeof c);
    for (int i = 0; i < VECADD_LENGTH; i++)
        if (c[i] != x[i] + y[i]) {
            fprintf(stderr, "c[%d] is %g, not %g\n", i, c[i], x[i] + y[i]);
            return false;
        }
    return true;
}

static bool check_gemm(const char *directory) {
    uint16_t g[GEMM_ELEMENTS], h[GEMM_ELEMENTS], e[GEMM_ELEMENTS];
    float c[GEMM_ELEMENTS];
    get(directory, "g", g, sizeof g);
    get(directory, "h", h, sizeof h);
    get(directory, "c", c, sizeof c);
    get(directory, "e", e, sizeof e);
    for (int i = 0; i < GEMM_ELEMENTS; i++) {
        float sum = 0;
        for (int k = 0; k < GEMM_SIZE; k++)
            sum = fmaf(widen(g[i / GEMM_SIZE * GEMM_SIZE + k]),
                       widen(h[k * GEMM_SIZE + i % GEMM_SIZE]), sum);
        /* The argument of fexp.h is rounded to 8 bits, of a value below 2^4. */
        float error = fabsf(widen(e[i]) / expf(sum) - 1);
        if (c[i] != sum || !(error < 0x1p-4f)) {
            fprintf(stderr, "element %d is %g, not %g; its exponential %g, not %g\n", i, c[i], sum,
                    widen(e[i]), expf(sum));
            return false;
        }
    }
    return true;
}

int main(int argc, char **argv) {
    if (argc == 3 && !strcmp(argv[1], "inputs"))
        write_inputs(argv[2]);
    else if (argc == 3 && !strcmp(argv[1], "vecadd"))
        return check_vecadd(argv[2]) ? 0 : 1;
    else if (argc == 3 && !strcmp(argv[1], "gemm"))
        return check_gemm(argv[2]) ? 0 : 1;
    else
        return 2;
    return 0;
}
