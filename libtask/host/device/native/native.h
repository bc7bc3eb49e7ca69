/* Launches on the host's processors. */
#ifndef LIBTASK_HOST_DEVICE_NATIVE_NATIVE_H
#define LIBTASK_HOST_DEVICE_NATIVE_NATIVE_H

#include "libtask/host/device/device.h"

uint64_t native_parts(struct device *device, const struct launch *launch);
enum tk_status native_launch(struct device *device, const struct launch *launch, uint64_t part,
                             uint64_t parts, uint64_t *cycles);

#endif
