/* libtask on the host: work for devices, in command buffers that find their own dependencies.
 *
 *   tk_device device;             tk_command_buffer commands;
 *   tk_open_native(0, &device);   tk_commands_create(device, &commands);
 *   tk_record_…(commands, …);     tk_commands_finalize(commands);
 *   tk_dispatch(queue, commands, &(struct tk_dispatch){.fence = fence});
 *   tk_fence_wait(fence, TK_FOREVER);
 *
 * A command buffer is created, recorded, finalized, dispatched any number of times, and reset to be
 * recorded anew. Within it the effect is as if commands were executed one after the other; those
 * that access no common bytes, or only read them, run side by side. Between dispatches only
 * semaphores order. docs/host-runtime.md has the model, and which call is an error when.
 *
 * Every function may be called by any thread at any time, and none is in another one's way but
 * where both change the same object. A function that fails has changed nothing, leaves text for a
 * person in tk_message() and returns a code. Handles are no addresses: one whose object is
 * destroyed is an error ever after, and destroying NULL does nothing. What is still in use when it
 * is destroyed lives until that use ends. In a child of fork() all handles are those of destroyed
 * objects; it may open devices of its own. */
#ifndef NEUTRINO_HOST_H
#define NEUTRINO_HOST_H

#include "neutrino/signature.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

enum tk_status {
#define TK_STATUS(name, text) TK_##name,
#include "neutrino/host.def"
#undef TK_STATUS
};
const char *tk_status_name(enum tk_status status); /* "TK_OK" */
const char *tk_status_text(enum tk_status status); /* what it means in general */
/* Why the last call of this thread that failed did; empty before. It lives until the next that
 * does. */
const char *tk_message(void);

typedef struct tk_device_object *tk_device;
typedef struct tk_queue_object *tk_queue;
typedef struct tk_buffer_object *tk_buffer;
typedef struct tk_program_object *tk_program;
typedef struct tk_command_buffer_object *tk_command_buffer;
typedef struct tk_semaphore_object *tk_semaphore;
typedef struct tk_fence_object *tk_fence;

/* What becomes of work that is not done when its queue or device ends. */
enum tk_end {
    TK_END_WAIT,    /* it is waited for */
    TK_END_ABANDON, /* what has not begun fails with TK_ERROR_ABANDONED; what has is waited for */
};

/* ---- devices ---- */

/* This machine's processors, with so many threads of their own; 0: as many as there are, two at
 * least. */
enum tk_status tk_open_native(unsigned threads, tk_device *device);

/* A simulated machine (neutrino/musim.h), which executes one command at a time. Zeros are its
 * defaults, and console NULL is standard output. */
struct tk_musim {
    unsigned clusters, cores, warps, lanes;
    unsigned check; /* MUSIM_CHECK_… */
    uint64_t max_instructions;
    FILE *console;
};
enum tk_status tk_open_musim(const struct tk_musim *machine, tk_device *device);

/* Does its work or gives it up, which it waits for, as it then has neither threads nor queues. Its
 * buffers, programs and command buffers can still be destroyed. */
enum tk_status tk_device_close(tk_device device, enum tk_end end);

/* Declares it lost, as if it were pulled out: what runs on it is stopped as soon as can be, all
 * that is dispatched fails with TK_ERROR_DEVICE_LOST, and so does every later dispatch. */
enum tk_status tk_device_lose(tk_device device);

struct tk_device_properties {
    const char *kind;        /* "native", "musim" */
    unsigned threads;        /* that execute its commands */
    uint64_t memory_bytes;   /* the most that all buffers can have */
    uint64_t max_group_size; /* work-items */
    bool host_memory;        /* its memory is the host's */
};
enum tk_status tk_device_get_properties(tk_device device, struct tk_device_properties *properties);

/* ---- buffers ---- */

/* Memory of a device, at a multiple of an alignment, which is a power of two, or 0 for one that
 * suits anything. What is in it is undefined. */
enum tk_status tk_buffer_create(tk_device device, uint64_t bytes, uint64_t alignment,
                                tk_buffer *buffer);
/* The host's own memory as a buffer, of a device whose memory it is. Whoever gives it keeps it
 * until nothing uses the buffer any more. */
enum tk_status tk_buffer_wrap(tk_device device, void *memory, uint64_t bytes, tk_buffer *buffer);
/* Part of another one: the same bytes. It lives as long as anyone uses either. */
enum tk_status tk_buffer_part(tk_buffer of, uint64_t offset, uint64_t bytes, tk_buffer *part);
enum tk_status tk_buffer_destroy(tk_buffer buffer);
enum tk_status tk_buffer_size(tk_buffer buffer, uint64_t *bytes);

/* Host memory that stands for so many bytes of a buffer, until it is unmapped or released; one
 * stretch of it at a time. On a device that has the host's memory they are the bytes themselves.
 * Elsewhere they are undefined until they are flushed from the device, and what is stored there is
 * the device's when it is flushed to it: at once, so no command that runs may access them. While a
 * simulated machine executes something, a flush waits for that. */
enum tk_status tk_buffer_map(tk_buffer buffer, uint64_t offset, uint64_t bytes, void **memory);
enum tk_status tk_buffer_unmap(tk_buffer buffer);
/* Bytes that are mapped; the offset is the buffer's. */
enum tk_status tk_buffer_flush_to_device(tk_buffer buffer, uint64_t offset, uint64_t bytes);
enum tk_status tk_buffer_flush_from_device(tk_buffer buffer, uint64_t offset, uint64_t bytes);

/* ---- programs ---- */

/* A Muon program for a simulated machine, which has one at a time; or for a native device a library
 * of kernels that muonc --target=host has made. Its variables keep what they hold from launch to
 * launch; those of a Muon program count as read and written by each. */
enum tk_status tk_program_load(tk_device device, const char *path, tk_program *program);
enum tk_status tk_program_load_memory(tk_device device, const void *elf, size_t bytes,
                                      const char *name, tk_program *program);

/* A work-item of a kernel that is a function of the host. */
struct tk_item {
    unsigned dimensions;
    uint32_t global_id[3], local_id[3], group_id[3];
    uint32_t global_size[3], local_size[3]; /* local: of all groups but the last */
    uint32_t groups[3], offset[3];
};

/* Kernels of the host are called once for each work-item, the groups on several threads, those of a
 * group one after the other, x fastest: so there are no barriers. Arguments are pointers: a
 * buffer's to its first byte, group memory's to that, any other to its value. One that does not
 * return 0 makes its launch fail; the message has that number. */
struct tk_host_parameter {
    const char *name;
    enum neutrino_parameter_kind kind;
    enum neutrino_access access; /* of POINTER */
    uint32_t bytes;              /* of a value */
};
struct tk_host_kernel {
    const char *name;
    int (*function)(const struct tk_item *item, void *const *arguments);
    const struct tk_host_parameter *parameters;
    size_t parameter_count;
    uint32_t local_size[3]; /* that work-groups must have; zeros: any */
    bool everything; /* it accesses what is no argument, or prints: ordered with all others */
};
/* For a native device; the table is copied. */
enum tk_status tk_program_create(tk_device device, const struct tk_host_kernel *kernels,
                                 size_t count, tk_program *program);
enum tk_status tk_program_destroy(tk_program program);

/* A local size that suits the kernel, for a launch that may have any. */
enum tk_status tk_program_local_size(tk_program program, const char *kernel, unsigned dimensions,
                                     const uint32_t *global, uint32_t *local);

/* ---- recording ---- */

enum tk_status tk_commands_create(tk_device device, tk_command_buffer *commands);
/* Nothing can be recorded after it. Of a finalized one it does nothing. */
enum tk_status tk_commands_finalize(tk_command_buffer commands);
/* Empty and recording again; its sync points are no more. */
enum tk_status tk_commands_reset(tk_command_buffer commands);
/* A finalized one like this, as it is now, and from then on independent of it. Its commands have
 * the same numbers, and sync points of their own. */
enum tk_status tk_commands_clone(tk_command_buffer commands, tk_command_buffer *clone);
enum tk_status tk_commands_destroy(tk_command_buffer commands);
/* How many commands it has. */
enum tk_status tk_commands_count(tk_command_buffer commands, uint32_t *count);

/* A command of a recording: later ones of the same can wait for it. */
typedef struct tk_sync_point {
    uint64_t recording;
    uint32_t command; /* its number, from 0 */
} tk_sync_point;
enum tk_status tk_commands_point(tk_command_buffer commands, uint32_t command,
                                 tk_sync_point *point);

/* What a command waits for beside what it must: points may be there twice. */
struct tk_waits {
    size_t count;
    const tk_sync_point *points;
};

/* A box of bytes, row by row and plane by plane, in a buffer or in host memory. No count is 0;
 * pitches are from one row or plane to the next, 0: no gap. */
struct tk_place {
    uint64_t offset, row_pitch, plane_pitch;
};
struct tk_region {
    uint64_t bytes, rows, planes;
    struct tk_place from, to;
};
/* A stretch of bytes. */
static inline struct tk_region tk_stretch(uint64_t from, uint64_t to, uint64_t bytes) {
    struct tk_region region = {bytes, 1, 1, {from, 0, 0}, {to, 0, 0}};
    return region;
}

/* Of all that follow, waits and point may be NULL. Lists, regions, patterns and values are copied
 * by the call; host memory of read and write is accessed when the command runs, and takes part in
 * dependencies. No byte may be the destination of two regions of a command, or of one and the
 * source of another. */

/* From host memory into a buffer. */
enum tk_status tk_record_write(tk_command_buffer commands, const void *from, tk_buffer to,
                               size_t count, const struct tk_region *regions,
                               const struct tk_waits *waits, tk_sync_point *point);
/* From a buffer into host memory. */
enum tk_status tk_record_read(tk_command_buffer commands, tk_buffer from, void *to, size_t count,
                              const struct tk_region *regions, const struct tk_waits *waits,
                              tk_sync_point *point);
enum tk_status tk_record_copy(tk_command_buffer commands, tk_buffer from, tk_buffer to,
                              size_t count, const struct tk_region *regions,
                              const struct tk_waits *waits, tk_sync_point *point);
/* With a pattern of 1 to TK_PATTERN_BYTES, which begins again in each row, of which it is a
 * divisor. Only the regions' `to` counts. */
enum { TK_PATTERN_BYTES = 128 };
enum tk_status tk_record_fill(tk_command_buffer commands, tk_buffer to, const void *pattern,
                              size_t pattern_bytes, size_t count, const struct tk_region *regions,
                              const struct tk_waits *waits, tk_sync_point *point);

struct tk_argument {
    tk_buffer buffer;  /* of POINTER */
    const void *value; /* of a number or struct, with its */
    size_t bytes;      /* size; of LOCAL, of the group memory */
};
struct tk_launch {
    tk_program program;
    const char *kernel;
    unsigned dimensions;                     /* 1 to 3: how many of each that follows count */
    uint32_t global[3], local[3], offset[3]; /* a global size of 0: no work-item */
    size_t argument_count;
    const struct tk_argument *arguments;
};
/* The bytes that it accesses are those of its buffers, all of them: reads of what the kernel has as
 * pointer to const, else reads and writes. */
enum tk_status tk_record_launch(tk_command_buffer commands, const struct tk_launch *launch,
                                const struct tk_waits *waits, tk_sync_point *point);

/* Bytes that a callback accesses: of a buffer, or of host memory where that is NULL. */
struct tk_access {
    tk_buffer buffer;
    const void *memory;
    uint64_t offset, bytes;
    bool write;
};
/* A function of the host, called in its turn by a thread of the device. What it does not return
 * TK_OK for fails. With accesses NULL it counts as accessing everything. */
typedef enum tk_status (*tk_callback)(tk_command_buffer commands, void *user);
enum tk_status tk_record_callback(tk_command_buffer commands, tk_callback callback, void *user,
                                  size_t count, const struct tk_access *accesses,
                                  const struct tk_waits *waits, tk_sync_point *point);
/* After all that is recorded before it, and before all that is recorded after. */
enum tk_status tk_record_barrier(tk_command_buffer commands, const struct tk_waits *waits,
                                 tk_sync_point *point);

/* What waits for what in a finalized buffer, as a graph in the language of Graphviz's dot: a node
 * for each command; a point is a set of commands of which others wait for all; and a frame around
 * what a device is handed as a whole. */
enum tk_status tk_commands_draw(tk_command_buffer commands, FILE *stream);

/* Other arguments for a launch of a finalized buffer, for dispatches after this call. Each index is
 * the number of an argument, whose kind and size stay as they are. */
enum tk_status tk_commands_update(tk_command_buffer commands, tk_sync_point launch, size_t count,
                                  const size_t *indices, const struct tk_argument *arguments);

/* ---- dispatching ---- */

/* The first thing that went wrong in a dispatch. */
struct tk_failure {
    enum tk_status status;
    uint32_t command; /* its number, TK_NO_COMMAND: none of its own */
    const char *message;
};
#define TK_NO_COMMAND UINT32_MAX

enum tk_status tk_queue_create(tk_device device, tk_queue *queue);
enum tk_status tk_queue_destroy(tk_queue queue, enum tk_end end);

struct tk_dispatch {
    size_t wait_count, signal_count;
    const tk_semaphore *waits, *signals;
    tk_fence fence; /* or NULL */
    bool profile;   /* time stamps, which the fence keeps */
    /* Called once, before the semaphores are signalled and then the fence; failure is NULL if there
     * is none. */
    void (*done)(tk_command_buffer commands, const struct tk_failure *failure, void *user);
    void *user;
};
/* Work of a finalized buffer, which starts with the next flush, or when anyone waits for anything.
 * dispatch may be NULL. Dispatches of one buffer run one after the other; clones side by side. */
enum tk_status tk_dispatch(tk_queue queue, tk_command_buffer commands,
                           const struct tk_dispatch *dispatch);
enum tk_status tk_flush(tk_queue queue);
/* Until nothing of the queue is left. Whether it has failed is for fences to say. */
enum tk_status tk_wait_all(tk_queue queue, uint64_t nanoseconds);
#define TK_FOREVER UINT64_MAX

/* A semaphore is signalled, or failed, once, and stays so for any number of waiters, which may be
 * dispatched before or after. It belongs to no device. */
enum tk_status tk_semaphore_create(tk_semaphore *semaphore);
/* If nothing that was dispatched is going to signal it, its waiters fail. */
enum tk_status tk_semaphore_destroy(tk_semaphore semaphore);
/* Unsignalled again; an error while anything dispatched names it. */
enum tk_status tk_semaphore_reset(tk_semaphore semaphore);

/* A fence says when the dispatch that it was given to last is over. */
enum tk_status tk_fence_create(tk_fence *fence);
enum tk_status tk_fence_destroy(tk_fence fence);
/* TK_OK, TK_TIMEOUT, or TK_ERROR_FAILED with the failure's message. 0 ns asks, TK_FOREVER has no
 * end. After it the command buffer can be dispatched, reset and destroyed at once. */
enum tk_status tk_fence_wait(tk_fence fence, uint64_t nanoseconds);
/* What made it fail. The message is at tk_message(). */
enum tk_status tk_fence_failure(tk_fence fence, struct tk_failure *failure);

/* In ns of CLOCK_MONOTONIC. An error for commands that did not run. */
struct tk_times {
    uint64_t queued, submitted, started, ended;
    uint64_t cycles; /* of a simulated machine: instructions of the busiest core */
};
enum tk_status tk_fence_times(tk_fence fence, tk_sync_point command, struct tk_times *times);

/* Every dispatch that has not begun, with what it waits for, a line each. */
void tk_report(FILE *stream);

#ifdef __cplusplus
}
#endif
#endif
