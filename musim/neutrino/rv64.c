/* Creation, reset, and the core as seen from outside. */
#include "musim/neutrino/core.h"

#include "support/alloc.h"

#include <stdlib.h>
#include <string.h>

struct rv64 *rv64_create(const struct rv64_bus *bus) {
    struct rv64 *core = xcalloc(1, sizeof *core);
    core->bus = *bus;
    rv64_reset(core, 0);
    return core;
}

void rv64_free(struct rv64 *core) {
    if (!core)
        return;
    for (int i = 0; i < CODE_PAGES; i++)
        free(core->pages[i]);
    free(core);
}

void rv64_reset(struct rv64 *core, uint64_t entry) {
    bool level = core->external_interrupt;
    memset(core, 0, offsetof(struct rv64, bus));
    core->external_interrupt = level;
    core->pc = entry;
    core->generation++;
    rv64_flush_tlb(core);
}

void rv64_observe(struct rv64 *core, bool on) {
    if (core->observed != on)
        rv64_flush_tlb(core);
    core->observed = on;
}

void rv64_halt(struct rv64 *core) {
    core->halt = true;
    core->event = true;
}

void rv64_set_external_interrupt(struct rv64 *core, bool level) {
    core->external_interrupt = level;
    core->event = true;
}

uint64_t rv64_pc(const struct rv64 *core) {
    return core->pc;
}

uint64_t rv64_register(const struct rv64 *core, unsigned number) {
    return core->x[number & 31];
}

uint64_t rv64_csr(const struct rv64 *core, unsigned number) {
    uint64_t value;
    return rv64_csr_read(core, number, &value) ? value : 0;
}

uint64_t rv64_instructions(const struct rv64 *core) {
    return core->retired;
}

uint64_t rv64_spent(const struct rv64 *core) {
    return core->retired + core->trapped;
}

const char *rv64_cause_name(uint64_t cause) {
    static const char *const names[] = {
        [CAUSE_FETCH_MISALIGNED] = "instruction address misaligned",
        [CAUSE_FETCH_ACCESS] = "instruction access fault",
        [CAUSE_ILLEGAL] = "illegal instruction",
        [CAUSE_BREAKPOINT] = "breakpoint",
        [CAUSE_LOAD_MISALIGNED] = "load address misaligned",
        [CAUSE_LOAD_ACCESS] = "load access fault",
        [CAUSE_STORE_MISALIGNED] = "store address misaligned",
        [CAUSE_STORE_ACCESS] = "store access fault",
        [CAUSE_MACHINE_ECALL] = "environment call",
    };
    const char *name = cause < sizeof names / sizeof *names ? names[cause] : NULL;
    return name ? name : "unknown cause";
}
