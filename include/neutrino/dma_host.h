/* Copies of neutrino/dma.h on the CPU: the group's work-items meet there, the first one makes the
 * copy, and the others see whether their arguments are the same. So a copy is over when it was
 * asked for. */
#ifndef NEUTRINO_DMA_HOST_H
#define NEUTRINO_DMA_HOST_H
#pragma GCC system_header

#include "neutrino/kernel.h"

/* Opaque: it means something to the group that has it. */
typedef uint32_t tk_event_t;
typedef char *neutrino_dma_address_;

/* What is called where. */
struct neutrino_dma_call_ {
    const char *function, *file;
    int line;
};
NEUTRINO_INLINE_ struct neutrino_dma_call_ neutrino_dma_call_(const char *function,
                                                              const char *file, int line) {
    struct neutrino_dma_call_ call = {function, file, line};
    return call;
}
#define NEUTRINO_DMA_CALL_(name) neutrino_dma_call_("tk_" #name, __FILE__, __LINE__)

NEUTRINO_INLINE_ char *neutrino_dma_to_shared_(__shared void *to) {
    return (char *)to;
}
NEUTRINO_INLINE_ char *neutrino_dma_from_shared_(const __shared void *from) {
    return (char *)from;
}
NEUTRINO_INLINE_ char *neutrino_dma_to_global_(void *to) {
    return (char *)to;
}
NEUTRINO_INLINE_ char *neutrino_dma_from_global_(const void *from) {
    return (char *)from;
}

NEUTRINO_INLINE_ void neutrino_dma_rows_(const struct neutrino_dma_arguments_ *of) {
    for (uint32_t plane = 0; plane < of->planes; plane++)
        for (uint32_t row = 0; row < of->rows; row++)
            __builtin_memcpy(
                of->to + (size_t)plane * of->to_plane_stride + (size_t)row * of->to_stride,
                of->from + (size_t)plane * of->from_plane_stride + (size_t)row * of->from_stride,
                of->bytes);
}

NEUTRINO_INLINE_ bool neutrino_dma_same_(const struct neutrino_dma_arguments_ *a,
                                         const struct neutrino_dma_arguments_ *b) {
    return a->to == b->to && a->from == b->from && a->bytes == b->bytes && a->rows == b->rows &&
           a->to_stride == b->to_stride && a->from_stride == b->from_stride &&
           a->planes == b->planes && a->to_plane_stride == b->to_plane_stride &&
           a->from_plane_stride == b->from_plane_stride && a->event == b->event;
}

/* The next copy's arguments come after a meeting, when these have been compared. */
NEUTRINO_INLINE_ tk_event_t neutrino_dma_copy_3d_(struct neutrino_dma_call_ call, char *to,
                                                  const char *from, uint32_t bytes, uint32_t rows,
                                                  uint32_t to_stride, uint32_t from_stride,
                                                  uint32_t planes, uint32_t to_plane_stride,
                                                  uint32_t from_plane_stride, tk_event_t event) {
    struct neutrino_dma_arguments_ *first = neutrino_host_group_()->copy;
    struct neutrino_dma_arguments_ own = {
        to,   from, bytes, rows, to_stride, from_stride, planes, to_plane_stride, from_plane_stride,
        event};
    neutrino_host_barrier_();
    if (tk_local_linear_id() == 0) {
        *first = own;
        neutrino_dma_rows_(&own);
    }
    neutrino_host_barrier_();
    if (!neutrino_dma_same_(&own, first))
        neutrino_assert_failed("its arguments are those of the group's first work-item",
                               call.function, call.file, call.line);
    return event ? event : 1;
}

NEUTRINO_INLINE_ tk_event_t neutrino_dma_copy_2d_(struct neutrino_dma_call_ call, char *to,
                                                  const char *from, uint32_t bytes, uint32_t rows,
                                                  uint32_t to_stride, uint32_t from_stride,
                                                  tk_event_t event) {
    return neutrino_dma_copy_3d_(call, to, from, bytes, rows, to_stride, from_stride, 1, 0, 0,
                                 event);
}

NEUTRINO_INLINE_ tk_event_t neutrino_dma_copy_1d_(struct neutrino_dma_call_ call, char *to,
                                                  const char *from, uint32_t bytes,
                                                  tk_event_t event) {
    return neutrino_dma_copy_2d_(call, to, from, bytes, 1, 0, 0, event);
}

NEUTRINO_INLINE_ void neutrino_dma_await_(int count, const tk_event_t *events) {
    (void)count;
    (void)events;
}

#endif
