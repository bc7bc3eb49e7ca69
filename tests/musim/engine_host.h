/* An engine under test in a host with two memories: shared, and global in pages of 4 KiB that are
 * not adjacent in the host, as sparse memory is. Signals and faults are recorded. */
#ifndef TESTS_MUSIM_ENGINE_HOST_H
#define TESTS_MUSIM_ENGINE_HOST_H

#include "musim/device/engine_unit.h"
#include "neutrino/platform.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { PAGE = 4096, PAGES = 64, GLOBAL = NEUTRINO_PROGRAM_BASE };

static uint8_t shared_memory[NEUTRINO_SHARED_BYTES] __attribute__((aligned(64)));
static uint8_t global_pages[PAGES][PAGE + 64];
static struct engine *engine;
static char history[4096]; /* "signal 7; fault …" */

static uint8_t *host_memory(void *context, uint64_t address, uint64_t *available) {
    if (address - NEUTRINO_SHARED_WINDOW < NEUTRINO_SHARED_BYTES) {
        *available = NEUTRINO_SHARED_WINDOW + NEUTRINO_SHARED_BYTES - address;
        return &shared_memory[address - NEUTRINO_SHARED_WINDOW];
    }
    if (address - GLOBAL < PAGE * PAGES) {
        uint64_t page = (address - GLOBAL) / PAGE, offset = (address - GLOBAL) % PAGE;
        *available = PAGE - offset;
        return &global_pages[page][offset];
    }
    return NULL;
}

static void host_signal(void *context, uint32_t run) {
    sprintf(history + strlen(history), "signal %u;", run);
}

static void host_fault(void *context, const char *message, uint64_t address, uint32_t run) {
    sprintf(history + strlen(history), "fault at 0x%" PRIx64 ": %s;", address, message);
}

static bool lingering; /* commands end a step later than they are carried out */

static bool host_lingers(void *context) {
    return lingering;
}

static void start_engine(const struct engine_unit *unit) {
    static const struct device_host host = {.memory = host_memory,
                                            .signal = host_signal,
                                            .fault = host_fault,
                                            .lingers = host_lingers};
    lingering = false;
    engine = engine_create(unit, &host);
    history[0] = 0;
    memset(shared_memory, 0, sizeof shared_memory);
    memset(global_pages, 0, sizeof global_pages);
}

static inline void set(uint64_t offset, uint64_t value) {
    ck_assert_msg(engine_store(engine, DEVICE_NEUTRINO, offset, 8, value), "no register 0x%x", (int)offset);
}

static inline uint64_t get(uint64_t offset) {
    uint64_t value = 0;
    ck_assert_msg(engine_load(engine, offset, 8, &value), "no register 0x%x", (int)offset);
    return value;
}

static inline void expect(const char *text) {
    ck_assert_str_eq(history, text);
    history[0] = 0;
}

/* xorshift64, for data that no test should depend on. */
static uint64_t random_state = 88172645463325252u;

static inline uint64_t random_bits(void) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

static inline unsigned draw(unsigned below) {
    return (unsigned)((random_bits() >> 20) % below);
}

#endif
