/* The functions of neutrino/dma.h and neutrino/kernel.h that copies.c calls, for a host that is one
 * work-item. */
#include <stdint.h>

#define __shared
#define __uniform(x) (x)
typedef uint32_t tk_event_t;
enum { TK_SCOPE_WORK_GROUP, TK_ACQUIRE_RELEASE, TK_MEMORY_WORK_GROUP, TK_MEMORY_CROSS_WORK_GROUP };

static uint32_t tk_local_linear_id(void) {
    return 0;
}
static uint32_t tk_local_size(uint32_t dimension) {
    (void)dimension;
    return 1;
}
static void tk_work_group_barrier(int id, int scope, int semantics) {
    (void)id, (void)scope, (void)semantics;
}
static void tk_dma_wait(int count, const tk_event_t *events) {
    (void)count, (void)events;
}

static tk_event_t copy_3d(uint8_t *to, const uint8_t *from, uint32_t bytes, uint32_t rows,
                          uint32_t to_stride, uint32_t from_stride, uint32_t planes,
                          uint32_t to_plane, uint32_t from_plane, tk_event_t event) {
    for (uint32_t plane = 0; plane < planes; plane++)
        for (uint32_t row = 0; row < rows; row++)
            for (uint32_t i = 0; i < bytes; i++)
                to[plane * to_plane + row * to_stride + i] =
                    from[plane * from_plane + row * from_stride + i];
    return event;
}
static tk_event_t copy_2d(uint8_t *to, const uint8_t *from, uint32_t bytes, uint32_t rows,
                          uint32_t to_stride, uint32_t from_stride, tk_event_t event) {
    return copy_3d(to, from, bytes, rows, to_stride, from_stride, 1, 0, 0, event);
}
static tk_event_t copy_1d(uint8_t *to, const uint8_t *from, uint32_t bytes, tk_event_t event) {
    return copy_2d(to, from, bytes, 1, 0, 0, event);
}
#define tk_dma_read_1d copy_1d
#define tk_dma_read_2d copy_2d
#define tk_dma_read_3d copy_3d
#define tk_dma_write_1d copy_1d
#define tk_dma_write_2d copy_2d
#define tk_dma_write_3d copy_3d
