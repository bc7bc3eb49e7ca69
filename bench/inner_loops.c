/* Kernels as neural networks want them, on bfloat16: for bench/codegen.sh, which compiles one of
 * them (KERNEL) with a number of rounds (ROUNDS), and counts what a round more costs. Each says how
 * many instructions a round needs, derived by hand: the operations of the data flow, with as many
 * registers as one likes and immediates of any size, and an addition and a branch for each loop.
 * What each is:
 *
 *   bound NAME INSTRUCTIONS
 */
#include <stdint.h>

enum { LANES = __MUON_LANES__ };

/* Not known to the compiler, as the size of a matrix is not. */
int rounds = ROUNDS;

enum { MOST_ROUNDS = 64 };

/* The n-th word of a row that a warp reads together. */
static inline uint32_t at(uint32_t n) {
    return n * LANES + muon_lane_id();
}

/* ---- gemm: a lane has a tile of 4 × 4 sums, a round is 8 steps of the inner product ---- */

/* bound gemm 194: 8 · (4 + 4 loads and 16 fmadd.h) + 2 */
enum { TILE = 4, STEPS = 8 };
__shared __bf16 tile_a[MOST_ROUNDS * STEPS][TILE];
__shared __bf16 tile_b[MOST_ROUNDS * STEPS][TILE];
__bf16 tile_c[TILE][TILE][LANES];

static inline void gemm(void) {
    __bf16 sums[TILE][TILE] = {0};
    for (int k = 0; k < rounds * STEPS; k += STEPS)
        for (int step = 0; step < STEPS; step++)
            for (int i = 0; i < TILE; i++)
                for (int j = 0; j < TILE; j++)
                    sums[i][j] += tile_a[k + step][i] * tile_b[k + step][j];
    for (int i = 0; i < TILE; i++)
        for (int j = 0; j < TILE; j++)
            tile_c[i][j][muon_lane_id()] = sums[i][j];
}

/* ---- rows: a round is 4 elements for each lane, 8 of gemv ---- */

enum { ELEMENTS = 4, COLUMNS = MOST_ROUNDS * 8 * LANES };
__bf16 in[COLUMNS], other[COLUMNS], third[COLUMNS], out[COLUMNS];

/* bound gemv 26: 8 · (2 loads, fmadd.h) + 2 */
static inline void gemv(void) {
    __bf16 sum = 0;
    for (int n = 0; n < rounds * 8; n += 8)
        for (int i = 0; i < 8; i++)
            sum += in[at(n + i)] * other[at(n + i)];
    out[muon_lane_id()] = sum;
}

/* bound softmax 46: 4 · (load, fmax.h; load, fsub.h, fexp.h, fadd.h, store; load, fmul.h, store) +
 * 3 · 2 */
static inline void softmax(void) {
    __bf16 largest = in[at(0)], sum = 0;
    for (int n = 0; n < rounds * ELEMENTS; n += ELEMENTS)
        for (int i = 0; i < ELEMENTS; i++)
            largest = __builtin_elementwise_max(largest, in[at(n + i)]);
    for (int n = 0; n < rounds * ELEMENTS; n += ELEMENTS)
        for (int i = 0; i < ELEMENTS; i++) {
            __bf16 power = __builtin_elementwise_exp(in[at(n + i)] - largest);
            out[at(n + i)] = power;
            sum += power;
        }
    __bf16 scale = 1 / sum;
    for (int n = 0; n < rounds * ELEMENTS; n += ELEMENTS)
        for (int i = 0; i < ELEMENTS; i++)
            out[at(n + i)] *= scale;
}

/* bound swiglu 30: 4 · (2 loads, fnexp.h, fadd.h, fdiv.h, fmul.h, store) + 2 */
static inline void swiglu(void) {
    for (int n = 0; n < rounds * ELEMENTS; n += ELEMENTS)
        for (int i = 0; i < ELEMENTS; i++) {
            __bf16 gate = in[at(n + i)];
            __bf16 sigmoid = gate / (1 + __builtin_elementwise_exp(-gate));
            out[at(n + i)] = sigmoid * other[at(n + i)];
        }
}

/* bound rmsnorm 36: 4 · (load, fcvt.s.h, fmadd.s; 2 loads, 2 fmul.h, store) + 2 · 2 */
static inline void rmsnorm(void) {
    float squares = 0;
    for (int n = 0; n < rounds * ELEMENTS; n += ELEMENTS)
        for (int i = 0; i < ELEMENTS; i++) {
            float x = in[at(n + i)];
            squares += x * x;
        }
    __bf16 scale = (__bf16)(1 / __builtin_sqrtf(squares + 1e-5f));
    for (int n = 0; n < rounds * ELEMENTS; n += ELEMENTS)
        for (int i = 0; i < ELEMENTS; i++)
            out[at(n + i)] = in[at(n + i)] * scale * other[at(n + i)];
}

/* bound layernorm 62: 4 · (load, fcvt.s.h, fadd.s; load, fcvt.s.h, fsub.s, fmadd.s; 3 loads,
 * fsub.h, fmul.h, fmadd.h, store) + 3 · 2 */
static inline void layernorm(void) {
    float sum = 0, squares = 0;
    for (int n = 0; n < rounds * ELEMENTS; n += ELEMENTS)
        for (int i = 0; i < ELEMENTS; i++)
            sum += (float)in[at(n + i)];
    float mean = sum * 0x1p-8f;
    for (int n = 0; n < rounds * ELEMENTS; n += ELEMENTS)
        for (int i = 0; i < ELEMENTS; i++) {
            float x = (float)in[at(n + i)] - mean;
            squares += x * x;
        }
    __bf16 middle = (__bf16)mean, scale = (__bf16)(1 / __builtin_sqrtf(squares * 0x1p-8f + 1e-5f));
    for (int n = 0; n < rounds * ELEMENTS; n += ELEMENTS)
        for (int i = 0; i < ELEMENTS; i++) {
            __bf16 x = (in[at(n + i)] - middle) * scale;
            out[at(n + i)] = x * other[at(n + i)] + third[at(n + i)];
        }
}

int main(void) {
    KERNEL();
    return 0;
}
