/* Values for the kernels, and what the model makes of them.
 *
 *   check_kernels inputs KERNEL DIRECTORY      writes a, b
 *   check_kernels outputs KERNEL DIRECTORY     compares c */
#include "files.h"
#include "kernels.h"
#include "model.h"

enum { LENGTH = 4096, ONE = 0x3f80 };
static uint16_t a[LENGTH], b[LENGTH], c[LENGTH];

/* From -4 to 4. */
static uint16_t random_bfloat(void) {
    return model_round((double)(int64_t)random_bits() * 0x1p-61, 0);
}

static size_t gemm(void) {
    for (int i = 0; i < GEMM_M; i++)
        for (int j = 0; j < GEMM_N; j++) {
            uint16_t sum = 0;
            for (int k = 0; k < GEMM_K; k++)
                sum = model_fma(a[i * GEMM_K + k], b[k * GEMM_N + j], sum);
            c[i * GEMM_N + j] = sum;
        }
    return GEMM_M * GEMM_N;
}

static size_t gemv(void) {
    for (int row = 0; row < GEMV_ROWS; row++) {
        c[row] = 0;
        for (int k = 0; k < GEMV_COLUMNS; k++)
            c[row] = model_fma(a[k * GEMV_ROWS + row], b[k], c[row]);
    }
    return GEMV_ROWS;
}

static size_t softmax(void) {
    for (int row = 0; row < SOFTMAX_ROWS; row++) {
        const uint16_t *x = a + row;
        uint16_t *y = c + row, greatest = x[0], sum = 0;
        for (int i = 1; i < SOFTMAX_COLUMNS; i++)
            greatest = model_max(greatest, x[i * SOFTMAX_ROWS]);
        for (int i = 0; i < SOFTMAX_COLUMNS; i++) {
            uint16_t power = model_exp(model_sub(x[i * SOFTMAX_ROWS], greatest));
            y[i * SOFTMAX_ROWS] = power;
            sum = model_add(sum, power);
        }
        uint16_t scale = model_div(ONE, sum);
        for (int i = 0; i < SOFTMAX_COLUMNS; i++)
            y[i * SOFTMAX_ROWS] = model_mul(y[i * SOFTMAX_ROWS], scale);
    }
    return SOFTMAX_ROWS * SOFTMAX_COLUMNS;
}

static size_t swiglu(void) {
    for (int i = 0; i < SWIGLU_LENGTH; i++) {
        uint16_t divisor = model_add(ONE, model_exp(a[i] ^ MODEL_SIGN));
        c[i] = model_mul(model_div(a[i], divisor), b[i]);
    }
    return SWIGLU_LENGTH;
}

static const struct {
    const char *name;
    size_t (*run)(void);       /* returns how many elements of c there are */
    size_t of_a, of_b; /* how many these have */
} kernels[] = {
    {"gemm", gemm, GEMM_M * GEMM_K, GEMM_K * GEMM_N},
    {"gemv", gemv, GEMV_ROWS * GEMV_COLUMNS, GEMV_COLUMNS},
    {"softmax", softmax, SOFTMAX_ROWS * SOFTMAX_COLUMNS, 0},
    {"swiglu", swiglu, SWIGLU_LENGTH, SWIGLU_LENGTH},
};

static int compare(const char *name, const char *directory, size_t length) {
    static uint16_t from_device[LENGTH];
    int wrong = 0;
    get(directory, "c", from_device, length * sizeof *from_device);
    for (size_t i = 0; i < length && wrong < 5; i++)
        if (from_device[i] != c[i]) {
            printf("%s: element %zu is %04x, not %04x\n", name, i, (unsigned)c[i],
                   (unsigned)from_device[i]);
            wrong++;
        }
    return wrong > 0;
}

int main(int argc, char **argv) {
    for (int i = 0; i < LENGTH; i++) {
        a[i] = random_bfloat();
        b[i] = random_bfloat();
    }
    for (size_t i = 0; argc == 4 && i < sizeof kernels / sizeof *kernels; i++) {
        if (strcmp(argv[2], kernels[i].name))
            continue;
        if (!strcmp(argv[1], "outputs"))
            return compare(argv[2], argv[3], kernels[i].run());
        put(argv[3], "a", a, kernels[i].of_a * sizeof *a);
        put(argv[3], "b", b, kernels[i].of_b * sizeof *b);
        return 0;
    }
    return 2;
}
