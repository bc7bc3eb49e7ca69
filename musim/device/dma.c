/* DMA: copies a box of rows. Rows go in ascending order, planes in ascending order; each row is
 * read whole before it is written, so that a row may overlap itself. */
#include "musim/device/engine_unit.h"

#include <inttypes.h>
#include <string.h>

/* One command moves no more than there is global memory. */
#define MOST_BYTES (UINT64_C(1) << 32)

struct row {
    uint64_t source, destination, bytes;
};

/* Whether all of [address, address + bytes) is plain memory; if not, *bad is its first byte that
 * is none. */
static bool is_memory(struct engine *engine, uint64_t address, uint64_t bytes, uint64_t *bad) {
    for (uint64_t done = 0, available; done < bytes; done += available) {
        available = 0;
        if (!engine_memory(engine, address + done, &available) || available == 0) {
            *bad = address + done;
            return false;
        }
    }
    return true;
}

enum direction { FROM_MEMORY, TO_MEMORY };

static void transfer(struct engine *engine, enum direction direction, uint64_t address,
                     uint8_t *buffer, uint64_t bytes) {
    for (uint64_t done = 0; done < bytes;) {
        uint64_t available = 0;
        uint8_t *memory = engine_memory(engine, address + done, &available);
        uint64_t part = available < bytes - done ? available : bytes - done;
        if (direction == FROM_MEMORY)
            memcpy(buffer + done, memory, part);
        else
            memcpy(memory, buffer + done, part);
        done += part;
    }
}

static void tell_row(const struct engine *engine, const struct row *row, const void *bytes) {
    engine_tell_access(engine, row->source, row->bytes, false, NULL);
    engine_tell_access(engine, row->destination, row->bytes, true, bytes);
}

/* The row that lies in several pieces of host memory, or not in memory at all. Nothing of a row
 * that faults is copied. */
static bool copy_scattered(struct engine *engine, const struct row *row, uint64_t y, uint64_t z) {
    uint64_t bad;
    if (!is_memory(engine, row->source, row->bytes, &bad))
        return engine_fault(engine, bad,
                            "DMA source is not memory (row %" PRIu64 ", plane %" PRIu64 ")", y, z);
    if (!is_memory(engine, row->destination, row->bytes, &bad))
        return engine_fault(engine, bad,
                            "DMA destination is not memory (row %" PRIu64 ", plane %" PRIu64 ")", y,
                            z);
    uint8_t *buffer = engine_scratch(engine, 0, row->bytes);
    transfer(engine, FROM_MEMORY, row->source, buffer, row->bytes);
    tell_row(engine, row, buffer);
    transfer(engine, TO_MEMORY, row->destination, buffer, row->bytes);
    return true;
}

static bool copy_row(struct engine *engine, const struct row *row, uint64_t y, uint64_t z) {
    uint64_t readable = 0, writable = 0;
    const uint8_t *source = engine_memory(engine, row->source, &readable);
    uint8_t *destination = engine_memory(engine, row->destination, &writable);
    if (!source || !destination || readable < row->bytes || writable < row->bytes)
        return copy_scattered(engine, row, y, z);
    tell_row(engine, row, source);
    memmove(destination, source, row->bytes);
    return true;
}

static bool execute(struct engine *engine, const uint64_t *registers, uint64_t *work) {
    uint64_t bytes = ENGINE_REGISTER(registers, NEUTRINO_DMA_EXTENT0);
    uint64_t rows = ENGINE_REGISTER(registers, NEUTRINO_DMA_EXTENT1);
    uint64_t planes = ENGINE_REGISTER(registers, NEUTRINO_DMA_EXTENT2);
    rows += rows == 0;
    planes += planes == 0;
    if (bytes == 0)
        return true;
    if (bytes > MOST_BYTES || rows > MOST_BYTES / bytes || planes > MOST_BYTES / bytes / rows)
        return engine_fault(engine, ENGINE_REGISTER(registers, NEUTRINO_DMA_SOURCE),
                            "DMA of %" PRIu64 " x %" PRIu64 " x %" PRIu64 " bytes: more than 4 GiB",
                            bytes, rows, planes);

    uint64_t source = ENGINE_REGISTER(registers, NEUTRINO_DMA_SOURCE);
    uint64_t destination = ENGINE_REGISTER(registers, NEUTRINO_DMA_DESTINATION);
    for (uint64_t z = 0; z < planes; z++) {
        struct row row = {source, destination, bytes};
        for (uint64_t y = 0; y < rows; y++) {
            if (!copy_row(engine, &row, y, z))
                return false;
            row.source += ENGINE_REGISTER(registers, NEUTRINO_DMA_SOURCE_STRIDE1);
            row.destination += ENGINE_REGISTER(registers, NEUTRINO_DMA_DESTINATION_STRIDE1);
            *work += bytes;
        }
        source += ENGINE_REGISTER(registers, NEUTRINO_DMA_SOURCE_STRIDE2);
        destination += ENGINE_REGISTER(registers, NEUTRINO_DMA_DESTINATION_STRIDE2);
    }
    return true;
}

const struct engine_unit engine_dma = {
    .device = DEVICE_DMA,
    .tag = NEUTRINO_DMA_TAG,
    .start = NEUTRINO_DMA_START,
    .busy = NEUTRINO_DMA_BUSY,
    .execute = execute,
};

ENGINE_DEVICE(dma, bytes)
