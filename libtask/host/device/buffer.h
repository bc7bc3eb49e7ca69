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
    pthread_mutex_t lock;
    struct mapping {  /* with the lock */
        char *memory; /* of the host; NULL: it is not mapped */
        uint64_t offset, bytes;
    } mapping;
};

/* So many bytes there, which are the buffer's; else fails. */
enum tk_status buffer_check_part(const struct buffer *buffer, uint64_t offset, uint64_t bytes);
/* With its lock, or by whoever has it last. */
void buffer_unmap(struct buffer *buffer);

#endif
