/* The table of devices, made of neutrino/devices.def, and what is done with each of its rows. */
#include "musim/device/device.h"

static const struct row {
    const struct device_class *class;
    const char *name;
    uint64_t base, bytes;
    bool simt; /* SIMT cores reach it */
} table[DEVICE_COUNT] = {
#define SIMT_DEVICE(id, NAME, base, bytes, text)                                                   \
    [DEVICE_##NAME] = {&device_##id, #id, base, bytes, true},
#define NEUTRINO_DEVICE(id, NAME, base, bytes, text)                                               \
    [DEVICE_##NAME] = {&device_##id, #id, base, bytes, false},
#include "neutrino/devices.def"
};

const char *device_name(enum device_id device) {
    return table[device].name;
}

void devices_create(struct devices *devices, const struct device_host *host) {
    devices->host = *host;
    devices->working_count = 0;
    for (unsigned i = 0; i < DEVICE_COUNT; i++) {
        devices->items[i] = table[i].class->create(&devices->host);
        if (table[i].class->step)
            devices->working[devices->working_count++] = (unsigned char)i;
    }
}

void devices_free(struct devices *devices) {
    for (unsigned i = 0; i < DEVICE_COUNT; i++)
        if (devices->items[i])
            table[i].class->destroy(devices->items[i]);
}

void devices_reset(struct devices *devices) {
    for (unsigned i = 0; i < DEVICE_COUNT; i++)
        table[i].class->reset(devices->items[i]);
}

enum device_id devices_at(unsigned who, uint64_t address, uint64_t *offset) {
    unsigned i = 0;
    while (i < DEVICE_COUNT && (address - table[i].base >= table[i].bytes ||
                                (who != DEVICE_NEUTRINO && !table[i].simt)))
        i++;
    if (i < DEVICE_COUNT)
        *offset = address - table[i].base;
    return (enum device_id)i;
}

bool devices_load(struct devices *devices, unsigned who, uint64_t address, unsigned size,
                  uint64_t *value) {
    uint64_t offset;
    enum device_id i = devices_at(who, address, &offset);
    return i < DEVICE_COUNT && table[i].class->load &&
           table[i].class->load(devices->items[i], offset, size, value);
}

bool devices_store(struct devices *devices, unsigned who, uint64_t address, unsigned size,
                   uint64_t value) {
    uint64_t offset;
    enum device_id i = devices_at(who, address, &offset);
    return i < DEVICE_COUNT && table[i].class->store &&
           table[i].class->store(devices->items[i], who, offset, size, value);
}

void devices_step(struct devices *devices, bool reverse,
                  bool (*is_late)(void *context, enum device_id device), void *context) {
    for (unsigned n = devices->working_count, i = 0; i < n; i++) {
        unsigned at = devices->working[reverse ? n - 1 - i : i];
        if (!is_late(context, (enum device_id)at))
            table[at].class->step(devices->items[at]);
    }
}

bool devices_busy(const struct devices *devices) {
    for (unsigned i = 0; i < devices->working_count; i++) {
        unsigned at = devices->working[i];
        if (table[at].class->busy(devices->items[at]))
            return true;
    }
    return false;
}

void devices_ended(struct devices *devices, unsigned who) {
    for (unsigned i = 0; i < DEVICE_COUNT; i++)
        if (table[i].class->ended)
            table[i].class->ended(devices->items[i], who);
}

void devices_statistics(const struct devices *devices, struct musim_stats *stats) {
    for (unsigned i = 0; i < DEVICE_COUNT; i++)
        if (table[i].class->statistics)
            table[i].class->statistics(devices->items[i], stats);
}
