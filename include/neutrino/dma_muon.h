/* Copies of neutrino/dma.h on Muon: tasks of the runtime. */
#ifndef NEUTRINO_DMA_MUON_H
#define NEUTRINO_DMA_MUON_H
#pragma GCC system_header

#include "neutrino/kernel.h"

/* Opaque: it means something to the group that has it. */
typedef run_t tk_event_t;
typedef uint32_t neutrino_dma_address_;

/* The runtime's task, and what is called where. */
struct neutrino_dma_call_ {
    uint32_t task;
    const char *function, *file;
    int line;
};
NEUTRINO_INLINE_ struct neutrino_dma_call_
neutrino_dma_call_(const char *symbol, const char *function, const char *file, int line) {
    struct neutrino_dma_call_ call = {(uint32_t)(uintptr_t)symbol, function, file, line};
    return call;
}
#define NEUTRINO_DMA_CALL_(name)                                                                   \
    neutrino_dma_call_(__neutrino_task_##name, "tk_" #name, __FILE__, __LINE__)

/* A program has the task if it is linked with the symbol, whose address is the task's id. */
#ifdef __cplusplus
extern "C" {
#endif
extern const char __neutrino_task_dma_read_1d[], __neutrino_task_dma_read_2d[],
    __neutrino_task_dma_read_3d[], __neutrino_task_dma_write_1d[], __neutrino_task_dma_write_2d[],
    __neutrino_task_dma_write_3d[];
#ifdef __cplusplus
}
#endif

NEUTRINO_INLINE_ uint32_t neutrino_dma_to_shared_(__shared void *to) {
    return (uint32_t)(uintptr_t)to;
}
NEUTRINO_INLINE_ uint32_t neutrino_dma_from_shared_(const __shared void *from) {
    return (uint32_t)(uintptr_t)from;
}
NEUTRINO_INLINE_ uint32_t neutrino_dma_to_global_(void *to) {
    return (uint32_t)(uintptr_t)to;
}
NEUTRINO_INLINE_ uint32_t neutrino_dma_from_global_(const void *from) {
    return (uint32_t)(uintptr_t)from;
}

/* Three words of what the task is sent (library_tasks.def), and their number. Lanes that did not
 * agree would go unnoticed, as the values of the lowest count: musim --check tells (__uniform). */
#define NEUTRINO_DMA_SAME_(value)                                                                  \
    __asm__ volatile(".neutrino_uniform %0, %1" : : "r"(value), "i"(sizeof(value)))
NEUTRINO_INLINE_ void neutrino_dma_send_(uint32_t task, uint32_t a, uint32_t b, uint32_t c,
                                         int sequence) {
    NEUTRINO_DMA_SAME_(a);
    NEUTRINO_DMA_SAME_(b);
    NEUTRINO_DMA_SAME_(c);
    __asm__ volatile("nu.payload %0, %z1, %z2, %z3, %4"
                     :
                     : "r"(task), "rJ"(a), "rJ"(b), "rJ"(c), "i"(sequence)
                     : "memory");
}

/* The event that the leading sub-group has names the run; that of others is just not 0. */
NEUTRINO_INLINE_ tk_event_t neutrino_dma_invoke_(uint32_t task, tk_event_t event) {
    tk_event_t run;
    if (!__builtin_constant_p(event))
        NEUTRINO_DMA_SAME_(event);
    __asm__ volatile("nu.invoke.rh.pw.async %0, %1, %z2, zero, zero, 1"
                     : "=r"(run)
                     : "r"(task), "rJ"(event)
                     : "memory");
    return run;
}

NEUTRINO_INLINE_ tk_event_t neutrino_dma_copy_1d_(struct neutrino_dma_call_ call, uint32_t to,
                                                  uint32_t from, uint32_t bytes, tk_event_t event) {
    if (!tk_group_leader_())
        return call.task << 24;
    neutrino_dma_send_(call.task, to, from, bytes, 0);
    return neutrino_dma_invoke_(call.task, event);
}

NEUTRINO_INLINE_ tk_event_t neutrino_dma_copy_2d_(struct neutrino_dma_call_ call, uint32_t to,
                                                  uint32_t from, uint32_t bytes, uint32_t rows,
                                                  uint32_t to_stride, uint32_t from_stride,
                                                  tk_event_t event) {
    if (!tk_group_leader_())
        return call.task << 24;
    neutrino_dma_send_(call.task, to, from, bytes, 0);
    neutrino_dma_send_(call.task, rows, to_stride, from_stride, 1);
    return neutrino_dma_invoke_(call.task, event);
}

NEUTRINO_INLINE_ tk_event_t neutrino_dma_copy_3d_(struct neutrino_dma_call_ call, uint32_t to,
                                                  uint32_t from, uint32_t bytes, uint32_t rows,
                                                  uint32_t to_stride, uint32_t from_stride,
                                                  uint32_t planes, uint32_t to_plane_stride,
                                                  uint32_t from_plane_stride, tk_event_t event) {
    if (!tk_group_leader_())
        return call.task << 24;
    neutrino_dma_send_(call.task, to, from, bytes, 0);
    neutrino_dma_send_(call.task, rows, to_stride, from_stride, 1);
    neutrino_dma_send_(call.task, planes, to_plane_stride, from_plane_stride, 2);
    return neutrino_dma_invoke_(call.task, event);
}

/* ---- waiting ---- */

#define NEUTRINO_DMA_WAIT_(a, b, c)                                                                \
    __asm__ volatile("nu.invoke.ri.pw.sync zero, zero, %z0, %z1, %z2, 1"                           \
                     :                                                                             \
                     : "rJ"(a), "rJ"(b), "rJ"(c)                                                   \
                     : "memory")

/* A constant is one, so that the loop is unrolled; unoptimised code does not know what is constant.
 */
#ifdef __OPTIMIZE__
#define NEUTRINO_DMA_COUNT_OF_(count) (__builtin_constant_p(count) ? (count) : __uniform(count))
#else
#define NEUTRINO_DMA_COUNT_OF_(count) __uniform(count)
#endif
/* The leading sub-group waits, and the others for it. */
NEUTRINO_INLINE_ void neutrino_dma_await_(int count, const tk_event_t *events) {
    count = NEUTRINO_DMA_COUNT_OF_(count);
    if (!tk_group_leader_())
        return;
    for (; count > 2; count -= 3, events += 3)
        NEUTRINO_DMA_WAIT_(events[0], events[1], events[2]);
    if (count > 0)
        NEUTRINO_DMA_WAIT_(events[0], count > 1 ? events[1] : 0, 0);
}

#endif
