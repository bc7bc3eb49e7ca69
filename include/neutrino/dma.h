/* Copies between global memory and a group's or cluster's shared memory, which go on beside the
 * work-items (kernel.h):
 *
 *   tk_event_t loaded = tk_dma_read_1d(tile, matrix, sizeof tile, 0);
 *   loaded = tk_dma_read_2d(rows, image, 64, 16, 64, pitch, loaded);        joins the first
 *   …                                                                       something else
 *   tk_dma_wait(1, &loaded);                                                both are there
 *
 * Each call is one of the whole group, by all its work-items with the same arguments, and makes one
 * copy. Its *event*, on Muon a run, is not 0, which is none: a copy with an event of 0 has a new
 * one, a copy with an event follows what that stands for, and has an event that stands for both.
 * Otherwise copies have no order among each other, and a copy none with what the group's work-items
 * do: a barrier stands between their accesses and a copy that they must not meet.
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
 * Cost, on Muon: the leading sub-group of the group sends the arguments (1 instruction for 12
 * bytes: 1, 2 or 3) and invokes the task (1); to wait it takes 1 for three events, and all have the
 * barrier. On the CPU the group meets twice for each copy, which finds out who does not come or has
 * other arguments, and then it is made. */
#ifndef NEUTRINO_DMA_H
#define NEUTRINO_DMA_H
#pragma GCC system_header

#ifdef __NEUTRINO_HOST__
#include "neutrino/dma_host.h"
#else
#include "neutrino/dma_muon.h"
#endif

#include <assert.h>

/* ---- the functions ---- */

/* Macros, so that an assertion names the user's line. */

/* Global to shared memory. */
#define tk_dma_read_1d(to, from, bytes, event)                                                     \
    neutrino_dma_1d_(NEUTRINO_DMA_CALL_(dma_read_1d), neutrino_dma_to_shared_(to),                 \
                     neutrino_dma_from_global_(from), bytes, event)
#define tk_dma_read_2d(to, from, bytes, rows, to_stride, from_stride, event)                       \
    neutrino_dma_2d_(NEUTRINO_DMA_CALL_(dma_read_2d), neutrino_dma_to_shared_(to),                 \
                     neutrino_dma_from_global_(from), bytes, rows, to_stride, from_stride, event)
#define tk_dma_read_3d(to, from, bytes, rows, to_stride, from_stride, planes, to_plane_stride,     \
                       from_plane_stride, event)                                                   \
    neutrino_dma_3d_(NEUTRINO_DMA_CALL_(dma_read_3d), neutrino_dma_to_shared_(to),                 \
                     neutrino_dma_from_global_(from), bytes, rows, to_stride, from_stride, planes, \
                     to_plane_stride, from_plane_stride, event)

/* Shared to global memory. */
#define tk_dma_write_1d(to, from, bytes, event)                                                    \
    neutrino_dma_1d_(NEUTRINO_DMA_CALL_(dma_write_1d), neutrino_dma_to_global_(to),                \
                     neutrino_dma_from_shared_(from), bytes, event)
#define tk_dma_write_2d(to, from, bytes, rows, to_stride, from_stride, event)                      \
    neutrino_dma_2d_(NEUTRINO_DMA_CALL_(dma_write_2d), neutrino_dma_to_global_(to),                \
                     neutrino_dma_from_shared_(from), bytes, rows, to_stride, from_stride, event)
#define tk_dma_write_3d(to, from, bytes, rows, to_stride, from_stride, planes, to_plane_stride,    \
                        from_plane_stride, event)                                                  \
    neutrino_dma_3d_(NEUTRINO_DMA_CALL_(dma_write_3d), neutrino_dma_to_global_(to),                \
                     neutrino_dma_from_shared_(from), bytes, rows, to_stride, from_stride, planes, \
                     to_plane_stride, from_plane_stride, event)

/* `events` is an array of so many; none: a barrier. */
#define tk_dma_wait(count, events) neutrino_dma_wait_(count, events, __FILE__, __LINE__)

/* ---- what may be wrong ---- */

#define NEUTRINO_DMA_NO_BYTES_ "a copy of 0 bytes"
#define NEUTRINO_DMA_NO_ROWS_ "a copy of 0 rows"
#define NEUTRINO_DMA_NO_PLANES_ "a copy of 0 planes"
#define NEUTRINO_DMA_TO_STRIDE_ "the destination's stride is less than the width"
#define NEUTRINO_DMA_FROM_STRIDE_ "the source's stride is less than the width"
#define NEUTRINO_DMA_TO_PLANE_ "the destination's stride of planes is less than the width"
#define NEUTRINO_DMA_FROM_PLANE_ "the source's stride of planes is less than the width"
#define NEUTRINO_DMA_COUNT_ "the number of events is negative"

#define NEUTRINO_DMA_WRONG_(condition, text) __attribute__((diagnose_if(condition, text, "error")))
#define NEUTRINO_DMA_CHECKED_1D_                                                                   \
    __attribute__((warn_unused_result)) NEUTRINO_DMA_WRONG_(bytes == 0, NEUTRINO_DMA_NO_BYTES_)
#define NEUTRINO_DMA_CHECKED_2D_                                                                   \
    NEUTRINO_DMA_CHECKED_1D_                                                                       \
    NEUTRINO_DMA_WRONG_(rows == 0, NEUTRINO_DMA_NO_ROWS_)                                          \
    NEUTRINO_DMA_WRONG_(to_stride < bytes, NEUTRINO_DMA_TO_STRIDE_)                                \
    NEUTRINO_DMA_WRONG_(from_stride < bytes, NEUTRINO_DMA_FROM_STRIDE_)
#define NEUTRINO_DMA_CHECKED_3D_                                                                   \
    NEUTRINO_DMA_CHECKED_2D_                                                                       \
    NEUTRINO_DMA_WRONG_(planes == 0, NEUTRINO_DMA_NO_PLANES_)                                      \
    NEUTRINO_DMA_WRONG_(to_plane_stride < bytes, NEUTRINO_DMA_TO_PLANE_)                           \
    NEUTRINO_DMA_WRONG_(from_plane_stride < bytes, NEUTRINO_DMA_FROM_PLANE_)

#ifdef NDEBUG
#define NEUTRINO_DMA_ASSERT_(condition, text, function, file, line) ((void)(file), (void)(line))
#else
#define NEUTRINO_DMA_ASSERT_(condition, text, function, file, line)                                \
    ((condition) ? (void)0 : neutrino_assert_failed(text, function, file, line))
#endif

#define NEUTRINO_DMA_EXPECT_(condition, text)                                                      \
    NEUTRINO_DMA_ASSERT_(condition, text, call.function, call.file, call.line)

/* ---- one copy ---- */

/* The copies of neutrino/dma_muon.h and dma_host.h, checked. */
#define NEUTRINO_DMA_COPY_ NEUTRINO_INLINE_ tk_event_t

NEUTRINO_DMA_COPY_ neutrino_dma_1d_(struct neutrino_dma_call_ call, neutrino_dma_address_ to,
                                    neutrino_dma_address_ from, uint32_t bytes,
                                    tk_event_t event) NEUTRINO_DMA_CHECKED_1D_;
NEUTRINO_DMA_COPY_ neutrino_dma_1d_(struct neutrino_dma_call_ call, neutrino_dma_address_ to,
                                    neutrino_dma_address_ from, uint32_t bytes, tk_event_t event) {
    NEUTRINO_DMA_EXPECT_(bytes, NEUTRINO_DMA_NO_BYTES_);
    return neutrino_dma_copy_1d_(call, to, from, bytes, event);
}

NEUTRINO_DMA_COPY_ neutrino_dma_2d_(struct neutrino_dma_call_ call, neutrino_dma_address_ to,
                                    neutrino_dma_address_ from, uint32_t bytes, uint32_t rows,
                                    uint32_t to_stride, uint32_t from_stride,
                                    tk_event_t event) NEUTRINO_DMA_CHECKED_2D_;
NEUTRINO_DMA_COPY_ neutrino_dma_2d_(struct neutrino_dma_call_ call, neutrino_dma_address_ to,
                                    neutrino_dma_address_ from, uint32_t bytes, uint32_t rows,
                                    uint32_t to_stride, uint32_t from_stride, tk_event_t event) {
    NEUTRINO_DMA_EXPECT_(bytes, NEUTRINO_DMA_NO_BYTES_);
    NEUTRINO_DMA_EXPECT_(rows, NEUTRINO_DMA_NO_ROWS_);
    NEUTRINO_DMA_EXPECT_(to_stride >= bytes, NEUTRINO_DMA_TO_STRIDE_);
    NEUTRINO_DMA_EXPECT_(from_stride >= bytes, NEUTRINO_DMA_FROM_STRIDE_);
    return neutrino_dma_copy_2d_(call, to, from, bytes, rows, to_stride, from_stride, event);
}

NEUTRINO_DMA_COPY_ neutrino_dma_3d_(struct neutrino_dma_call_ call, neutrino_dma_address_ to,
                                    neutrino_dma_address_ from, uint32_t bytes, uint32_t rows,
                                    uint32_t to_stride, uint32_t from_stride, uint32_t planes,
                                    uint32_t to_plane_stride, uint32_t from_plane_stride,
                                    tk_event_t event) NEUTRINO_DMA_CHECKED_3D_;
NEUTRINO_DMA_COPY_ neutrino_dma_3d_(struct neutrino_dma_call_ call, neutrino_dma_address_ to,
                                    neutrino_dma_address_ from, uint32_t bytes, uint32_t rows,
                                    uint32_t to_stride, uint32_t from_stride, uint32_t planes,
                                    uint32_t to_plane_stride, uint32_t from_plane_stride,
                                    tk_event_t event) {
    NEUTRINO_DMA_EXPECT_(bytes, NEUTRINO_DMA_NO_BYTES_);
    NEUTRINO_DMA_EXPECT_(rows, NEUTRINO_DMA_NO_ROWS_);
    NEUTRINO_DMA_EXPECT_(planes, NEUTRINO_DMA_NO_PLANES_);
    NEUTRINO_DMA_EXPECT_(to_stride >= bytes, NEUTRINO_DMA_TO_STRIDE_);
    NEUTRINO_DMA_EXPECT_(from_stride >= bytes, NEUTRINO_DMA_FROM_STRIDE_);
    NEUTRINO_DMA_EXPECT_(to_plane_stride >= bytes, NEUTRINO_DMA_TO_PLANE_);
    NEUTRINO_DMA_EXPECT_(from_plane_stride >= bytes, NEUTRINO_DMA_FROM_PLANE_);
    return neutrino_dma_copy_3d_(call, to, from, bytes, rows, to_stride, from_stride, planes,
                                 to_plane_stride, from_plane_stride, event);
}

/* ---- waiting ---- */

NEUTRINO_INLINE_ void neutrino_dma_wait_(int count, const tk_event_t *events, const char *file,
                                         int line)
    NEUTRINO_DMA_WRONG_(count < 0, NEUTRINO_DMA_COUNT_);
NEUTRINO_INLINE_ void neutrino_dma_wait_(int count, const tk_event_t *events, const char *file,
                                         int line) {
    NEUTRINO_DMA_ASSERT_(count >= 0, NEUTRINO_DMA_COUNT_, "tk_dma_wait", file, line);
    neutrino_dma_await_(count, events);
    tk_work_group_barrier(0, TK_SCOPE_WORK_GROUP,
                          TK_ACQUIRE_RELEASE | TK_MEMORY_WORK_GROUP | TK_MEMORY_CROSS_WORK_GROUP);
}

#endif
