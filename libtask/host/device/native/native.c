/* The host's processors as a device. */
#include "libtask/host/device/native/native.h"

#include "libtask/host/device/native/library.h"
#include "libtask/host/memory.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static enum tk_status allocate(struct device *device, uint64_t bytes, uint64_t alignment,
                               uint64_t *address) {
    uint64_t unit = alignment < sizeof(void *) ? sizeof(void *) : alignment;
    void *memory = NULL;
    if (bytes > device->properties.memory_bytes || !memory_get_aligned(&memory, unit, bytes))
        return fail(TK_ERROR_MEMORY, "the host has no %" PRIu64 " bytes left, aligned to %" PRIu64,
                    bytes, alignment);
    *address = (uintptr_t)memory;
    return TK_OK;
}

static void release(struct device *device, uint64_t address) {
    free((void *)(uintptr_t)address);
}

static enum tk_status copy(struct device *device, uint64_t from, uint64_t to, uint64_t bytes) {
    memcpy((void *)(uintptr_t)to, (const void *)(uintptr_t)from, bytes);
    return TK_OK;
}

static enum tk_status write_bytes(struct device *device, const void *from, uint64_t to,
                                  uint64_t bytes) {
    return copy(device, (uintptr_t)from, to, bytes);
}

static enum tk_status read_bytes(struct device *device, uint64_t from, void *to, uint64_t bytes) {
    return copy(device, from, (uintptr_t)to, bytes);
}

/* What has begun looks whether it is to go on (launch.c). */
static void stop(struct device *device) {
    atomic_store(&device->stopped, true);
}

static void end(struct device *device) {
}

const struct device_class native_class = {
    .kind = "native",
    .host_memory = true,
    .allocate = allocate,
    .release = release,
    .load = library_load,
    .unload = library_unload,
    .write = write_bytes,
    .read = read_bytes,
    .copy = copy,
    .parts = native_parts,
    .launch = native_launch,
    .stop = stop,
    .end = end,
};

enum tk_status tk_open_native(unsigned threads, tk_device *device) {
    enum { MOST_THREADS = 1024 };
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    if (!device)
        return fail(TK_ERROR_ARGUMENT, "no place for the device: NULL");
    if (threads > MOST_THREADS)
        return fail(TK_ERROR_ARGUMENT, "%u threads: at most %d", threads, MOST_THREADS);
    struct device *made = memory_zeroed(1, sizeof *made);
    if (!made)
        return fail_memory();
    made->class = &native_class;
    made->properties = (struct tk_device_properties){
        .threads = threads          ? threads
                   : processors > 2 ? (unsigned)processors
                                    : 2,
        .memory_bytes = (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE),
    };
    atomic_store(&made->max_group_size, UINT32_MAX);
    atomic_store(&made->lanes, UINT32_MAX);
    return device_publish(made, device);
}
