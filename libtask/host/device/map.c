/* Buffers mapped into the host's memory: the bytes themselves where the device has the host's
 * memory, else a copy, which is flushed each way. */
#include "libtask/host/device/buffer.h"
#include "libtask/host/memory.h"

#include <inttypes.h>
#include <stdlib.h>

void buffer_unmap(struct buffer *buffer) {
    if (!buffer->device->class->host_memory)
        free(buffer->mapping.memory);
    buffer->mapping = (struct mapping){0};
}

static enum tk_status map(struct buffer *buffer, uint64_t offset, uint64_t bytes) {
    enum { SUITS_ANYTHING = 128 };
    if (buffer->mapping.memory)
        return fail(TK_ERROR_STATE, "the buffer is mapped already: unmap it first");
    enum tk_status status = buffer_check_part(buffer, offset, bytes);
    if (status)
        return status;
    void *memory = (void *)(uintptr_t)(buffer->address + offset);
    if (!buffer->device->class->host_memory && !memory_get_aligned(&memory, SUITS_ANYTHING, bytes))
        return fail_memory();
    buffer->mapping = (struct mapping){memory, offset, bytes};
    return TK_OK;
}

enum tk_status tk_buffer_map(tk_buffer handle, uint64_t offset, uint64_t bytes, void **memory) {
    if (!memory)
        return fail(TK_ERROR_ARGUMENT, "no place for the memory: NULL");
    if (!bytes)
        return fail(TK_ERROR_ARGUMENT, "a mapping of 0 bytes");
    struct buffer *buffer = object_find(OBJECT_BUFFER, handle);
    if (!buffer)
        return TK_ERROR_HANDLE;
    pthread_mutex_lock(&buffer->lock);
    enum tk_status status = map(buffer, offset, bytes);
    if (!status)
        *memory = buffer->mapping.memory;
    pthread_mutex_unlock(&buffer->lock);
    object_drop(buffer);
    return status;
}

static enum tk_status check_mapped(const struct buffer *buffer) {
    return buffer->mapping.memory ? TK_OK : fail(TK_ERROR_STATE, "the buffer is not mapped");
}

enum tk_status tk_buffer_unmap(tk_buffer handle) {
    struct buffer *buffer = object_find(OBJECT_BUFFER, handle);
    if (!buffer)
        return TK_ERROR_HANDLE;
    pthread_mutex_lock(&buffer->lock);
    enum tk_status status = check_mapped(buffer);
    if (!status)
        buffer_unmap(buffer);
    pthread_mutex_unlock(&buffer->lock);
    object_drop(buffer);
    return status;
}

/* ---- flushing ---- */

static enum tk_status flush(struct buffer *buffer, uint64_t offset, uint64_t bytes,
                            bool to_device) {
    struct device *device = buffer->device;
    const struct mapping *mapping = &buffer->mapping;
    enum tk_status status = check_mapped(buffer);
    if (status)
        return status;
    if (offset < mapping->offset || offset - mapping->offset > mapping->bytes ||
        bytes > mapping->bytes - (offset - mapping->offset))
        return fail(TK_ERROR_RANGE,
                    "%" PRIu64 " bytes at %" PRIu64 ", where %" PRIu64 " at %" PRIu64 " are mapped",
                    bytes, offset, mapping->bytes, mapping->offset);
    if (atomic_load(&device->stopped))
        return fail(TK_ERROR_DEVICE_LOST, "the device was lost");
    if (device->class->host_memory)
        return TK_OK;
    char *memory = mapping->memory + (offset - mapping->offset);
    uint64_t address = buffer->address + offset;
    return to_device ? device->class->write(device, memory, address, bytes)
                     : device->class->read(device, address, memory, bytes);
}

static enum tk_status find_and_flush(tk_buffer handle, uint64_t offset, uint64_t bytes,
                                     bool to_device) {
    if (!bytes)
        return fail(TK_ERROR_ARGUMENT, "a flush of 0 bytes");
    struct buffer *buffer = object_find(OBJECT_BUFFER, handle);
    if (!buffer)
        return TK_ERROR_HANDLE;
    pthread_mutex_lock(&buffer->lock);
    enum tk_status status = flush(buffer, offset, bytes, to_device);
    pthread_mutex_unlock(&buffer->lock);
    object_drop(buffer);
    return status;
}

enum tk_status tk_buffer_flush_to_device(tk_buffer buffer, uint64_t offset, uint64_t bytes) {
    return find_and_flush(buffer, offset, bytes, true);
}

enum tk_status tk_buffer_flush_from_device(tk_buffer buffer, uint64_t offset, uint64_t bytes) {
    return find_and_flush(buffer, offset, bytes, false);
}
