#include "musim/device/engine_unit.h"

#include "support/alloc.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct engine {
    const struct engine_unit *unit;
    const struct device_host *host;
    uint64_t registers[ENGINE_REGISTERS];
    uint64_t queue[NEUTRINO_ENGINE_QUEUE][ENGINE_REGISTERS];
    unsigned first, count;
    uint64_t commands, work;
    uint32_t tag;          /* of the command that is being done */
    bool carried_out;      /* the first command, whose end is not told yet */
    uint64_t command_work; /* of it */
    struct scratch {
        void *block;
        size_t bytes;
    } scratch[2];
};

struct engine *engine_create(const struct engine_unit *unit, const struct device_host *host) {
    struct engine *engine = xcalloc(1, sizeof *engine);
    engine->unit = unit;
    engine->host = host;
    return engine;
}

void engine_reset(void *device) {
    struct engine *engine = device;
    memset(engine->registers, 0, sizeof engine->registers);
    engine->first = engine->count = 0;
    engine->carried_out = false;
    engine->commands = engine->work = 0;
}

void engine_free(void *device) {
    struct engine *engine = device;
    if (!engine)
        return;
    free(engine->scratch[0].block);
    free(engine->scratch[1].block);
    free(engine);
}

/* ---- registers ---- */

/* A 4-byte access is to the low half; storing it zeroes the high half. */
static bool is_register_access(const struct engine *engine, uint64_t offset, unsigned size) {
    return offset <= engine->unit->busy && offset % 8 == 0 && (size == 4 || size == 8);
}

bool engine_load(void *device, uint64_t offset, unsigned size, uint64_t *value) {
    struct engine *engine = device;
    if (!is_register_access(engine, offset, size) || offset == engine->unit->start)
        return false;
    uint64_t content =
        offset == engine->unit->busy ? engine->count : ENGINE_REGISTER(engine->registers, offset);
    *value = size == 4 ? (uint32_t)content : content;
    return true;
}

static void start(struct engine *engine) {
    while (engine->count == NEUTRINO_ENGINE_QUEUE)
        engine_step(engine);
    unsigned last = (engine->first + engine->count++) % NEUTRINO_ENGINE_QUEUE;
    memcpy(engine->queue[last], engine->registers, sizeof engine->registers);
}

bool engine_store(void *device, unsigned who, uint64_t offset, unsigned size, uint64_t value) {
    struct engine *engine = device;
    (void)who;
    if (!is_register_access(engine, offset, size) || offset == engine->unit->busy)
        return false;
    if (offset != engine->unit->start)
        ENGINE_REGISTER(engine->registers, offset) = size == 4 ? (uint32_t)value : value;
    else if (value & 1)
        start(engine);
    return true;
}

/* ---- commands ---- */

static uint32_t tag_of(const struct engine *engine, const uint64_t *registers) {
    return (uint32_t)ENGINE_REGISTER(registers, engine->unit->tag);
}

static void tell(const struct engine *engine, uint32_t tag, bool ended, uint64_t work) {
    if (engine->host->command)
        engine->host->command(engine->host->context, engine->unit->device, tag, ended, work);
}

/* false after a fault. */
static bool carry_out(struct engine *engine, const uint64_t *command) {
    uint64_t before = engine->work;
    engine->commands++;
    engine->tag = tag_of(engine, command);
    tell(engine, engine->tag, false, 0);
    bool ok = engine->unit->execute(engine, command, &engine->work);
    engine->command_work = engine->work - before;
    return engine->carried_out = ok;
}

static void end(struct engine *engine) {
    engine->carried_out = false;
    tell(engine, engine->tag, true, engine->command_work);
    if (engine->tag)
        engine->host->signal(engine->host->context, engine->tag);
}

static void remove_first(struct engine *engine) {
    engine->first = (engine->first + 1) % NEUTRINO_ENGINE_QUEUE;
    engine->count--;
}

bool engine_step(void *device) {
    struct engine *engine = device;
    const struct device_host *host = engine->host;
    if (engine->count == 0)
        return false;
    /* Where it stands stays as it is until the queue is full once more. */
    const uint64_t *command = engine->queue[engine->first];
    bool ok = true;
    if (!engine->carried_out) {
        ok = carry_out(engine, command);
        if (ok && host->lingers && host->lingers(host->context))
            return true;
    }
    remove_first(engine);
    if (ok)
        end(engine);
    return true;
}

bool engine_is_busy(const void *device) {
    const struct engine *engine = device;
    return engine->count > 0;
}

unsigned engine_busy(const struct engine *engine) {
    return engine->count;
}

uint32_t engine_tag(const struct engine *engine, unsigned n) {
    if (n >= engine->count)
        return 0;
    return tag_of(engine, engine->queue[(engine->first + n) % NEUTRINO_ENGINE_QUEUE]);
}

uint64_t engine_commands(const struct engine *engine) {
    return engine->commands;
}

uint64_t engine_work(const struct engine *engine) {
    return engine->work;
}

/* ---- for the units ---- */

bool engine_fault(struct engine *engine, uint64_t address, const char *format, ...) {
    char message[160];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    engine->host->fault(engine->host->context, message, address, engine->tag);
    return false;
}

uint8_t *engine_memory(struct engine *engine, uint64_t address, uint64_t *available) {
    return engine->host->memory(engine->host->context, address, available);
}

void engine_tell_access(const struct engine *engine, uint64_t address, uint64_t size, bool store,
                        const void *bytes) {
    if (engine->host->access)
        engine->host->access(engine->host->context, engine->unit->device, address, size, store,
                             bytes);
}

void *engine_scratch(struct engine *engine, unsigned which, size_t bytes) {
    struct scratch *scratch = &engine->scratch[which];
    if (!scratch->block || scratch->bytes < bytes) {
        free(scratch->block);
        scratch->block = xmalloc(bytes + (bytes == 0));
        scratch->bytes = bytes;
    }
    return scratch->block;
}
