/* What the samples of this folder share. Each is one file that is compiled by muonc as the kernels,
 * for the simulator (kernel.elf) and for the CPU (--target=host, kernel.so), and by the host's
 * compiler as the program that gives work to a device (neutrino/host.h) and checks what comes back.
 * For the native device it has the kernels as functions of the host, too, which need no library.
 *
 *   NAME kernel.elf [--device=musim|--device=native] [arguments]
 *   NAME kernel.so --device=native [arguments] */
#ifndef SAMPLES_DEVICES_DEVICE_H
#define SAMPLES_DEVICES_DEVICE_H

#if defined(__MUON__) || defined(__NEUTRINO_HOST__)
#define SAMPLE_KERNELS

#ifdef __MUON__
#include <neutrino/dma.h>
#endif
#include <neutrino/kernel.h>

/* All work-items of the group; each then sees what the others have stored in group memory. */
static inline void meet(void) {
    tk_work_group_barrier(0, TK_SCOPE_WORK_GROUP, TK_ACQUIRE_RELEASE | TK_MEMORY_WORK_GROUP);
}

#else

#include "../host.h"

#include <neutrino/host.h>

#define TRY(call) ((call) ? sample_fail(#call, tk_message()) : (void)0)

/* A device with a queue, and a program of kernels that all devices have. */
struct device {
    tk_device device;
    tk_queue queue;
    tk_program program;
};

/* Takes the option: "musim" if there is none. */
const char *device_option(void);
void device_open(struct device *device, const char *kind, const char *file,
                 const struct tk_host_kernel *kernels, size_t count);
void device_close(struct device *device);

tk_buffer device_buffer(struct device *device, uint64_t bytes);
/* The number of bytes that follow each other from the begin of both sides. */
void device_write(tk_command_buffer commands, const void *from, tk_buffer to, uint64_t bytes);
void device_read(tk_command_buffer commands, tk_buffer from, void *to, uint64_t bytes);
/* Finalizes, dispatches and waits. */
void device_run(struct device *device, tk_command_buffer commands);

/* Closes the device. The exit status: whether a check failed. */
int device_end(struct device *device);

#endif
#endif
