/* Devices of any kind. */
#include "libtask/host/device/device.h"

#include "libtask/host/engine/engine.h"
#include "libtask/host/memory.h"

#include <stdlib.h>

static void release(struct object *object) {
    struct device *device = (struct device *)object;
    device->class->end(device);
    free(device);
}

enum tk_status device_publish(struct device *made, tk_device *device) {
    static atomic_uint spaces = HOST_SPACE + 1;
    engine_attend_forks();
    made->space = made->class->host_memory ? HOST_SPACE : atomic_fetch_add(&spaces, 1);
    made->properties.kind = made->class->kind;
    made->properties.host_memory = made->class->host_memory;
    if (!pool_start(&made->pool, made->properties.threads, step_run)) {
        made->class->end(made);
        free(made);
        return fail(TK_ERROR_MEMORY, "the host has no room for another thread");
    }
    void *handle = object_publish(&made->object, OBJECT_DEVICE, release);
    if (!handle) {
        pool_stop(&made->pool);
        made->class->end(made);
        free(made);
        return TK_ERROR_MEMORY;
    }
    *device = handle;
    return TK_OK;
}

enum tk_status tk_device_get_properties(tk_device handle, struct tk_device_properties *properties) {
    if (!properties)
        return fail(TK_ERROR_ARGUMENT, "properties: NULL");
    struct device *device = object_find(OBJECT_DEVICE, handle);
    if (!device)
        return TK_ERROR_HANDLE;
    *properties = device->properties;
    properties->max_group_size = atomic_load(&device->max_group_size);
    object_drop(device);
    return TK_OK;
}

enum tk_status tk_device_lose(tk_device handle) {
    struct device *device = object_find(OBJECT_DEVICE, handle);
    if (!device)
        return TK_ERROR_HANDLE;
    engine_lose(device);
    object_drop(device);
    return TK_OK;
}

enum tk_status tk_device_close(tk_device handle, enum tk_end end) {
    if (!handle)
        return TK_OK;
    if (pool_is_here())
        return fail(TK_ERROR_WOULD_WAIT, "a device is closed by one of its callbacks or kernels");
    struct device *device = object_find(OBJECT_DEVICE, handle);
    if (!device)
        return TK_ERROR_HANDLE;
    if (!object_destroy(OBJECT_DEVICE, handle)) {
        object_drop(device);
        return TK_ERROR_HANDLE;
    }
    engine_close(device, end);
    pool_stop(&device->pool);
    object_drop(device);
    return TK_OK;
}
