/* What neutrino/kernel.h is made of on the CPU; kernel_muon.h is its counterpart. muonc includes
 * this file before the first line of each C and C++ unit that it compiles with --target=host. */
#ifndef NEUTRINO_KERNEL_HOST_H
#define NEUTRINO_KERNEL_HOST_H
#pragma GCC system_header

#include "neutrino/host_kernel.h"

#include <stddef.h>
#include <stdint.h>

/* Of the runtime's own headers. */
#define NEUTRINO_INLINE_ __attribute__((always_inline, unused)) static inline

/* An address space of its own to the language, and the CPU's one memory to the code. */
#define __shared __attribute__((opencl_global))
#ifndef __global
#define __global
#endif
/* Of a cluster: an error (muonc/ir/barriers/check.c). */
#define __shared_zeroed __shared __attribute__((section(".shared_zeroed")))
/* All work-items of a group may be at different places of the code anyway. */
#define __uniform(x) (x)

#ifdef __cplusplus
extern "C" {
#endif

/* ---- what muonc makes code of (muonc/ir/barriers) ---- */

/* A word of the group's struct neutrino_items, at an offset; and one of the work-item's own. */
uint32_t neutrino_host_item_(uint32_t offset) __attribute__((const));
uint32_t neutrino_host_own_item_(uint32_t offset) __attribute__((pure));
const struct tk_group *neutrino_host_group_(void) __attribute__((const));
void neutrino_host_barrier_(void) __attribute__((convergent, noduplicate));
/* The size that work-groups must have, unless they are at the end of the grid. */
void neutrino_host_size_(uint32_t x, uint32_t y, uint32_t z);

/* ---- what the loader needs ---- */

extern const struct tk_kernel_row __start_neutrino_kernels[]
    __attribute__((weak, visibility("hidden"))),
    __stop_neutrino_kernels[] __attribute__((weak, visibility("hidden")));
__attribute__((weak, used,
               visibility("default"))) struct tk_kernel_library neutrino_kernel_library = {
    TK_KERNEL_LIBRARY_VERSION, __MUON_LANES__, __start_neutrino_kernels, __stop_neutrino_kernels,
    0};

/* ---- what there is on Muon alone: calls are errors ---- */

#ifdef __cplusplus
#define NEUTRINO_MUON_ONLY_(type, name) type name(...) __asm__("neutrino.muon." #name);
#else
#define NEUTRINO_MUON_ONLY_(type, name) type name() __asm__("neutrino.muon." #name);
#endif
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wstrict-prototypes"
#define MUON_ONLY(name) NEUTRINO_MUON_ONLY_(uint32_t, name)
#include "neutrino/muon_only.def"
#undef MUON_ONLY
#pragma clang diagnostic pop

#ifdef __cplusplus
}
#endif

/* ---- of kernel.h ---- */

#define NEUTRINO_ITEM_(member)                                                                     \
    neutrino_host_item_(__builtin_offsetof(struct neutrino_items, member))
#define NEUTRINO_OWN_ITEM_(member)                                                                 \
    neutrino_host_own_item_(__builtin_offsetof(struct neutrino_items, member))

/* Sub-groups are as wide as the warps of the machine that -mlanes= says. */
#define NEUTRINO_MOST_SUB_GROUP_SIZE_ ((uint32_t)__MUON_LANES__)
NEUTRINO_INLINE_ uint32_t neutrino_group_volume_(void) {
    return NEUTRINO_ITEM_(local_size[0]) * NEUTRINO_ITEM_(local_size[1]) *
           NEUTRINO_ITEM_(local_size[2]);
}
NEUTRINO_INLINE_ uint32_t neutrino_sub_group_size_(void) {
    uint32_t first = NEUTRINO_OWN_ITEM_(local_linear_id) / __MUON_LANES__ * __MUON_LANES__;
    uint32_t left = neutrino_group_volume_() - first;
    return left < __MUON_LANES__ ? left : __MUON_LANES__;
}
#define NEUTRINO_SUB_GROUP_ (NEUTRINO_OWN_ITEM_(local_linear_id) / __MUON_LANES__)
#define NEUTRINO_SUB_GROUPS_ ((neutrino_group_volume_() + __MUON_LANES__ - 1) / __MUON_LANES__)
#define NEUTRINO_SUB_GROUP_SIZE_ neutrino_sub_group_size_()
#define NEUTRINO_SUB_GROUP_ITEM_ (NEUTRINO_OWN_ITEM_(local_linear_id) % __MUON_LANES__)

/* The work-items of a group are executed by one thread, and what they do meets at barriers. */
#define NEUTRINO_KEEP_ORDER_() ((void)0)
#define NEUTRINO_FENCE_() __atomic_thread_fence(__ATOMIC_SEQ_CST)
#define NEUTRINO_LOCAL_FENCE_() __atomic_signal_fence(__ATOMIC_SEQ_CST)
#define NEUTRINO_MEET_() neutrino_host_barrier_()
#define NEUTRINO_MEET_SUB_GROUP_() neutrino_host_barrier_()

/* The group's memory for a __shared parameter of so many bytes, behind those that *cursor, 0 at
 * first, counts. */
NEUTRINO_INLINE_ __shared void *neutrino_local_argument(uint32_t *cursor, uint32_t bytes) {
    uint32_t at = *cursor;
    *cursor += (bytes + 15) & ~15u;
    return (__shared void *)((char *)neutrino_host_group_()->local_arguments + at);
}

/* A word for each work-item of the group (collective.h). */
NEUTRINO_INLINE_ __shared uint32_t *neutrino_exchange_words_(void) {
    return (__shared uint32_t *)neutrino_host_group_()->words;
}

NEUTRINO_INLINE_ void neutrino_assert_failed(const char *expression, const char *function,
                                             const char *file, int line) {
    uint32_t id[3] = {NEUTRINO_OWN_ITEM_(global_id[0]), NEUTRINO_OWN_ITEM_(global_id[1]),
                      NEUTRINO_OWN_ITEM_(global_id[2])};
    neutrino_kernel_library.services->assert_failed(expression, function, file, line, id);
    __builtin_unreachable();
}

#endif
