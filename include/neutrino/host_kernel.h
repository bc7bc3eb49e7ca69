/* What a library of kernels for the CPU (muonc --target=host) and whoever loads it know of each
 * other. In the library's section neutrino_kernels there is a row for each kernel, and
 * neutrino_kernel_library, which every unit defines and the linker keeps once, finds them.
 *
 * A kernel's function executes one work-group. It was split at its barriers: what lies between two
 * of them is done by all work-items one after the other, or several at a time, and what a work-item
 * keeps across a barrier is in its part of the context. */
#ifndef NEUTRINO_HOST_KERNEL_H
#define NEUTRINO_HOST_KERNEL_H

#include "neutrino/platform.h"

#include <stdint.h>

struct tk_kernel_row;

/* What a copy of neutrino/dma.h is called with. */
struct neutrino_dma_arguments_ {
    char *to;
    const char *from;
    uint32_t bytes, rows, to_stride, from_stride, planes, to_plane_stride, from_plane_stride, event;
};

/* What a group's function is called with. Memory is aligned to TK_GROUP_ALIGNMENT, or to what the
 * facts say if that is more, and belongs to the call. */
struct tk_group {
    struct neutrino_items items; /* what is the same for all of the group, and global_id[] of its
                                    first work-item */
    const void *arguments;       /* as the signature lays them out */
    void *locals;                /* __local variables: facts.local_bytes */
    void *local_arguments;       /* __shared parameters, each rounded up to 16 bytes */
    void *context;               /* facts.context_bytes for each of */
    uint64_t capacity;           /* so many work-items: no fewer than the group's */
    uint32_t *words;             /* capacity of them, for collective operations */
    struct neutrino_dma_arguments_ *copy; /* of the group's last one */
    const struct tk_kernel_row *kernel;
    /* Does not return: work-item i of the group, counted through, has come to place next[i] of the
     * facts', and not all to the same. */
    void (*diverged)(const struct tk_group *group, const uint32_t *next);
    void *loader; /* its own */
};
enum { TK_GROUP_ALIGNMENT = 64 };

/* What the compiler has found out. */
struct tk_kernel_facts {
    uint64_t context_bytes;     /* for a work-item */
    uint32_t context_alignment; /* a power of two, of the whole */
    uint32_t local_bytes;
    uint32_t everything;       /* it accesses variables of the library, or calls its environment */
    uint32_t place_count;      /* where work-items may stop: the end, then its barriers */
    const char *const *places; /* as "file:line: barrier" */
};

/* What debugging information calls the variables of a group's function that have the local ids of
 * the work-item that is executed. */
#define TK_LOCAL_ID_VARIABLES "local_id_x", "local_id_y", "local_id_z"

struct tk_kernel_row {
    const char *signature; /* object/signature.h */
    void (*run)(const struct tk_group *group);
    const struct tk_kernel_facts *facts;
};

/* What kernels ask of the process that loads the library. */
struct tk_kernel_services {
    /* Ends the launch; global_id is the work-item's. */
    void (*assert_failed)(const char *expression, const char *function, const char *file, int line,
                          const uint32_t *global_id);
};

struct tk_kernel_library {
    uint32_t version; /* TK_KERNEL_LIBRARY_VERSION */
    uint32_t sub_group_size;
    const struct tk_kernel_row *begin, *end;
    const struct tk_kernel_services *services; /* NULL until it is loaded */
};
enum { TK_KERNEL_LIBRARY_VERSION = 2 };
#define TK_KERNEL_LIBRARY_SYMBOL "neutrino_kernel_library"

#endif
