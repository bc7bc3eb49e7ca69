/* Loads and stores that the TLB does not know: first touches, devices, misaligned accesses. The
 * host is little-endian, as the core is. */
#include "musim/neutrino/core.h"

#include "musim/softfloat/host_float.h"

#include <string.h>

void rv64_flush_tlb(struct rv64 *core) {
    for (int i = 0; i < TLB_ENTRIES; i++)
        core->tlb[i] = (struct rv64_tlb_entry){.tag = UINT64_MAX};
}

static uint8_t *direct(struct rv64 *core, uint64_t address, unsigned size) {
    uint64_t available = 0;
    uint8_t *host = core->bus.direct(core->bus.context, address, &available);
    return host && available >= size ? host : NULL;
}

uint8_t *rv64_memory(struct rv64 *core, uint64_t address, unsigned size) {
    uint8_t *host = direct(core, address, size);
    if (!host)
        return NULL;
    uint64_t base = address & -(uint64_t)PAGE_BYTES;
    uint8_t *page = core->observed ? NULL : direct(core, base, PAGE_BYTES);
    if (page)
        core->tlb[base / PAGE_BYTES % TLB_ENTRIES] = (struct rv64_tlb_entry){base, page};
    return host;
}

static void tell(const struct rv64 *core, uint64_t address, unsigned size, bool store,
                 const void *bytes) {
    if (core->observed && core->bus.access)
        core->bus.access(core->bus.context, address, size, store, bytes);
}

uint8_t *rv64_atomic(struct rv64 *core, uint64_t address, unsigned size, bool load, bool store) {
    uint8_t *host = rv64_memory(core, address, size);
    if (host && load)
        tell(core, address, size, false, NULL);
    if (host && store)
        tell(core, address, size, true, NULL);
    return host;
}

bool rv64_fetch(struct rv64 *core, uint64_t pc, uint32_t *word) {
    const uint8_t *host = direct(core, pc, sizeof *word);
    if (!host)
        return rv64_fail(core, CAUSE_FETCH_ACCESS, pc);
    memcpy(word, host, sizeof *word);
    return true;
}

/* The bytes of an access that is not in one piece of plain memory; all of them must be memory. */
static bool gather(struct rv64 *core, uint64_t address, unsigned size, uint8_t *bytes[8]) {
    for (unsigned i = 0; i < size; i++)
        if (!(bytes[i] = direct(core, address + i, 1)))
            return false;
    return true;
}

static bool load_misaligned(struct rv64 *core, uint64_t address, unsigned size, uint64_t *value) {
    if (!core->bus.misaligned)
        return rv64_fail(core, CAUSE_LOAD_MISALIGNED, address);
    uint8_t *bytes[8];
    if (!gather(core, address, size, bytes))
        return rv64_fail(core, CAUSE_LOAD_ACCESS, address);
    tell(core, address, size, false, NULL);
    *value = 0;
    for (unsigned i = 0; i < size; i++)
        *value |= (uint64_t)*bytes[i] << 8 * i;
    return true;
}

static bool store_misaligned(struct rv64 *core, uint64_t address, unsigned size, uint64_t value) {
    if (!core->bus.misaligned)
        return rv64_fail(core, CAUSE_STORE_MISALIGNED, address);
    uint8_t *bytes[8];
    if (!gather(core, address, size, bytes))
        return rv64_fail(core, CAUSE_STORE_ACCESS, address);
    tell(core, address, size, true, &value);
    for (unsigned i = 0; i < size; i++)
        *bytes[i] = value >> 8 * i;
    return true;
}

bool rv64_load(struct rv64 *core, uint64_t address, unsigned size, uint64_t *value) {
    if (address & (size - 1))
        return load_misaligned(core, address, size, value);
    *value = 0;
    const uint8_t *host = rv64_memory(core, address, size);
    if (host) {
        tell(core, address, size, false, NULL);
        memcpy(value, host, size);
        return true;
    }
    /* A device may use the host's floating point. */
    core->fflags |= host_flags_take();
    bool found = core->bus.load(core->bus.context, address, size, value);
    host_flags_clear();
    return found || rv64_fail(core, CAUSE_LOAD_ACCESS, address);
}

bool rv64_store(struct rv64 *core, uint64_t address, unsigned size, uint64_t value) {
    if (address & (size - 1))
        return store_misaligned(core, address, size, value);
    uint8_t *host = rv64_memory(core, address, size);
    if (host) {
        tell(core, address, size, true, &value);
        memcpy(host, &value, size);
        return true;
    }
    core->fflags |= host_flags_take();
    bool found = core->bus.store(core->bus.context, address, size, value);
    host_flags_clear();
    return found || rv64_fail(core, CAUSE_STORE_ACCESS, address);
}
