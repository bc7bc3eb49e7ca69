/* The host's side of the samples. */
#include "host.h"

#include "neutrino/musim.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_INSTRUCTIONS = 100000000, /* a kernel that does not come to an end is stopped */
    FIRST_PLACE = 0x20000000,      /* far behind the program */
};

static const char *program;
static char **arguments; /* the next one, NULL behind the last */
static struct musim *machine;
static bool failed;

void sample_fail(const char *what, const char *why) {
    fprintf(stderr, "%s: error: %s: %s\n", program, what, why);
    exit(2);
}

const char *sample_arguments(int argc, char **argv) {
    const char *slash = strrchr(argv[0], '/');
    program = slash ? slash + 1 : argv[0];
    if (argc < 2)
        sample_fail("usage", "the first argument is the kernel, compiled by muonc");
    arguments = argv + 2;
    return argv[1];
}

void sample_begin(int argc, char **argv) {
    sample_arguments(argc, argv);
    machine = musim_create(&(struct musim_config){.max_instructions = MOST_INSTRUCTIONS});
    if (!machine)
        sample_fail("musim", "cannot make a machine");
    if (!musim_load_file(machine, argv[1]))
        sample_fail(argv[1], musim_error(machine));
}

uint32_t sample_number(const char *name, uint32_t least, uint32_t most, uint32_t otherwise) {
    char *end, wanted[80];
    if (!*arguments || **arguments < '0' || **arguments > '9')
        return otherwise;
    errno = 0;
    unsigned long number = strtoul(*arguments, &end, 10);
    if (errno || *end || number < least || number > most) {
        snprintf(wanted, sizeof wanted, "%s is a number from %u to %u", name, least, most);
        sample_fail(*arguments, wanted);
    }
    arguments++;
    return (uint32_t)number;
}

bool sample_word(const char *word) {
    bool is = *arguments && !strcmp(*arguments, word);
    arguments += is;
    return is;
}

static uint32_t find(const char *name, uint32_t *size) {
    uint32_t address;
    if (!musim_symbol(machine, name, &address, size))
        sample_fail(name, musim_error(machine));
    return address;
}

static uint32_t find_of(const char *name, uint32_t bytes) {
    uint32_t size, address = find(name, &size);
    if (size != bytes)
        sample_fail(name, "has another size in the kernel");
    return address;
}

void sample_send(const char *name, const void *object, uint32_t bytes) {
    if (!musim_write(machine, find_of(name, bytes), object, bytes))
        sample_fail(name, musim_error(machine));
}

void sample_receive(const char *name, void *object, uint32_t bytes) {
    sample_read(find_of(name, bytes), object, bytes);
}

uint32_t sample_receive_all(const char *name, void *object, uint32_t most) {
    uint32_t size, address = find(name, &size);
    if (size > most)
        sample_fail(name, "is larger in the kernel");
    sample_read(address, object, size);
    return size;
}

uint32_t sample_place(const void *contents, uint32_t bytes) {
    static uint32_t next = FIRST_PLACE;
    uint32_t place = next;
    if (contents && !musim_write(machine, place, contents, bytes))
        sample_fail("musim", musim_error(machine));
    next += (bytes + 63) / 64 * 64;
    return place;
}

/* Rounded to nearest even; not for NaN. */
static uint16_t bf16_of(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return (uint16_t)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

float sample_bf16_value(uint16_t bits) {
    uint32_t word = (uint32_t)bits << 16;
    float value;
    memcpy(&value, &word, sizeof value);
    return value;
}

uint32_t sample_place_floats(float *values, uint32_t count, bool bf16) {
    if (!bf16)
        return sample_place(values, count * 4);
    uint16_t *halves = malloc(count * sizeof *halves);
    if (!halves)
        sample_fail("memory", "not enough");
    for (uint32_t i = 0; i < count; i++) {
        halves[i] = bf16_of(values[i]);
        values[i] = sample_bf16_value(halves[i]);
    }
    uint32_t place = sample_place(halves, count * 2);
    free(halves);
    return place;
}

uint32_t sample_address(const char *name) {
    uint32_t size;
    return find(name, &size);
}

void sample_read(uint32_t address, void *bytes, uint32_t size) {
    if (!musim_read(machine, address, bytes, size))
        sample_fail("musim", musim_error(machine));
}

void sample_no_more(void) {
    if (*arguments)
        sample_fail(*arguments, "no such argument");
}

void sample_run(void) {
    sample_no_more();
    enum musim_status status = musim_run(machine);
    if (status == MUSIM_EXHAUSTED)
        sample_fail("kernel", "does not come to an end");
    if (status != MUSIM_DONE || musim_result(machine))
        sample_fail("kernel", "failed");
}

void sample_launch(const struct musim_kernel *kernel) {
    if (!musim_launch(machine, kernel))
        sample_fail(kernel->name, musim_error(machine));
    sample_run();
}

int sample_end(void) {
    struct musim_stats stats;
    musim_get_stats(machine, &stats);
    printf("%s: %llu warp instructions, %llu loads from the stack, %llu stores to it\n", program,
           (unsigned long long)stats.warp_instructions, (unsigned long long)stats.stack_loads,
           (unsigned long long)stats.stack_stores);
    if (stats.runs_created)
        printf("%s: %llu runs, %llu Neutrino instructions, %llu multiply-adds by the matrix unit\n",
               program, (unsigned long long)stats.runs_created,
               (unsigned long long)stats.neutrino_instructions,
               (unsigned long long)stats.matrix_fmas);
    musim_free(machine);
    return failed;
}

bool sample_has_failed(void) {
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

/* A NaN is an error of any size. */
static double error_of(double got, double expected) {
    double error = fabs(got - expected);
    return error == error ? error : INFINITY;
}

void sample_check_floats(const char *name, const float *got, const float *expected, uint32_t count,
                         double allowed) {
    double scale = 0, worst = 0;
    for (uint32_t i = 0; i < count; i++)
        scale = fmax(scale, fabs(expected[i]));
    for (uint32_t i = 0; i < count; i++)
        worst = fmax(worst, error_of(got[i], expected[i]));
    worst /= scale;
    failed |= worst > allowed;
    printf("%s: %s %s: %u values, largest error %.2g of the largest value, allowed %g\n", program,
           name, worst > allowed ? "is wrong" : "is right", count, worst, allowed);
}

void sample_check_bounds(const char *name, const float *got, const double *expected,
                         const double *bounds, uint32_t count) {
    double worst = 0, part = 0;
    for (uint32_t i = 0; i < count; i++) {
        double error = error_of(got[i], expected[i]);
        worst = fmax(worst, error);
        part = fmax(part, error > 0 ? error / bounds[i] : 0);
    }
    failed |= part > 1;
    printf("%s: %s %s: %u values, largest error %.2g, at most %.2g of the bound\n", program, name,
           part > 1 ? "is wrong" : "is right", count, worst, part);
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
