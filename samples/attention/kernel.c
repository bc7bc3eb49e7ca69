/* Attention, forward: O = softmax(scale · Q · Kᵀ) · V, with an online softmax, so that no more than
 * a block of the n × n scores is ever there.
 *
 *   driver (one warp)      loads, scores = K · Qᵀ           parts = P · V
 *                                      │ scores      weights ▲    │ parts
 *                                      ▼                     │    ▼
 *   workers (all others)       softmax of a block ───────────┘   rescale and add
 *
 * The driver starts jobs of the Neutrino for the DMA engine and the matrix unit and sleeps
 * meanwhile; the workers take the softmax. While they are at block i the matrix unit multiplies the
 * weights of block i - 1 and the scores of block i + 1.
 *
 * A row (a query) belongs to one worker, whose lanes share its keys, and later its DEPTH results.
 */
#include <math.h>
#include <neutrino/lanes.h>
#include <neutrino/pipe.h>

#include "attention.h"

struct problem problem; /* written by the host before the run */

enum { LANES = __MUON_LANES__, KEYS_EACH = (KEYS + LANES - 1) / LANES };

MUON_GROUP(driver, 0, 1);
MUON_GROUP(workers, 1, MUON_CLUSTER_WARPS > 64 ? 63 : MUON_CLUSTER_WARPS - 1);
/* Elements have the room of floats. */
MUON_PIPE(queries, float[DEPTH * QUERIES], 2, driver, driver);
MUON_PIPE(keys, float[KEYS * DEPTH], 2, driver, driver);
MUON_PIPE(values, float[KEYS * DEPTH], 2, driver, driver);
MUON_PIPE(scores, float[KEYS * SCORE_STRIDE], 2, driver, workers);
MUON_PIPE(weights, float[QUERIES * KEYS], 2, workers, driver);
MUON_PIPE(parts, float[QUERIES * DEPTH], 2, driver, workers);

/* ---- steps: blocks of keys for a block of queries ---- */

struct step {
    uint32_t query, key; /* the first of each */
    uint32_t number;
};

/* All lanes of all warps are at the same steps, which the compiler does not see of what is in
 * memory. */
static bool is_step(const struct step *step) {
    return __uniform(step->query) < problem.n;
}

static bool is_behind(const struct step *step, const struct step *other) {
    return __uniform(step->number) < __uniform(other->number);
}

static bool is_first_of_query(const struct step *step) {
    return __uniform(step->key) == 0;
}

static bool is_last_of_query(const struct step *step) {
    uint32_t end = problem.causal ? __uniform(step->query) + QUERIES : problem.n;
    return __uniform(step->key) + KEYS >= end || __uniform(step->key) + KEYS >= problem.n;
}

static void advance(struct step *step) {
    bool last = is_last_of_query(step);
    step->query += last ? QUERIES : 0;
    step->key = last ? 0 : step->key + KEYS;
    step->number++;
}

/* ---- the driver ---- */

struct driver_ends {
    queries_t queries;
    keys_t keys;
    values_t values;
    scores_t scores;
    weights_t weights;
    parts_t parts;
};

static void load(struct driver_ends *ends, const struct step *step) {
    if (is_first_of_query(step)) {
        queries_produce_wait(&ends->queries);
        pipe_invoke(queries, &ends->queries, PRODUCE, load_queries_task, &problem, step->query,
                    queries_produce_buf(&ends->queries));
    }
    keys_produce_wait(&ends->keys);
    pipe_invoke(keys, &ends->keys, PRODUCE, load_rows_task, &problem, problem.k, step->key,
                keys_produce_buf(&ends->keys));
    values_produce_wait(&ends->values);
    pipe_invoke(values, &ends->values, PRODUCE, load_rows_task, &problem, problem.v, step->key,
                values_produce_buf(&ends->values));
}

/* One job uses items of two pipes and makes that of a third. */
static void score(struct driver_ends *ends, const struct step *step) {
    job_t product = job_invoke_after(
        driver,
        after(queries_consume_ready(&ends->queries), keys_consume_ready(&ends->keys),
              scores_produce_ready(&ends->scores)),
        score_task, &problem, step->query, step->key, queries_consume_buf(&ends->queries),
        keys_consume_buf(&ends->keys), *scores_produce_buf(&ends->scores));
    keys_consume_complete_on(&ends->keys, product);
    scores_produce_complete_on(&ends->scores, product);
    if (is_last_of_query(step))
        queries_consume_complete_on(&ends->queries, product);
}

/* Here the driver sleeps: without that it would be ahead by as many jobs as the scoreboard holds.
 */
static void mix(struct driver_ends *ends, const struct step *step) {
    weights_consume_wait(&ends->weights);
    job_t product = job_invoke_after(
        driver, after(values_consume_ready(&ends->values), parts_produce_ready(&ends->parts)),
        mix_task, &problem, step->query, step->key, weights_consume_buf(&ends->weights),
        values_consume_buf(&ends->values), *parts_produce_buf(&ends->parts));
    weights_consume_complete_on(&ends->weights, product);
    values_consume_complete_on(&ends->values, product);
    parts_produce_complete_on(&ends->parts, product);
}

static void drive(void) {
    struct driver_ends ends;
    ends.queries = queries_init();
    ends.keys = keys_init();
    ends.values = values_init();
    ends.scores = scores_init();
    ends.weights = weights_init();
    ends.parts = parts_init();
    struct step loaded = {0, 0, 0}, scored = loaded, mixed = loaded;
    while (is_step(&mixed)) {
        bool to_score = is_behind(&scored, &loaded), to_mix = is_behind(&mixed, &scored);
        if (to_score) {
            score(&ends, &scored);
            advance(&scored);
        }
        if (to_mix) {
            mix(&ends, &mixed);
            advance(&mixed);
        }
        if (is_step(&loaded)) {
            load(&ends, &loaded);
            advance(&loaded);
        }
    }
}

/* ---- the workers ---- */

/* Of each row: the largest score so far; the sum of the weights so far, against that score; the sum
 * of values by these weights. What follows lags a step behind: it still wants the sums of the block
 * of queries before, and what the weights of the step before were scaled by. */
static __shared float largest_score[QUERIES];
static __shared float weight_sums[2][QUERIES];
static __shared float factors[2][QUERIES];
static __shared float results[QUERIES][DEPTH];

#define FOR_EACH_ROW(row, step)                                                                    \
    for (uint32_t row = workers_rank(), rows = within(problem.n, (step)->query, QUERIES);          \
         row < rows; row += workers_size)

static uint32_t which_sums(const struct step *step) {
    return step->query / QUERIES % 2;
}

/* Stores a weight in the format of the operands, and returns what that rounded it to. */
static float put_weight(__shared float *weights, uint32_t i, float weight) {
    if (!problem.bf16)
        return weights[i] = weight;
    __bf16 rounded = (__bf16)weight;
    ((__shared __bf16 *)weights)[i] = rounded;
    return (float)rounded;
}

static void weigh_row(const struct step *step, uint32_t row, __shared const float *scores,
                      __shared float *weights) {
    uint32_t keys = within(problem.n, step->key, KEYS), query = step->query + row;
    float here[KEYS_EACH], largest = -INFINITY, sum = 0;
    for (uint32_t i = 0; i < KEYS_EACH; i++) {
        uint32_t key = i * LANES + muon_lane_id();
        bool sees = key < keys && (!problem.causal || step->key + key <= query);
        float score = scores[(key < keys ? key : 0) * SCORE_STRIDE + row];
        here[i] = sees ? score : -INFINITY;
        largest = fmaxf(largest, here[i]);
    }
    float before = is_first_of_query(step) ? -INFINITY : largest_score[row];
    largest = fmaxf(before, muon_reduce_max(largest));
    for (uint32_t i = 0; i < KEYS_EACH; i++) {
        uint32_t key = i * LANES + muon_lane_id();
        float weight = expf((here[i] - largest) * problem.scale);
        if (key < keys)
            sum += put_weight(weights, row * KEYS + key, weight);
    }
    sum = muon_reduce_add(sum);
    float factor = expf((before - largest) * problem.scale);
    __shared float *sum_so_far = &weight_sums[which_sums(step)][row];
    *sum_so_far = is_first_of_query(step) ? sum : fmaf(*sum_so_far, factor, sum);
    largest_score[row] = largest;
    factors[step->number % 2][row] = factor;
}

static void put_result(const struct step *step, uint32_t row, uint32_t column, float result) {
    uint32_t i = (step->query + row) * DEPTH + column;
    if (problem.bf16)
        ((__bf16 *)problem.o)[i] = (__bf16)result;
    else
        ((float *)problem.o)[i] = result;
}

static void add_row(const struct step *step, uint32_t row, __shared const float *part) {
    float factor = factors[step->number % 2][row];
    bool last = is_last_of_query(step);
    float one = last ? 1 / weight_sums[which_sums(step)][row] : 0;
    for (uint32_t column = muon_lane_id(); column < DEPTH; column += LANES) {
        float result = part[row * DEPTH + column];
        if (!is_first_of_query(step))
            result = fmaf(results[row][column], factor, result);
        results[row][column] = result;
        if (last)
            put_result(step, row, column, result * one);
    }
}

static void work(void) {
    scores_t from = scores_init();
    weights_t to = weights_init();
    parts_t back = parts_init();
    struct step weighed = {0, 0, 0}, added = weighed;
    while (is_step(&added)) {
        bool to_add = is_behind(&added, &weighed);
        if (is_step(&weighed)) {
            scores_consume_wait(&from);
            weights_produce_wait(&to);
            FOR_EACH_ROW(row, &weighed) {
                weigh_row(&weighed, row, *scores_consume_buf(&from), *weights_produce_buf(&to));
            }
            scores_consume_complete(&from);
            weights_produce_complete(&to);
            advance(&weighed);
        }
        if (to_add) {
            parts_consume_wait(&back);
            FOR_EACH_ROW(row, &added) {
                add_row(&added, row, *parts_consume_buf(&back));
            }
            parts_consume_complete(&back);
            advance(&added);
        }
    }
}

int main(void) {
    if (driver_mine())
        drive();
    else if (workers_mine())
        work();
    return 0;
}
