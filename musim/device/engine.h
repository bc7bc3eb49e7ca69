/* The accelerators that the Neutrino drives: DMA and matrix unit. Both are a register file, a queue
 * of latched commands, and work done by engine_step. Register numbers are NEUTRINO_DMA_* and
 * NEUTRINO_MATRIX_* of neutrino/platform.h. */
#ifndef MUSIM_ENGINE_H
#define MUSIM_ENGINE_H

#include "musim/device/device.h"

struct engine;
struct engine_unit;

/* What the table of devices takes of an engine: the functions of a struct device_class. */
struct engine *engine_create(const struct engine_unit *unit, const struct device_host *host);
void engine_free(void *device);
void engine_reset(void *device);
bool engine_load(void *device, uint64_t offset, unsigned size, uint64_t *value);
/* A START with a full queue first finishes the oldest command. */
bool engine_store(void *device, unsigned who, uint64_t offset, unsigned size, uint64_t value);
/* Finishes the oldest command, if any. */
bool engine_step(void *device);
bool engine_is_busy(const void *engine);

unsigned engine_busy(const struct engine *engine);
uint32_t engine_tag(const struct engine *engine, unsigned n); /* of the n-th command, for reports */
/* Totals for statistics: commands, and bytes moved (DMA) or multiply-adds (matrix). */
uint64_t engine_commands(const struct engine *engine);
uint64_t engine_work(const struct engine *engine);

#endif
