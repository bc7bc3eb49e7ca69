/* Memory of devices. */
#include "libtask/host/device/buffer.h"

#include "libtask/host/memory.h"

#include <inttypes.h>
#include <stdlib.h>

static void release(struct object *object) {
    struct buffer *buffer = (struct buffer *)object;
    buffer_unmap(buffer);
    pthread_mutex_destroy(&buffer->lock);
    if (!buffer->whole && !buffer->wrapped)
        buffer->device->class->release(buffer->device, buffer->address);
    object_drop(buffer->whole);
    object_drop(buffer->device);
    free(buffer);
}

/* Takes the references that it is given, also if it fails. */
static enum tk_status publish(const struct buffer *made, tk_buffer *handle) {
    struct buffer *buffer = memory_get(sizeof *buffer);
    void *published = NULL;
    if (buffer) {
        *buffer = *made;
        pthread_mutex_init(&buffer->lock, NULL);
        published = object_publish(&buffer->object, OBJECT_BUFFER, release);
    }
    if (published) {
        *handle = published;
        return TK_OK;
    }
    if (buffer)
        pthread_mutex_destroy(&buffer->lock);
    free(buffer);
    if (!made->whole && !made->wrapped)
        made->device->class->release(made->device, made->address);
    object_drop(made->whole);
    object_drop(made->device);
    return fail_memory();
}

static enum tk_status check(uint64_t bytes, const void *result) {
    if (!result)
        return fail(TK_ERROR_ARGUMENT, "no place for the buffer: NULL");
    return bytes ? TK_OK : fail(TK_ERROR_ARGUMENT, "a buffer of 0 bytes");
}

enum tk_status tk_buffer_create(tk_device on, uint64_t bytes, uint64_t alignment,
                                tk_buffer *handle) {
    enum { SUITS_ANYTHING = 128 };
    uint64_t address;
    enum tk_status status = check(bytes, handle);
    if (status)
        return status;
    if (alignment & (alignment - 1))
        return fail(TK_ERROR_ARGUMENT, "alignment %" PRIu64 ": no power of two", alignment);
    struct device *device = object_find(OBJECT_DEVICE, on);
    if (!device)
        return TK_ERROR_HANDLE;
    status =
        device->class->allocate(device, bytes, alignment ? alignment : SUITS_ANYTHING, &address);
    if (status) {
        object_drop(device);
        return status;
    }
    return publish(&(struct buffer){.device = device, .address = address, .bytes = bytes}, handle);
}

enum tk_status tk_buffer_wrap(tk_device on, void *memory, uint64_t bytes, tk_buffer *handle) {
    enum tk_status status = check(bytes, handle);
    if (status)
        return status;
    if (!memory || bytes > UINTPTR_MAX - (uintptr_t)memory)
        return fail(TK_ERROR_ARGUMENT, "%" PRIu64 " bytes at %p: no memory", bytes, memory);
    struct device *device = object_find(OBJECT_DEVICE, on);
    if (!device)
        return TK_ERROR_HANDLE;
    if (!device->class->host_memory) {
        status = fail(TK_ERROR_UNSUPPORTED, "a %s device does not share the host's memory",
                      device->class->kind);
        object_drop(device);
        return status;
    }
    return publish(
        &(struct buffer){
            .device = device, .address = (uintptr_t)memory, .bytes = bytes, .wrapped = true},
        handle);
}

enum tk_status buffer_check_part(const struct buffer *buffer, uint64_t offset, uint64_t bytes) {
    return offset <= buffer->bytes && bytes <= buffer->bytes - offset
               ? TK_OK
               : fail(TK_ERROR_RANGE,
                      "%" PRIu64 " bytes at %" PRIu64 " of a buffer of %" PRIu64 " bytes", bytes,
                      offset, buffer->bytes);
}

enum tk_status tk_buffer_part(tk_buffer of, uint64_t offset, uint64_t bytes, tk_buffer *handle) {
    enum tk_status status = check(bytes, handle);
    if (status)
        return status;
    struct buffer *whole = object_find(OBJECT_BUFFER, of);
    if (!whole)
        return TK_ERROR_HANDLE;
    status = buffer_check_part(whole, offset, bytes);
    if (status) {
        object_drop(whole);
        return status;
    }
    return publish(&(struct buffer){.device = object_keep(whole->device),
                                    .whole = whole,
                                    .address = whole->address + offset,
                                    .bytes = bytes},
                   handle);
}

enum tk_status tk_buffer_destroy(tk_buffer buffer) {
    return !buffer || object_destroy(OBJECT_BUFFER, buffer) ? TK_OK : TK_ERROR_HANDLE;
}

enum tk_status tk_buffer_size(tk_buffer handle, uint64_t *bytes) {
    if (!bytes)
        return fail(TK_ERROR_ARGUMENT, "no place for the size: NULL");
    struct buffer *buffer = object_find(OBJECT_BUFFER, handle);
    if (!buffer)
        return TK_ERROR_HANDLE;
    *bytes = buffer->bytes;
    object_drop(buffer);
    return TK_OK;
}
