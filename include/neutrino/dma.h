/* Copies between global memory and a group's or cluster's shared memory, which go on beside the
 * work-items (kernel.h):
 *
 *   tk_event_t loaded = tk_dma_read_1d(tile, matrix, sizeof tile, 0);
 *   loaded = tk_dma_read_2d(rows, image, 64, 16, 64, pitch, loaded);        joins the first
 *   …                                                                       something else
 *   tk_dma_wait(1, &loaded);                                                both are there
 *
 * Each call is one of the whole group, by all its work-items with the same arguments, and makes one
 * copy. Its *event* is a run, and 0 is none: a copy with an event of 0 has a new one, a copy with
 * an event follows what that stands for, and has an event that stands for both. Otherwise copies
 * have no order among each other, and a copy none with what the group's work-items do: a barrier
 * stands between their accesses and a copy that they must not meet.
 *
 * tk_dma_wait waits for any number of events. It is a barrier of the group that acquires and
 * releases: after it all work-items see what was copied, and what each of them did before. Zeros
 * and repeated events change nothing; without events it is the barrier alone. An event may be
 * waited for late, more than once, or never: the program does not end before the copy does.
 *
 * Sizes and strides are in bytes, a stride at least the width, and the two sides have strides of
 * their own. Nothing needs to be aligned. An extent of 0 is an error.
 *
 * What is wrong with constants is an error where they are written; other values are asserted
 * (unless NDEBUG), and checked again by the task that copies, which stops the Neutrino. The tasks
 * are the runtime's: muonc links those that a program uses into its Neutrino image.
 *
 * Cost: the leading sub-group of the group sends the arguments (1 instruction for 12 bytes: 1, 2 or
 * 3) and invokes the task (1); to wait it takes 1 for three events, and all have the barrier. */
#ifndef NEUTRINO_DMA_H
#define NEUTRINO_DMA_H
#pragma GCC system_header

#include "neutrino/kernel.h"

#include <assert.h>

/* Opaque: it means something to the group that has it. */
typedef run_t tk_event_t;

/* Opaque: it means something to the group that has it. */
typedef run_t tk_event_t;

/* ---- the functions ---- */

#define NEUTRINO_DMA_WRONG_(condition, text) __attribute__((diagnose_if(condition, text, "error")))
#define NEUTRINO_DMA_CHECK_1D_                                                                     \
    __attribute__((warn_unused_result)) NEUTRINO_DMA_WRONG_(bytes == 0, "a copy of 0 bytes")
#define NEUTRINO_DMA_CHECK_2D_                                                                     \
    NEUTRINO_DMA_CHECK_1D_                                                                         \
    NEUTRINO_DMA_WRONG_(rows == 0, "a copy of 0 rows")                                             \
    NEUTRINO_DMA_WRONG_(to_stride < bytes, "the destination's stride is less than the width")      \
    NEUTRINO_DMA_WRONG_(from_stride < bytes, "the source's stride is less than the width")
#define NEUTRINO_DMA_CHECK_3D_                                                                     \
    NEUTRINO_DMA_CHECK_2D_                                                                         \
    NEUTRINO_DMA_WRONG_(planes == 0, "a copy of 0 planes")                                         \
    NEUTRINO_DMA_WRONG_(to_plane_stride < bytes,                                                   \
                        "the destination's stride of planes is less than the width")               \
    NEUTRINO_DMA_WRONG_(from_plane_stride < bytes,                                                 \
                        "the source's stride of planes is less than the width")

/* Global to shared memory. */
NEUTRINO_INLINE_ tk_event_t tk_dma_read_1d(__shared void *to, const void *from, uint32_t bytes,
                                           tk_event_t event) NEUTRINO_DMA_CHECK_1D_;
NEUTRINO_INLINE_ tk_event_t tk_dma_read_2d(__shared void *to, const void *from, uint32_t bytes,
                                           uint32_t rows, uint32_t to_stride, uint32_t from_stride,
                                           tk_event_t event) NEUTRINO_DMA_CHECK_2D_;
NEUTRINO_INLINE_ tk_event_t tk_dma_read_3d(__shared void *to, const void *from, uint32_t bytes,
                                           uint32_t rows, uint32_t to_stride, uint32_t from_stride,
                                           uint32_t planes, uint32_t to_plane_stride,
                                           uint32_t from_plane_stride,
                                           tk_event_t event) NEUTRINO_DMA_CHECK_3D_;

/* Shared to global memory. */
NEUTRINO_INLINE_ tk_event_t tk_dma_write_1d(void *to, const __shared void *from, uint32_t bytes,
                                            tk_event_t event) NEUTRINO_DMA_CHECK_1D_;
NEUTRINO_INLINE_ tk_event_t tk_dma_write_2d(void *to, const __shared void *from, uint32_t bytes,
                                            uint32_t rows, uint32_t to_stride, uint32_t from_stride,
                                            tk_event_t event) NEUTRINO_DMA_CHECK_2D_;
NEUTRINO_INLINE_ tk_event_t tk_dma_write_3d(void *to, const __shared void *from, uint32_t bytes,
                                            uint32_t rows, uint32_t to_stride, uint32_t from_stride,
                                            uint32_t planes, uint32_t to_plane_stride,
                                            uint32_t from_plane_stride,
                                            tk_event_t event) NEUTRINO_DMA_CHECK_3D_;

/* For all of the events. */
NEUTRINO_INLINE_ void tk_dma_wait(int count, const tk_event_t *events)
    NEUTRINO_DMA_WRONG_(count < 0, "the number of events is negative");

/* ---- one copy ---- */

/* Lanes that did not agree would go unnoticed: the value of the lowest counts. */
#define NEUTRINO_DMA_SAME_(value) (__builtin_constant_p(value) ? (value) : __uniform(value))
#define NEUTRINO_DMA_SEND_(task, a, b, c, sequence)                                                \
    __asm__ volatile("nu.payload %0, %1, %2, %3, " #sequence                                       \
                     :                                                                             \
                     : "r"(task), "r"(NEUTRINO_DMA_SAME_(a)), "r"(NEUTRINO_DMA_SAME_(b)),          \
                       "r"(NEUTRINO_DMA_SAME_(c))                                                  \
                     : "memory")

/* What a task is sent (library_tasks.def), as far as its dimensions go. */
struct neutrino_dma_box_ {
    uint32_t to, from, bytes;
    uint32_t rows, to_stride, from_stride;
    uint32_t planes, to_plane_stride, from_plane_stride;
};

NEUTRINO_INLINE_ void neutrino_dma_check_(int dimensions, struct neutrino_dma_box_ box) {
    (void)dimensions, (void)box;
    assert(box.bytes && "a copy of 0 bytes");
    if (dimensions > 1)
        assert(box.rows && box.to_stride >= box.bytes && box.from_stride >= box.bytes &&
               "a copy of 0 rows, or a stride is less than the width");
    if (dimensions > 2)
        assert(box.planes && box.to_plane_stride >= box.bytes &&
               box.from_plane_stride >= box.bytes &&
               "a copy of 0 planes, or a stride of planes is less than the width");
}

/* The event that the leading sub-group has names the run; that of others is just not 0. */
NEUTRINO_INLINE_ tk_event_t neutrino_dma_start_(uint32_t task, int dimensions,
                                                struct neutrino_dma_box_ box, tk_event_t event) {
    tk_event_t run = task << 24;
    neutrino_dma_check_(dimensions, box);
    if (!tk_group_leader_())
        return run;
    NEUTRINO_DMA_SEND_(task, box.to, box.from, box.bytes, 0);
    if (dimensions > 1)
        NEUTRINO_DMA_SEND_(task, box.rows, box.to_stride, box.from_stride, 1);
    if (dimensions > 2)
        NEUTRINO_DMA_SEND_(task, box.planes, box.to_plane_stride, box.from_plane_stride, 2);
    __asm__ volatile("nu.invoke.rh.pw.async %0, %1, %z2, zero, zero, 1"
                     : "=r"(run)
                     : "r"(task), "rJ"(event)
                     : "memory");
    return run;
}

/* The id of the runtime's task, by which the program has it. */
#ifdef __cplusplus
#define NEUTRINO_DMA_TASK_(name)                                                                   \
    extern "C" {                                                                                   \
    extern const char __neutrino_task_##name[];                                                    \
    }
#else
#define NEUTRINO_DMA_TASK_(name) extern const char __neutrino_task_##name[];
#endif
NEUTRINO_DMA_TASK_(dma_read_1d)
NEUTRINO_DMA_TASK_(dma_read_2d)
NEUTRINO_DMA_TASK_(dma_read_3d)
NEUTRINO_DMA_TASK_(dma_write_1d)
NEUTRINO_DMA_TASK_(dma_write_2d)
NEUTRINO_DMA_TASK_(dma_write_3d)
#define NEUTRINO_DMA_START_(name, dimensions, ...)                                                 \
    neutrino_dma_start_((uint32_t)(uintptr_t)__neutrino_task_##name, dimensions,                   \
                        (struct neutrino_dma_box_){(uint32_t)(uintptr_t)to,                        \
                                                   (uint32_t)(uintptr_t)from, __VA_ARGS__},        \
                        event)

NEUTRINO_INLINE_ tk_event_t tk_dma_read_1d(__shared void *to, const void *from, uint32_t bytes,
                                           tk_event_t event) {
    return NEUTRINO_DMA_START_(dma_read_1d, 1, bytes, 0, 0, 0, 0, 0, 0);
}

NEUTRINO_INLINE_ tk_event_t tk_dma_read_2d(__shared void *to, const void *from, uint32_t bytes,
                                           uint32_t rows, uint32_t to_stride, uint32_t from_stride,
                                           tk_event_t event) {
    return NEUTRINO_DMA_START_(dma_read_2d, 2, bytes, rows, to_stride, from_stride, 0, 0, 0);
}

NEUTRINO_INLINE_ tk_event_t tk_dma_read_3d(__shared void *to, const void *from, uint32_t bytes,
                                           uint32_t rows, uint32_t to_stride, uint32_t from_stride,
                                           uint32_t planes, uint32_t to_plane_stride,
                                           uint32_t from_plane_stride, tk_event_t event) {
    return NEUTRINO_DMA_START_(dma_read_3d, 3, bytes, rows, to_stride, from_stride, planes,
                               to_plane_stride, from_plane_stride);
}

NEUTRINO_INLINE_ tk_event_t tk_dma_write_1d(void *to, const __shared void *from, uint32_t bytes,
                                            tk_event_t event) {
    return NEUTRINO_DMA_START_(dma_write_1d, 1, bytes, 0, 0, 0, 0, 0, 0);
}

NEUTRINO_INLINE_ tk_event_t tk_dma_write_2d(void *to, const __shared void *from, uint32_t bytes,
                                            uint32_t rows, uint32_t to_stride, uint32_t from_stride,
                                            tk_event_t event) {
    return NEUTRINO_DMA_START_(dma_write_2d, 2, bytes, rows, to_stride, from_stride, 0, 0, 0);
}

NEUTRINO_INLINE_ tk_event_t tk_dma_write_3d(void *to, const __shared void *from, uint32_t bytes,
                                            uint32_t rows, uint32_t to_stride, uint32_t from_stride,
                                            uint32_t planes, uint32_t to_plane_stride,
                                            uint32_t from_plane_stride, tk_event_t event) {
    return NEUTRINO_DMA_START_(dma_write_3d, 3, bytes, rows, to_stride, from_stride, planes,
                               to_plane_stride, from_plane_stride);
}

/* ---- waiting ---- */

#define NEUTRINO_DMA_WAIT_(a, b, c)                                                                \
    __asm__ volatile("nu.invoke.ri.pw.sync zero, zero, %z0, %z1, %z2, 1"                           \
                     :                                                                             \
                     : "rJ"(a), "rJ"(b), "rJ"(c)                                                   \
                     : "memory")

NEUTRINO_INLINE_ void tk_dma_wait(int count, const tk_event_t *events) {
    assert(count >= 0 && "the number of events is negative");
    count = NEUTRINO_DMA_SAME_(count);
    if (tk_group_leader_()) {
        for (; count > 2; count -= 3, events += 3)
            NEUTRINO_DMA_WAIT_(events[0], events[1], events[2]);
        if (count > 0)
            NEUTRINO_DMA_WAIT_(events[0], count > 1 ? events[1] : 0, 0);
    }
    tk_work_group_barrier(0, TK_SCOPE_WORK_GROUP,
                          TK_ACQUIRE_RELEASE | TK_MEMORY_WORK_GROUP | TK_MEMORY_CROSS_WORK_GROUP);
}

#endif
