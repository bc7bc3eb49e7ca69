/* The simulator as a device: one machine, which one thread uses, with one program at a time. */
#ifndef LIBTASK_HOST_DEVICE_MUSIM_MUSIM_H
#define LIBTASK_HOST_DEVICE_MUSIM_MUSIM_H

#include "libtask/host/device/device.h"
#include "neutrino/musim.h"

struct block {
    struct block *next;
    uint64_t address, bytes;
};

struct machine {
    struct musim *musim;
    pthread_mutex_t use; /* of the machine: by the device's thread, and whoever loads a program */
    pthread_mutex_t memory;
    struct block *blocks;    /* with the latter */
    struct program *program; /* with the former; NULL: none of the user's */
    FILE *console, *report_stream;
    char *report; /* of a launch that fails */
    size_t report_bytes;
};

/* Makes a machine without a program one that has memory, by an empty one. */
enum tk_status musim_program_none(struct device *device);
enum tk_status musim_program_load(struct device *device, struct program *program, const void *elf,
                                  size_t bytes, const char *name);
void musim_program_unload(struct device *device, struct program *program);
enum tk_status musim_device_launch(struct device *device, const struct launch *launch,
                                   uint64_t part, uint64_t parts, uint64_t *cycles);

#endif
