/* Memory of a device. */
#ifndef LIBTASK_HOST_DEVICE_BUFFER_H
#define LIBTASK_HOST_DEVICE_BUFFER_H

#include "libtask/host/device/device.h"

struct buffer {
    struct object object;
    struct device *device;
    struct buffer *whole; /* of which it is a part */
    uint64_t address, bytes;
    bool wrapped; /* somebody else's memory */
};

#endif
