/* The accelerators that the Neutrino drives: DMA and matrix unit. Both are a register file, a queue
 * of latched commands, and work done by engine_step. Register numbers are NEUTRINO_DMA_* and
 * NEUTRINO_MATRIX_* of neutrino/platform.h. */
#ifndef MUSIM_ENGINE_H
#define MUSIM_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct engine_host {
    /* Plain memory at a Neutrino address, as a host pointer with *available bytes from it, or
     * NULL. */
    uint8_t *(*memory)(void *context, uint64_t address, uint64_t *available);
    void (*signal)(void *context, uint32_t run); /* a command with this tag is done */
    /* A command that cannot be carried out: the run stops with this message. */
    void (*fault)(void *context, const char *message, uint64_t address);
    void *context;
};

enum engine_kind { ENGINE_DMA, ENGINE_MATRIX };
struct engine;

struct engine *engine_create(enum engine_kind kind, const struct engine_host *host);
void engine_free(struct engine *engine);
bool engine_load(struct engine *engine, uint64_t offset, unsigned size, uint64_t *value);
/* false = no such register or width. A START with a full queue first finishes the oldest command.
 */
bool engine_store(struct engine *engine, uint64_t offset, unsigned size, uint64_t value);

/* Finishes the oldest command, if any; returns whether there was one. */
bool engine_step(struct engine *engine);
unsigned engine_busy(const struct engine *engine);
uint32_t engine_tag(const struct engine *engine, unsigned n); /* of the n-th command, for reports */
/* Totals for statistics: commands, and bytes moved (DMA) or multiply-adds (matrix). */
uint64_t engine_commands(const struct engine *engine);
uint64_t engine_work(const struct engine *engine);

#endif
