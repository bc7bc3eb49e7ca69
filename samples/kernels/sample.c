/* The host's side of the samples: a machine, a kernel, and what has been found wrong so far. */
#include "sample.h"

#include "neutrino/musim.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A kernel that does not come to an end is stopped. */
enum { MOST_INSTRUCTIONS = 100000000 };

static const char *program;
static struct musim *machine;
static bool failed;

static void fail(const char *what, const char *why) {
    fprintf(stderr, "%s: error: %s: %s\n", program, what, why);
    exit(2);
}

void sample_begin(int argc, char **argv) {
    const char *slash = strrchr(argv[0], '/');
    program = slash ? slash + 1 : argv[0];
    if (argc != 2)
        fail("usage", "the one argument is the kernel, compiled by muonc");
    machine = musim_create(&(struct musim_config){.max_instructions = MOST_INSTRUCTIONS});
    if (!machine)
        fail("musim", "cannot make a machine");
    if (!musim_load_file(machine, argv[1]))
        fail(argv[1], musim_error(machine));
}

static uint32_t find(const char *name, uint32_t bytes) {
    uint32_t address, size;
    if (!musim_symbol(machine, name, &address, &size))
        fail(name, musim_error(machine));
    if (size != bytes)
        fail(name, "has another size in the kernel");
    return address;
}

void sample_send(const char *name, const void *object, uint32_t bytes) {
    if (!musim_write(machine, find(name, bytes), object, bytes))
        fail(name, musim_error(machine));
}

void sample_receive(const char *name, void *object, uint32_t bytes) {
    if (!musim_read(machine, find(name, bytes), object, bytes))
        fail(name, musim_error(machine));
}

void sample_run(void) {
    enum musim_status status = musim_run(machine);
    if (status == MUSIM_EXHAUSTED)
        fail("kernel", "does not come to an end");
    if (status != MUSIM_DONE || musim_result(machine))
        fail("kernel", "failed");
}

int sample_end(void) {
    struct musim_stats stats;
    musim_get_stats(machine, &stats);
    printf("%s: %llu warp instructions, %llu loads from the stack, %llu stores to it\n", program,
           (unsigned long long)stats.warp_instructions, (unsigned long long)stats.stack_loads,
           (unsigned long long)stats.stack_stores);
    musim_free(machine);
    return failed;
}

/* xorshift32 */
static uint32_t next_random(void) {
    static uint32_t state = 2463534242;
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}

uint32_t sample_random(uint32_t bound) {
    return (uint32_t)((uint64_t)next_random() * bound >> 32);
}

void sample_fill(float *values, uint32_t count, float low, float high) {
    for (uint32_t i = 0; i < count; i++)
        values[i] = low + (high - low) * ((float)(next_random() >> 8) / (1 << 24));
}

void sample_check_floats(const char *name, const float *got, const float *expected, uint32_t count,
                         double allowed) {
    double scale = 0, worst = 0;
    for (uint32_t i = 0; i < count; i++)
        scale = fmax(scale, fabs(expected[i]));
    for (uint32_t i = 0; i < count; i++) {
        double error = fabs((double)got[i] - expected[i]);
        /* A NaN is an error of any size. */
        worst = fmax(worst, error == error ? error : INFINITY);
    }
    worst /= scale;
    failed |= worst > allowed;
    printf("%s: %s %s: %u values, largest error %.2g of the largest value, allowed %g\n", program,
           name, worst > allowed ? "is wrong" : "is right", count, worst, allowed);
}

void sample_check_words(const char *name, const uint32_t *got, const uint32_t *expected,
                        uint32_t count) {
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < count; i++)
        wrong += got[i] != expected[i];
    failed |= wrong != 0;
    printf("%s: %s %s: %u values, %u of them differ\n", program, name,
           wrong ? "is wrong" : "is right", count, wrong);
}
