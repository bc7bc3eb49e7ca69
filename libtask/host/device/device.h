/* What a kind of device is. Another one is a folder here with a struct device_class, and a function
 * that opens it. */
#ifndef LIBTASK_HOST_DEVICE_DEVICE_H
#define LIBTASK_HOST_DEVICE_DEVICE_H

#include "libtask/host/deduce/graph.h"
#include "libtask/host/object.h"
#include "libtask/host/pool.h"

#include <stdatomic.h>

struct device;
struct command;
struct recording;
struct tk_kernel_row;

/* ---- programs ---- */

struct parameter {
    enum neutrino_parameter_kind kind;
    enum neutrino_access access;
    uint32_t bytes, offset; /* of a value; offset in the device's own block */
};

struct kernel {
    char *name;
    struct parameter *parameters;
    size_t parameter_count;
    uint32_t argument_bytes;
    uint32_t local_size[3]; /* zeros: any */
    bool everything;
    /* Of a native device: one of them. */
    int (*function)(const struct tk_item *item, void *const *arguments);
    const struct tk_kernel_row *row; /* of a library */
};

struct program {
    struct object object;
    struct device *device;
    struct kernel *kernels;
    size_t kernel_count;
    bool walks_graphs;  /* it can be handed graphs with its launches */
    bool has_variables; /* at these bytes, which each launch accesses */
    struct access variables;
    void *library; /* of a native device: what was loaded */
};

/* ---- launches, as a device executes them ---- */

struct argument {
    struct object *buffer; /* of POINTER, kept */
    uint64_t address;      /* of POINTER */
    uint64_t bytes;        /* of LOCAL */
    void *value;           /* of others */
};

struct launch {
    struct program *program;
    const struct kernel *kernel;
    unsigned dimensions;
    uint32_t global[3], local[3], offset[3], groups[3]; /* all three count */
    struct argument *arguments;                         /* as many as the kernel has parameters */
};

static inline bool launch_is_nothing(const struct launch *launch) {
    return !launch->groups[0] || !launch->groups[1] || !launch->groups[2];
}

/* ---- devices ---- */

/* Who executes a command of a graph that a device executes itself. */
enum taker {
    HOST_TAKES,
    EITHER_TAKES, /* the host, if it can be before or after all that the device does meanwhile */
    DEVICE_TAKES,
};

/* Functions that return a status leave a message. */
struct device_class {
    const char *kind;
    bool host_memory;

    /* Any thread. Addresses are of the device's space; the alignment is a power of two. */
    enum tk_status (*allocate)(struct device *device, uint64_t bytes, uint64_t alignment,
                               uint64_t *address);
    void (*release)(struct device *device, uint64_t address);
    /* Fills in program->kernels; NULL: it takes no such programs. */
    enum tk_status (*load)(struct device *device, struct program *program, const void *elf,
                           size_t bytes, const char *name);
    void (*unload)(struct device *device, struct program *program);
    /* As soon as can be, launches that run return TK_ERROR_DEVICE_LOST, for ever after. */
    void (*stop)(struct device *device);
    void (*end)(struct device *device);

    /* The device's threads. The bytes are within what was allocated. */
    enum tk_status (*write)(struct device *device, const void *from, uint64_t to, uint64_t bytes);
    enum tk_status (*read)(struct device *device, uint64_t from, void *to, uint64_t bytes);
    enum tk_status (*copy)(struct device *device, uint64_t from, uint64_t to, uint64_t bytes);
    /* Into how many parts a launch is best divided, which may run side by side. */
    uint64_t (*parts)(struct device *device, const struct launch *launch);
    /* One of them. cycles: what the device counts, if it does. */
    enum tk_status (*launch)(struct device *device, const struct launch *launch, uint64_t part,
                             uint64_t parts, uint64_t *cycles);

    /* Of a device that executes graphs itself; else NULL. Whether it takes a command, and does one
     * of a recording's pieces (record/pieces.h) whole. On failure *command is the one that failed,
     * or TK_NO_COMMAND; times: of all commands, or NULL. */
    enum taker (*takes)(struct device *device, const struct command *command);
    enum tk_status (*run_piece)(struct device *device, const struct recording *recording,
                                uint32_t piece, struct tk_times *times, uint32_t *command);
};

struct device {
    struct object object;
    const struct device_class *class;
    void *state; /* the class's */
    uint32_t space;
    struct tk_device_properties properties; /* but for */
    _Atomic uint64_t max_group_size;        /* which a program may change, as */
    _Atomic uint64_t lanes;                 /* what of a group it executes side by side */
    struct pool pool;
    bool closed, lost;   /* with the engine's lock */
    atomic_bool stopped; /* lost, for those who do not have it */
};

enum { HOST_SPACE = 0 };

/* Makes a device of what a class has filled in, and starts its threads. What cannot be is ended. */
enum tk_status device_publish(struct device *made, tk_device *device);

extern const struct device_class native_class, musim_class;

/* From a signature; the kernel is zero but for what the signature does not say. False without
 * memory. */
bool kernel_copy(struct kernel *to, const struct neutrino_kernel *from);
/* What kernels of a program are made of. */
void program_free_kernels(struct program *program);

#endif
