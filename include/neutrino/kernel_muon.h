/* What neutrino/kernel.h is made of on Muon's cores; kernel_host.h is its counterpart. */
#ifndef NEUTRINO_KERNEL_MUON_H
#define NEUTRINO_KERNEL_MUON_H
#pragma GCC system_header

#include "neutrino/muon.h"
#include "neutrino/platform.h"

/* A word of struct neutrino_items, as a value: clang may move a read, and leave out one that is
 * there already; muonc makes a load of it (ir/passes/csr_reads.c). */
#define NEUTRINO_ITEM_(member)                                                                     \
    __builtin_riscv_sm3p0(NEUTRINO_ITEMS_CARRIER +                                                 \
                          __builtin_offsetof(struct neutrino_items, member))
#define NEUTRINO_OWN_ITEM_(member) NEUTRINO_ITEM_(member)

/* The lanes of a warp are the sub-group. */
#define NEUTRINO_SUB_GROUP_ NEUTRINO_ITEM_(sub_group)
#define NEUTRINO_SUB_GROUPS_ NEUTRINO_ITEM_(sub_groups)
#define NEUTRINO_SUB_GROUP_SIZE_ NEUTRINO_ITEM_(sub_group_size)
#define NEUTRINO_MOST_SUB_GROUP_SIZE_ muon_num_lanes()
#define NEUTRINO_SUB_GROUP_ITEM_ muon_lane_id()

/* Orders this work-item's accesses: for the compiler, to all memory, or to the group's. */
#define NEUTRINO_KEEP_ORDER_() __asm__ volatile("" : : : "memory")
#define NEUTRINO_FENCE_() muon_fence()
#define NEUTRINO_LOCAL_FENCE_() muon_fence_shared()

/* A barrier of a work-group: muonc notes its place for musim, which looks whether all of the group
 * meet there. kind: 1, 2 where a group has ended (object/promises.h). */
#define NEUTRINO_GROUP_BARRIER_(barrier, warps, kind)                                              \
    __asm__ volatile("vx_bar %0, %1" : : "r"(barrier), "r"(warps), "i"(kind) : "memory")
#define NEUTRINO_MEET_()                                                                           \
    NEUTRINO_GROUP_BARRIER_(NEUTRINO_ITEM_(barrier), NEUTRINO_ITEM_(barrier_warps), 1)
/* A warp is in step. */
#define NEUTRINO_MEET_SUB_GROUP_() ((void)0)

/* A word for each work-item of the group (collective.h): of the cluster's lanes, unless the group
 * has more. */
NEUTRINO_INLINE_ __shared uint32_t *neutrino_exchange_words_(void) {
    static __shared uint32_t neutrino_words_[MUON_CLUSTER_WARPS * __MUON_LANES__]
        __attribute__((section(".shared_local")));
    uint32_t others = NEUTRINO_ITEM_(exchange);
    return others ? (__shared uint32_t *)others : neutrino_words_;
}

/* ---- what muonc makes of a kernel ---- */

#ifdef __cplusplus
extern "C" {
#endif
/* Executes the groups of the launch that are this cluster's: `items`, once for each group, in all
 * lanes that are a work-item of it. All warps of the cluster call it, and go on together. */
void neutrino_launch_items(void (*items)(const void *arguments));

enum { NEUTRINO_CLUSTER_LANES_ = MUON_CLUSTER_WARPS * __MUON_LANES__ };
/* A kernel for groups that a cluster has not enough lanes for, split at its barriers by muonc
 * (ir/barriers/groups.c). The step is executed by one sub-group: it goes on at a place, of which 0
 * is the kernel's beginning, and returns the place that it comes to, of which 0 is the end; others
 * are barriers. What is to live until the next step is in the context: of each work-item so many
 * bytes, the last word of which is the launcher's. */
struct neutrino_split {
    uint32_t (*step)(uint32_t place, const void *arguments, void *context, uint32_t capacity);
    uint32_t context_bytes, alignment; /* without step 0: there are no barriers, or … */
    const char *const *places;         /* as "file:line" */
    const char *reason;                /* … why the kernel is not split */
};
/* The same of groups of any size. */
void neutrino_launch_any_items(void (*items)(const void *arguments),
                               const struct neutrino_split *split);
/* Of muonc's own: there is no such function. */
uint32_t neutrino_step_(const void *arguments, void (*items)(const void *arguments));
#ifdef __cplusplus
}
#endif

/* The group's memory for a __shared parameter of so many bytes, behind those that *cursor, 0 at
 * first, counts. */
NEUTRINO_INLINE_ __shared void *neutrino_local_argument(uint32_t *cursor, uint32_t bytes) {
    uint32_t address = NEUTRINO_ITEM_(local_arguments) + *cursor;
    *cursor += (bytes + 15) & ~15u;
    return (__shared void *)address;
}

#endif
