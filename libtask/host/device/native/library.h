/* Libraries of kernels that muonc has compiled for the CPU (neutrino/host_kernel.h). */
#ifndef LIBTASK_HOST_DEVICE_NATIVE_LIBRARY_H
#define LIBTASK_HOST_DEVICE_NATIVE_LIBRARY_H

#include "libtask/host/device/device.h"
#include "neutrino/host_kernel.h"

enum tk_status library_load(struct device *device, struct program *program, const void *file,
                            size_t bytes, const char *name);
void library_unload(struct device *device, struct program *program);

/* Groups of a launch, from first up to end, by this thread. */
enum tk_status library_run(struct device *device, const struct launch *launch, uint64_t first,
                           uint64_t end);

/* What every library is given. */
extern const struct tk_kernel_services library_services;

#endif
