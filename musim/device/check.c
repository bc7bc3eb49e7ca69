/* What allocators tell checkers. The device does nothing with it: who checks observes its
 * registers. */
#include "musim/device/device.h"

#include "support/alloc.h"

#include <stdlib.h>

static void *create(const struct device_host *host) {
    (void)host;
    return xcalloc(1, 1);
}

static void reset(void *device) {
    (void)device;
}

static bool store(void *device, unsigned who, uint64_t offset, unsigned size, uint64_t value) {
    (void)device;
    (void)who;
    (void)value;
    return size == sizeof(uint32_t) && offset % sizeof(uint32_t) == 0;
}

const struct device_class device_check = {
    .create = create,
    .destroy = free,
    .reset = reset,
    .store = store,
};
