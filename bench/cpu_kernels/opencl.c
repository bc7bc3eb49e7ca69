#include "opencl.h"

#include "tiles.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifndef HAVE_OPENCL

bool opencl_open(char *text, size_t bytes) {
    snprintf(text, bytes, "OpenCL was not installed when this was built");
    return false;
}

void opencl_close(void) {
}

struct opencl_times opencl_measure(const struct opencl_launch *launch, const size_t *local,
                                   int runs) {
    return (struct opencl_times){INFINITY, INFINITY};
}

#else
#define CL_TARGET_OPENCL_VERSION 120
#include <CL/cl.h>

static cl_device_id device;
static cl_context context;
static cl_command_queue queue;

static void check(cl_int status, const char *what) {
    if (status == CL_SUCCESS)
        return;
    fprintf(stderr, "cpu_kernels: %s: OpenCL error %d\n", what, status);
    exit(EXIT_FAILURE);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static bool find_cpu(void) {
    cl_platform_id platforms[8];
    cl_uint count = 0;
    if (clGetPlatformIDs(8, platforms, &count))
        return false;
    for (cl_uint i = 0; i < count && i < 8; i++)
        if (!clGetDeviceIDs(platforms[i], CL_DEVICE_TYPE_CPU, 1, &device, NULL))
            return true;
    return false;
}

bool opencl_open(char *text, size_t bytes) {
    char platform[100] = "", version[100] = "", name[200] = "";
    cl_platform_id of;
    cl_uint units = 0;
    cl_int status;
    setenv("POCL_KERNEL_CACHE", "0", 0); /* so that a first launch is one */
    if (!find_cpu()) {
        snprintf(text, bytes, "no OpenCL for the CPU (pocl-opencl-icd) is installed");
        return false;
    }
    clGetDeviceInfo(device, CL_DEVICE_PLATFORM, sizeof of, &of, NULL);
    clGetPlatformInfo(of, CL_PLATFORM_NAME, sizeof platform, platform, NULL);
    clGetDeviceInfo(device, CL_DRIVER_VERSION, sizeof version, version, NULL);
    clGetDeviceInfo(device, CL_DEVICE_NAME, sizeof name, name, NULL);
    clGetDeviceInfo(device, CL_DEVICE_MAX_COMPUTE_UNITS, sizeof units, &units, NULL);
    context = clCreateContext(NULL, 1, &device, NULL, NULL, &status);
    check(status, "clCreateContext");
    queue = clCreateCommandQueue(context, device, 0, &status);
    check(status, "clCreateCommandQueue");
    snprintf(text, bytes, "%s %s for %s, %u threads", platform, version, name, units);
    return true;
}

void opencl_close(void) {
    clReleaseCommandQueue(queue);
    clReleaseContext(context);
}

/* ---- a kernel ---- */

static char *read_source(size_t *bytes) {
    enum { MOST = 1 << 16 };
    FILE *file = fopen(OPENCL_SOURCE, "r");
    char *text = malloc(MOST);
    if (!file || !text) {
        perror(OPENCL_SOURCE);
        exit(EXIT_FAILURE);
    }
    *bytes = fread(text, 1, MOST, file);
    fclose(file);
    return text;
}

static cl_program build(const struct opencl_launch *launch, size_t local) {
    char options[200];
    size_t bytes;
    cl_int status;
    char *text = read_source(&bytes);
    cl_program program =
        clCreateProgramWithSource(context, 1, (const char **)&text, &bytes, &status);
    check(status, "clCreateProgramWithSource");
    snprintf(options, sizeof options, "-DROW=%zu -DTILE=%zu -DRADIUS=%d",
             launch->define && !strcmp(launch->define, "ROW") ? local : ROW,
             launch->define && !strcmp(launch->define, "TILE") ? local : TILE, RADIUS);
    check(clBuildProgram(program, 1, &device, options, NULL, NULL), "clBuildProgram");
    free(text);
    return program;
}

static cl_mem wrap(const float *memory, size_t bytes) {
    cl_int status;
    cl_mem wrapped = clCreateBuffer(context, CL_MEM_READ_WRITE | CL_MEM_USE_HOST_PTR, bytes,
                                    (void *)memory, &status);
    check(status, "clCreateBuffer");
    return wrapped;
}

static cl_kernel make_kernel(const struct opencl_launch *launch, cl_program program,
                             cl_mem *memory) {
    cl_int status;
    cl_uint count = 0;
    cl_kernel kernel = clCreateKernel(program, launch->kernel, &status);
    check(status, "clCreateKernel");
    const float *all[] = {launch->in[0], launch->in[1], launch->out};
    for (int i = 0; i < 3; i++) {
        memory[i] = all[i] ? wrap(all[i], launch->bytes) : NULL;
        if (all[i])
            check(clSetKernelArg(kernel, count++, sizeof *memory, &memory[i]), "clSetKernelArg");
    }
    if (launch->value)
        check(clSetKernelArg(kernel, count, 4, launch->value), "clSetKernelArg");
    return kernel;
}

static double run(const struct opencl_launch *launch, cl_kernel kernel, const size_t *local) {
    double begin = now();
    if (clEnqueueNDRangeKernel(queue, kernel, launch->dimensions, NULL, launch->global, local, 0,
                               NULL, NULL) ||
        clFinish(queue))
        return INFINITY;
    return now() - begin;
}

struct opencl_times opencl_measure(const struct opencl_launch *launch, const size_t *local,
                                   int runs) {
    cl_mem memory[3];
    double begin = now();
    cl_program program = build(launch, local ? local[0] : 0);
    cl_kernel kernel = make_kernel(launch, program, memory);
    struct opencl_times times = {.best = run(launch, kernel, local)};
    times.first = now() - begin;
    for (int i = 0; i < runs && isfinite(times.best); i++)
        times.best = fmin(times.best, run(launch, kernel, local));
    clReleaseKernel(kernel);
    clReleaseProgram(program);
    for (int i = 0; i < 3; i++)
        if (memory[i])
            clReleaseMemObject(memory[i]);
    return times;
}
#endif
