/* Runs the attention kernel on random matrices and compares with attention in double precision.
 *
 *   attention KERNEL.elf [N] [causal] [bf16]
 *
 * How far may a result be off? Let
 *
 *   u = 2⁻²⁴, γ(k) = k · u / (1 - k · u): what k roundings to binary32 make of a number, relatively
 *   r = 2⁻⁸ for bfloat16, 0 for float: the rounding of a weight to the format
 *   d = DEPTH
 *   B = ⌈n / KEYS⌉: the number of blocks of keys
 *   a = the largest Σ |q(c) · k(j, c)| of a query over the keys j, so that no score is above a
 *
 * 1. A score is a chain of d fused multiply-adds, and is off by γ(d) · a at most.
 * 2. A weight is e^((score - largest) · scale). The difference is 2 · (1 + γ(d)) · a at most, and
 *    it and the product are rounded: the exponent is off by another γ(2) of that, times scale.
 *    (Whatever the largest score is, it falls out of the quotient in the end.)
 * 3. A larger score in a later block multiplies the weight by e^((before - after) · scale). These
 *    differences, of a sequence that grows, add up to that of its ends. So all their roundings
 *    come to no more than what 2. has once, and all exponents together are off by
 *
 *      ε = a · scale · (γ(d) + 4 · γ(2) · (1 + γ(d)))
 *
 * 4. Each of these exponentials, B at most, is right to 0.9 units in the last place: 1.8 · u.
 * 5. Each of the sums, of weights and of values by weights, rounds a term KEYS times at most
 *    within its block, and once for each block after it, where the factor of 3. is multiplied in
 *    the same rounding: γ(KEYS + B).
 * 6. A weight is rounded to the format before it goes into either sum: r.
 *
 * So a term of either sum is off by a factor between 1 - E and 1 + E, where
 *
 *      E = e^ε · (1 + 1.8 · u)^B · (1 + γ(KEYS + B)) · (1 + r) - 1
 *
 * Weights are positive. With the exact weights p(j), whose sum is 1, the exact result
 * o = Σ p(j) · v(j), and w = Σ p(j) · |v(j)|, the numerator is off by E · w, the denominator by E,
 * and the quotient by
 *
 *      e = 2 · E · w / (1 - E)
 *
 * since |o| ≤ w. The reciprocal, its product, and the rounding to the format make of that
 *
 *      e + ((1 + u)² · (1 + r) - 1) · (|o| + e)
 *
 * This grows with n by about 5.6 · u · w for each block. With bfloat16 that is nothing beside the
 * 3 · r · w that it has anyway. Underflow would add to it, so 2 · a · scale has to be below 80:
 * then no weight and no factor is below e⁻⁸⁰. */
#include "../host.h"
#include "attention.h"

enum { MOST = 2048 };

static float q[MOST][DEPTH], k[MOST][DEPTH], v[MOST][DEPTH], o[MOST][DEPTH];
static double expected[MOST][DEPTH], bounds[MOST][DEPTH];

static const double u = 0x1p-24;

static void read_result(const struct problem *p) {
    static uint16_t halves[MOST][DEPTH];
    if (!p->bf16) {
        sample_read(p->o, o, p->n * sizeof *o);
        return;
    }
    sample_read(p->o, halves, p->n * sizeof *halves);
    for (uint32_t i = 0; i < p->n; i++)
        for (uint32_t c = 0; c < DEPTH; c++)
            o[i][c] = sample_bf16_value(halves[i][c]);
}

static double gamma_of(double roundings) {
    return roundings * u / (1 - roundings * u);
}

/* E of the comment above. */
static double term_error(const struct problem *p, double a) {
    double blocks = (p->n + KEYS - 1) / KEYS, depth = gamma_of(DEPTH);
    double exponent = a * p->scale * (depth + 4 * gamma_of(2) * (1 + depth));
    return exp(exponent) * pow(1 + 1.8 * u, blocks) * (1 + (p->bf16 ? 0x1p-8 : 0)) *
               (1 + gamma_of(KEYS + blocks)) -
           1;
}

static double bound(const struct problem *p, double term, double result, double magnitude) {
    double error = 2 * term * magnitude / (1 - term);
    double last = (1 + u) * (1 + u) * (1 + (p->bf16 ? 0x1p-8 : 0)) - 1;
    return error + last * (fabs(result) + error);
}

/* The weights of a query, not yet divided by their sum, and that sum. Returns a. */
static double weigh(const struct problem *p, uint32_t query, uint32_t seen, double *weights,
                    double *sum) {
    double a = 0, largest = -INFINITY;
    for (uint32_t j = 0; j < seen; j++) {
        double score = 0, magnitude = 0;
        for (uint32_t c = 0; c < DEPTH; c++) {
            score += (double)q[query][c] * k[j][c];
            magnitude += fabs((double)q[query][c] * k[j][c]);
        }
        weights[j] = score * p->scale;
        largest = fmax(largest, weights[j]);
        a = fmax(a, magnitude);
    }
    *sum = 0;
    for (uint32_t j = 0; j < seen; j++)
        *sum += weights[j] = exp(weights[j] - largest);
    return a;
}

static void attend(const struct problem *p, uint32_t query) {
    static double weights[MOST];
    double sum;
    uint32_t seen = p->causal ? query + 1 : p->n;
    double a = weigh(p, query, seen, weights, &sum), term = term_error(p, a);
    if (2 * a * p->scale >= 80)
        sample_fail("scores", "too large for the bound");
    for (uint32_t c = 0; c < DEPTH; c++) {
        double result = 0, magnitude = 0;
        for (uint32_t j = 0; j < seen; j++) {
            result += weights[j] / sum * v[j][c];
            magnitude += weights[j] / sum * fabs(v[j][c]);
        }
        expected[query][c] = result;
        bounds[query][c] = bound(p, term, result, magnitude);
    }
}

int main(int argc, char **argv) {
    struct problem problem = {.scale = 1 / sqrtf(DEPTH)};
    sample_begin(argc, argv);
    problem.n = sample_number("N", 1, MOST, 100);
    problem.causal = sample_word("causal");
    problem.bf16 = sample_word("bf16");
    sample_fill(q[0], problem.n * DEPTH, -2, 2);
    sample_fill(k[0], problem.n * DEPTH, -2, 2);
    sample_fill(v[0], problem.n * DEPTH, -1, 1);
    problem.q = sample_place_floats(q[0], problem.n * DEPTH, problem.bf16);
    problem.k = sample_place_floats(k[0], problem.n * DEPTH, problem.bf16);
    problem.v = sample_place_floats(v[0], problem.n * DEPTH, problem.bf16);
    problem.o = sample_place(NULL, problem.n * DEPTH * (problem.bf16 ? 2 : 4));
    for (uint32_t i = 0; i < problem.n; i++)
        attend(&problem, i);
    SEND(problem);
    sample_run();
    read_result(&problem);
    sample_check_bounds("o", o[0], expected[0], bounds[0], problem.n * DEPTH);
    return sample_end();
}
