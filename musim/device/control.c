/* The control registers of the cluster's Neutrino. SIMT cores start it, it tells how it is. */
#include "musim/device/device.h"

#include "support/alloc.h"

#include <stdlib.h>

struct control {
    const struct device_host *host;
    uint32_t entry, start, status;
};

static void *create(const struct device_host *host) {
    struct control *control = xcalloc(1, sizeof *control);
    control->host = host;
    return control;
}

static void reset(void *device) {
    struct control *control = device;
    *control = (struct control){.host = control->host};
}

static bool load(void *device, uint64_t offset, unsigned size, uint64_t *value) {
    const struct control *control = device;
    switch (offset) {
    case NEUTRINO_CONTROL_ENTRY: *value = control->entry; break;
    case NEUTRINO_CONTROL_START: *value = control->start; break;
    case NEUTRINO_CONTROL_STATUS: *value = control->status; break;
    default: return false;
    }
    return size <= sizeof(uint32_t);
}

static bool store_of_neutrino(struct control *control, uint64_t offset, uint32_t value) {
    if (offset != NEUTRINO_CONTROL_STATUS)
        return false;
    control->status = value;
    if (value == NEUTRINO_STATUS_FAULTED)
        control->host->trapped(control->host->context);
    return true;
}

static void start(struct control *control) {
    control->start = 1;
    control->status = NEUTRINO_STATUS_RESET;
    control->host->release(control->host->context, control->entry);
}

static bool store(void *device, unsigned who, uint64_t offset, unsigned size, uint64_t value) {
    struct control *control = device;
    (void)size;
    if (who == DEVICE_NEUTRINO)
        return store_of_neutrino(control, offset, (uint32_t)value);
    switch (offset) {
    case NEUTRINO_CONTROL_ENTRY: control->entry = (uint32_t)value; return true;
    case NEUTRINO_CONTROL_START:
        if (value & 1)
            start(control);
        return true;
    case NEUTRINO_CONTROL_STATUS: return true; /* the Neutrino's to set */
    default: return false;
    }
}

const struct device_class device_control = {
    .create = create,
    .destroy = free,
    .reset = reset,
    .load = load,
    .store = store,
};
