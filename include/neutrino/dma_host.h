/* Copies of neutrino/dma.h on the CPU: the first work-item of the group makes them when it comes
 * there, so they are over when the group meets. */
#ifndef NEUTRINO_DMA_HOST_H
#define NEUTRINO_DMA_HOST_H
#pragma GCC system_header

#include "neutrino/kernel.h"

/* Opaque: it means something to the group that has it. */
typedef uint32_t tk_event_t;
typedef char *neutrino_dma_address_;

/* What is called where. */
struct neutrino_dma_call_ {
    uint32_t task; /* none */
    const char *function, *file;
    int line;
};
NEUTRINO_INLINE_ struct neutrino_dma_call_ neutrino_dma_call_(const char *function,
                                                              const char *file, int line) {
    struct neutrino_dma_call_ call = {0, function, file, line};
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

NEUTRINO_INLINE_ tk_event_t neutrino_dma_copy_3d_(uint32_t task, char *to, const char *from,
                                                  uint32_t bytes, uint32_t rows, uint32_t to_stride,
                                                  uint32_t from_stride, uint32_t planes,
                                                  uint32_t to_plane_stride,
                                                  uint32_t from_plane_stride, tk_event_t event) {
    (void)task;
    if (tk_local_linear_id() == 0)
        for (uint32_t plane = 0; plane < planes; plane++)
            for (uint32_t row = 0; row < rows; row++)
                __builtin_memcpy(
                    to + (size_t)plane * to_plane_stride + (size_t)row * to_stride,
                    from + (size_t)plane * from_plane_stride + (size_t)row * from_stride, bytes);
    return event ? event : 1;
}

NEUTRINO_INLINE_ tk_event_t neutrino_dma_copy_2d_(uint32_t task, char *to, const char *from,
                                                  uint32_t bytes, uint32_t rows, uint32_t to_stride,
                                                  uint32_t from_stride, tk_event_t event) {
    return neutrino_dma_copy_3d_(task, to, from, bytes, rows, to_stride, from_stride, 1, 0, 0,
                                 event);
}

NEUTRINO_INLINE_ tk_event_t neutrino_dma_copy_1d_(uint32_t task, char *to, const char *from,
                                                  uint32_t bytes, tk_event_t event) {
    return neutrino_dma_copy_2d_(task, to, from, bytes, 1, 0, 0, event);
}

NEUTRINO_INLINE_ void neutrino_dma_await_(int count, const tk_event_t *events) {
    (void)count;
    (void)events;
}

#endif
