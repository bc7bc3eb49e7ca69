/* The tasks behind the DMA functions of kernels (neutrino/dma.h). What those check in debug builds
 * is checked here always: a copy that is wrong stops the core before anything is copied. */
#include "library_ids.h"
#include "runtime.h"

/* As it is sent. Words that a task does not have are 0, so there is one row, and one plane. */
struct payload {
    uint32_t destination, source, bytes;
    uint32_t rows, destination_row_stride, source_row_stride;
    uint32_t planes, destination_plane_stride, source_plane_stride;
};

__attribute__((noreturn)) static void refuse(const char *name, const char *what) {
    neutrino_printf("neutrino: tk_%s, run %#x: %s\n", name, neutrino_run_self(), what);
    abort();
}

static void check(const char *name, const struct payload *sent, int dimensions) {
    uint32_t bytes = sent->bytes;
    if (!bytes || (dimensions > 1 && !sent->rows) || (dimensions > 2 && !sent->planes))
        refuse(name, "an extent is 0");
    if (dimensions > 1 && (sent->destination_row_stride < bytes || sent->source_row_stride < bytes))
        refuse(name, "a stride is less than the width");
    if (dimensions > 2 &&
        (sent->destination_plane_stride < bytes || sent->source_plane_stride < bytes))
        refuse(name, "a stride of planes is less than the width");
}

static void copy(const struct payload *sent, uint64_t destination, uint64_t source) {
    struct neutrino_dma box = {.source = (const void *)source,
                               .destination = (void *)destination,
                               .bytes = sent->bytes,
                               .rows = sent->rows,
                               .planes = sent->planes,
                               .source_row_stride = sent->source_row_stride,
                               .source_plane_stride = sent->source_plane_stride,
                               .destination_row_stride = sent->destination_row_stride,
                               .destination_plane_stride = sent->destination_plane_stride};
    neutrino_dma_deferred(&box);
}

#define TASK(name, dimensions, destination_window, source_window)                                  \
    static void name##_task(const void *payload) {                                                 \
        const struct payload *sent = payload;                                                      \
        check(#name, sent, dimensions);                                                            \
        copy(sent, (destination_window) + sent->destination, (source_window) + sent->source);      \
    }                                                                                              \
    extern const struct neutrino_library_task neutrino_library_##name;                             \
    __attribute__((section(".rodata.neutrino_library." #name)))                                    \
    const struct neutrino_library_task neutrino_library_##name = {                                 \
        {name##_task, sizeof(struct payload)}, name##_id};

#define GLOBAL UINT64_C(0)
#define SHARED UINT64_C(NEUTRINO_SHARED_WINDOW)

TASK(dma_read_1d, 1, SHARED, GLOBAL)
TASK(dma_read_2d, 2, SHARED, GLOBAL)
TASK(dma_read_3d, 3, SHARED, GLOBAL)
TASK(dma_write_1d, 1, GLOBAL, SHARED)
TASK(dma_write_2d, 2, GLOBAL, SHARED)
TASK(dma_write_3d, 3, GLOBAL, SHARED)
