/* How fast the Neutrino core interprets: millions of instructions a second, and the ratio to the
 * same loop run by the host, which is the bound. */
#include "bench/rv64_loops.h"
#include "musim/neutrino/program.h"
#include "musim/neutrino/rv64.h"
#include "support/output.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static uint8_t *direct(void *memory, uint64_t address, uint64_t *available) {
    if (address >= PROGRAM_MEMORY_BYTES)
        return NULL;
    *available = PROGRAM_MEMORY_BYTES - address;
    return (uint8_t *)memory + address;
}

static bool no_load(void *memory, uint64_t address, unsigned size, uint64_t *value) {
    return false;
}

static bool no_store(void *memory, uint64_t address, unsigned size, uint64_t value) {
    return false;
}

struct measurement {
    uint64_t result, instructions;
    double seconds;
};

static struct measurement interpret(const char *path, struct diag_engine *diag) {
    size_t size;
    struct rv64_program program;
    char *image = input_read(path, &size, diag);
    uint8_t *memory = mmap(NULL, PROGRAM_MEMORY_BYTES, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (!image || memory == MAP_FAILED ||
        !rv64_program_load(path, image, size, memory, &program, diag))
        exit(EXIT_FAILURE);

    struct rv64_bus bus = {direct, no_load, no_store, memory, .misaligned = true};
    struct rv64 *core = rv64_create(&bus);
    rv64_reset(core, program.entry);
    double start = seconds();
    rv64_run(core, UINT64_MAX); /* until it returns to address 0, where there is no instruction */
    struct measurement measured = {rv64_register(core, 10), rv64_instructions(core),
                                   seconds() - start};
    rv64_free(core);
    munmap(memory, PROGRAM_MEMORY_BYTES);
    free(image);
    return measured;
}

static bool compare(const char *name, const char *path, uint64_t (*native)(void),
                    struct diag_engine *diag) {
    struct measurement neutrino = interpret(path, diag);
    double start = seconds();
    uint64_t expected = native();
    double host = seconds() - start;
    printf("%-8s %6.0f million instructions/s, %5.1f times the host's time%s\n", name,
           (double)neutrino.instructions / neutrino.seconds * 1e-6, neutrino.seconds / host,
           neutrino.result == expected ? "" : "  WRONG RESULT");
    return neutrino.result == expected;
}

int main(void) {
    struct diag_engine diag;
    diag_init(&diag, "rv64_speed");
    bool good = compare("integer", RV64_LOOPS "integer_loop.elf", integer_loop, &diag);
    good &= compare("memory", RV64_LOOPS "memory_loop.elf", memory_loop, &diag);
    good &= compare("float", RV64_LOOPS "float_loop.elf", float_loop, &diag);
    diag_free(&diag);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
