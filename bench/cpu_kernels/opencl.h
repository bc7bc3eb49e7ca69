/* The kernels of kernels.cl on the CPU of an OpenCL implementation, pocl for instance. */
#ifndef BENCH_CPU_KERNELS_OPENCL_H
#define BENCH_CPU_KERNELS_OPENCL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* False, with a text why, if there is none. */
bool opencl_open(char *text, size_t bytes);
void opencl_close(void);

/* What is launched over these arrays, which it uses in place. */
struct opencl_launch {
    const char *kernel;
    unsigned dimensions;
    size_t global[2];
    const float *in[2]; /* NULL: fewer */
    float *out;
    size_t bytes;       /* of each array */
    const void *value;  /* of 4 bytes, or NULL */
    const char *define; /* the macro that is the local size, or NULL */
};

/* Milliseconds. Of a local size that the device does not have, INFINITY. */
struct opencl_times {
    double first; /* from the source to the end of the first launch */
    double best;
};
struct opencl_times opencl_measure(const struct opencl_launch *launch, const size_t *local,
                                   int runs);

#endif
