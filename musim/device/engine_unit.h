/* What engine.c shares with the engines' own files: dma.c and matrix.c carry out latched commands,
 * engine.c does the rest. */
#ifndef MUSIM_ENGINE_UNIT_H
#define MUSIM_ENGINE_UNIT_H

#include "musim/device/engine.h"
#include "neutrino/musim.h"
#include "neutrino/platform.h"

/* Registers are 64 bits wide, at multiples of 8; the last three are TAG, START and BUSY. */
enum { ENGINE_REGISTERS = 16 };
#define ENGINE_REGISTER(registers, offset) ((registers)[(offset) / 8])

struct engine_unit {
    enum device_id device;
    uint64_t tag, start, busy; /* register offsets */
    /* Carries out one command and adds to *work. false after engine_fault. */
    bool (*execute)(struct engine *engine, const uint64_t *registers, uint64_t *work);
};

extern const struct engine_unit engine_dma, engine_matrix;

/* The device of engine_<id>, whose statistics are <id>_commands and, of the work, <id>_<work>. */
#define ENGINE_DEVICE(id, work)                                                                    \
    static void *create(const struct device_host *host) {                                          \
        return engine_create(&engine_##id, host);                                                  \
    }                                                                                              \
    static void statistics(const void *device, struct musim_stats *stats) {                        \
        stats->id##_commands += engine_commands(device);                                           \
        stats->id##_##work += engine_work(device);                                                 \
    }                                                                                              \
    const struct device_class device_##id = {                                                      \
        .create = create,                                                                          \
        .destroy = engine_free,                                                                    \
        .reset = engine_reset,                                                                     \
        .load = engine_load,                                                                       \
        .store = engine_store,                                                                     \
        .step = engine_step,                                                                       \
        .busy = engine_is_busy,                                                                    \
        .statistics = statistics,                                                                  \
    };

/* Always false, for "return engine_fault(…)". */
bool engine_fault(struct engine *engine, uint64_t address, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The host's memory callback. */
uint8_t *engine_memory(struct engine *engine, uint64_t address, uint64_t *available);

/* A command is about to load, or to store these bytes (NULL: not known yet): tells who listens. */
void engine_tell_access(const struct engine *engine, uint64_t address, uint64_t size, bool store,
                        const void *bytes);

/* Working storage of at least so many bytes, kept from command to command; two of them. Contents
 * are undefined. */
void *engine_scratch(struct engine *engine, unsigned which, size_t bytes);

#endif
