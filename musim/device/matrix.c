/* Matrix unit: C[M×N] (+)= A[M×K] · B[K×N]. The inputs are read, and widened, before anything of C
 * is written, so that C may overlap them. */
#include "musim/device/engine_unit.h"

#include <fenv.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#define ALWAYS_INLINE static inline __attribute__((always_inline))

/* The inner loop makes one tile of C at a time. A is held in rows padded to whole tiles, B in
 * panels of TILE_COLUMNS columns, padded likewise: the padding is computed and thrown away. */
enum { TILE_ROWS = 4, TILE_COLUMNS = 16 };

struct product {
    uint64_t m, n, k;
    uint8_t *c;
    uint64_t ldc;
    bool accumulate;
};

/* ---- operands ---- */

struct operand {
    const char *name;
    uint64_t address, rows, columns, leading;
    unsigned element; /* bytes */
};

/* The operand's first byte; NULL after a fault. */
static uint8_t *locate(struct engine *engine, const struct operand *o) {
    uint64_t offset = o->address - NEUTRINO_SHARED_WINDOW;
    uint64_t available = 0;
    uint8_t *memory =
        offset < NEUTRINO_SHARED_BYTES ? engine_memory(engine, o->address, &available) : NULL;
    uint64_t elements = available / o->element;
    if (!memory) {
        engine_fault(engine, o->address, "matrix %s is not in shared memory", o->name);
        return NULL;
    }
    if (o->address % o->element) {
        engine_fault(engine, o->address, "matrix %s is not aligned to its %u-byte elements",
                     o->name, o->element);
        return NULL;
    }
    if (o->leading < o->columns) {
        engine_fault(engine, o->address,
                     "matrix %s: leading dimension %" PRIu64 " is less than its %" PRIu64
                     " columns",
                     o->name, o->leading, o->columns);
        return NULL;
    }
    if (o->columns > elements ||
        (o->rows > 1 && o->rows - 1 > (elements - o->columns) / o->leading)) {
        engine_fault(engine, o->address,
                     "matrix %s (%" PRIu64 " x %" PRIu64 ", leading dimension %" PRIu64
                     ") reaches beyond shared memory",
                     o->name, o->rows, o->columns, o->leading);
        return NULL;
    }
    return memory;
}

static float float_of(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* Exact for both formats: a bfloat16 is the upper half of a binary32. */
static float element_at(const uint8_t *memory, unsigned element, uint64_t index) {
    if (element == 2) {
        uint16_t half;
        memcpy(&half, memory + 2 * index, sizeof half);
        return float_of((uint32_t)half << 16);
    }
    uint32_t word;
    memcpy(&word, memory + 4 * index, sizeof word);
    return float_of(word);
}

static void tell_operand(const struct engine *engine, const struct operand *o, bool store) {
    for (uint64_t i = 0; i < o->rows; i++)
        engine_tell_access(engine, o->address + i * o->leading * o->element,
                           o->columns * o->element, store, NULL);
}

static uint64_t round_up(uint64_t n, uint64_t multiple) {
    return (n + multiple - 1) / multiple * multiple;
}

/* Rows of K floats, padded with rows of zero. */
static const float *pack_a(struct engine *engine, const struct operand *a, const uint8_t *memory) {
    uint64_t rows = round_up(a->rows, TILE_ROWS);
    float *packed = engine_scratch(engine, 0, rows * a->columns * sizeof(float));
    float *next = packed;
    for (uint64_t i = 0; i < a->rows; i++)
        for (uint64_t k = 0; k < a->columns; k++)
            *next++ = element_at(memory, a->element, i * a->leading + k);
    memset(next, 0, (rows - a->rows) * a->columns * sizeof(float));
    return packed;
}

/* Panels of K × TILE_COLUMNS floats, the last one padded with columns of zero. */
static const float *pack_b(struct engine *engine, const struct operand *b, const uint8_t *memory) {
    uint64_t columns = round_up(b->columns, TILE_COLUMNS);
    float *packed = engine_scratch(engine, 1, columns * b->rows * sizeof(float));
    float *next = packed;
    for (uint64_t panel = 0; panel < columns; panel += TILE_COLUMNS)
        for (uint64_t k = 0; k < b->rows; k++)
            for (uint64_t j = panel; j < panel + TILE_COLUMNS; j++)
                *next++ = j < b->columns ? element_at(memory, b->element, k * b->leading + j) : 0;
    return packed;
}

/* ---- the product ---- */

typedef float tile[TILE_ROWS][TILE_COLUMNS];

static void load_tile(const struct product *p, uint64_t i, uint64_t j, tile sum) {
    memset(sum, 0, sizeof(tile));
    if (!p->accumulate)
        return;
    for (uint64_t r = 0; r < TILE_ROWS && i + r < p->m; r++)
        for (uint64_t c = 0; c < TILE_COLUMNS && j + c < p->n; c++)
            sum[r][c] = element_at(p->c, 4, (i + r) * p->ldc + j + c);
}

/* NaNs become the canonical one, as every RISC-V operation's. */
static void store_tile(const struct product *p, uint64_t i, uint64_t j, tile sum) {
    for (uint64_t r = 0; r < TILE_ROWS && i + r < p->m; r++)
        for (uint64_t c = 0; c < TILE_COLUMNS && j + c < p->n; c++) {
            uint32_t bits = 0x7fc00000;
            if (!isnan(sum[r][c]))
                memcpy(&bits, &sum[r][c], sizeof bits);
            memcpy(p->c + 4 * ((i + r) * p->ldc + j + c), &bits, sizeof bits);
        }
}

/* a: TILE_ROWS rows; b: one panel. Each element is one chain of fused operations, k ascending. */
ALWAYS_INLINE void multiply_tile(const float *restrict a, const float *restrict b, uint64_t depth,
                                 tile sum) {
    tile s;
    memcpy(s, sum, sizeof s);
    for (uint64_t k = 0; k < depth; k++)
        for (unsigned r = 0; r < TILE_ROWS; r++)
            for (unsigned c = 0; c < TILE_COLUMNS; c++)
                s[r][c] = __builtin_fmaf(a[r * depth + k], b[k * TILE_COLUMNS + c], s[r][c]);
    memcpy(sum, s, sizeof s);
}

ALWAYS_INLINE void multiply(const struct product *p, const float *a, const float *b) {
    for (uint64_t i = 0; i < p->m; i += TILE_ROWS)
        for (uint64_t j = 0; j < p->n; j += TILE_COLUMNS) {
            tile sum;
            load_tile(p, i, j, sum);
            multiply_tile(a + i * p->k, b + j * p->k, p->k, sum);
            store_tile(p, i, j, sum);
        }
}

/* Without a fused operation in the host's baseline, fmaf is a library call: as exact, but slow. */
static void multiply_anywhere(const struct product *p, const float *a, const float *b) {
    multiply(p, a, b);
}

#ifdef __x86_64__
__attribute__((target("avx2,fma"))) static void multiply_avx2(const struct product *p,
                                                              const float *a, const float *b) {
    multiply(p, a, b);
}
#endif

static void multiply_best(const struct product *p, const float *a, const float *b) {
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        multiply_avx2(p, a, b);
        return;
    }
#endif
    multiply_anywhere(p, a, b);
}

/* ---- a command ---- */

static bool execute(struct engine *engine, const uint64_t *registers, uint64_t *work) {
    uint64_t m = ENGINE_REGISTER(registers, NEUTRINO_MATRIX_M);
    uint64_t n = ENGINE_REGISTER(registers, NEUTRINO_MATRIX_N);
    uint64_t k = ENGINE_REGISTER(registers, NEUTRINO_MATRIX_K);
    uint64_t flags = ENGINE_REGISTER(registers, NEUTRINO_MATRIX_FLAGS);
    unsigned element = flags & NEUTRINO_MATRIX_BF16 ? 2 : 4;
    struct operand a = {"A", ENGINE_REGISTER(registers, NEUTRINO_MATRIX_A),   m,
                        k,   ENGINE_REGISTER(registers, NEUTRINO_MATRIX_LDA), element};
    struct operand b = {"B", ENGINE_REGISTER(registers, NEUTRINO_MATRIX_B),   k,
                        n,   ENGINE_REGISTER(registers, NEUTRINO_MATRIX_LDB), element};
    struct operand c = {"C", ENGINE_REGISTER(registers, NEUTRINO_MATRIX_C),   m,
                        n,   ENGINE_REGISTER(registers, NEUTRINO_MATRIX_LDC), 4};

    if (flags & ~(uint64_t)(NEUTRINO_MATRIX_ACCUMULATE | NEUTRINO_MATRIX_BF16))
        return engine_fault(engine, NEUTRINO_MATRIX_BASE + NEUTRINO_MATRIX_FLAGS,
                            "matrix unit: unknown flags 0x%" PRIx64, flags);
    bool accumulate = flags & NEUTRINO_MATRIX_ACCUMULATE;
    if (m == 0 || n == 0 || (k == 0 && accumulate))
        return true;

    const uint8_t *a_memory = NULL, *b_memory = NULL;
    if (k && (!(a_memory = locate(engine, &a)) || !(b_memory = locate(engine, &b))))
        return false;
    struct product product = {m, n, k, locate(engine, &c), c.leading, accumulate};
    if (!product.c)
        return false;
    if (k) {
        tell_operand(engine, &a, false);
        tell_operand(engine, &b, false);
    }
    if (accumulate)
        tell_operand(engine, &c, false);
    tell_operand(engine, &c, true);
    const float *a_packed = pack_a(engine, &a, a_memory);
    const float *b_packed = pack_b(engine, &b, b_memory);
    /* Round to nearest whatever the simulated cores use, and leave their flags alone. */
    fenv_t environment;
    fegetenv(&environment);
    fesetenv(FE_DFL_ENV);
    multiply_best(&product, a_packed, b_packed);
    fesetenv(&environment);
    *work += m * n * k;
    return true;
}

const struct engine_unit engine_matrix = {
    .device = DEVICE_MATRIX,
    .tag = NEUTRINO_MATRIX_TAG,
    .start = NEUTRINO_MATRIX_START,
    .busy = NEUTRINO_MATRIX_BUSY,
    .execute = execute,
};

ENGINE_DEVICE(matrix, fmas)
